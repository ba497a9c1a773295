#include "simulator/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/base/text_position.h"
#include "simulator/base/utf8.h"

namespace simulator::base {
namespace {

std::vector<std::string> lines(const Diagnostics& diagnostics) {
  std::vector<std::string> out;
  for (Diagnostic d : diagnostics) {
    d.what.excerpt.clear();
    d.what.help.clear();
    out.push_back(to_string(d));
  }
  return out;
}

TEST(Json, EveryValueKnowsItsPlace) {
  const auto document =
      parse_json("{\n  \"ż\": [1, -2.5, \"x\\\"y\", true, null],\n  \"o\": {}\n}", "a.json");
  EXPECT_TRUE(document.diagnostics.empty());
  const auto& members = document.root.members;
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].at, (Position{2, 3}));
  const auto& items = members[0].value.items;
  ASSERT_EQ(items.size(), 5U);
  EXPECT_EQ(items[0].at, (Position{2, 9}));
  EXPECT_EQ(items[1].at, (Position{2, 12}));
  EXPECT_EQ(items[2].at, (Position{2, 18}));
  EXPECT_EQ(items[2].string, "x\"y");
  EXPECT_EQ(items[3].at, (Position{2, 26}));
  EXPECT_EQ(items[4].at, (Position{2, 32}));
  EXPECT_EQ(members[1].value.at, (Position{3, 8}));
}

TEST(Json, ReportsDuplicateKeysAndGoesOn) {
  const auto document = parse_json("{\"a\": 1,\n \"a\": 2, \"b\": 3, \"b\": 4}", "a.json");
  EXPECT_THAT(lines(document.diagnostics),
              testing::ElementsAre(
                  "a.json:2:2: error[json.duplicate-key]: the key \"a\" stands twice in this object",
                  "a.json:2:18: error[json.duplicate-key]: the key \"b\" stands twice in this object"));
}

TEST(Json, SyntaxErrorsHaveAPlace) {
  const auto document = parse_json("{\"a\": 1,\n \"b\" 2}", "a.json");
  ASSERT_EQ(document.diagnostics.size(), 1U);
  const Error& error = document.diagnostics[0].what;
  EXPECT_EQ(error.code, "json.syntax");
  EXPECT_EQ(error.at, (Position{2, 6}));
  EXPECT_THAT(error.message, testing::HasSubstr("expected ':'"));
}

TEST(Json, SurvivesRubbish) {
  EXPECT_TRUE(has_errors(parse_json("", "a.json").diagnostics));
  EXPECT_TRUE(has_errors(parse_json("{\"a\":\"\xff\"}", "a.json").diagnostics));
  EXPECT_TRUE(has_errors(parse_json(std::string(100000, '['), "a.json").diagnostics));
  EXPECT_TRUE(has_errors(parse_json("\"open", "a.json").diagnostics));
}

TEST(JsonReader, CollectsEveryMistake) {
  const std::string text =
      "{\"titel\": \"x\",\n \"count\": \"three\",\n \"kind\": \"chioce\",\n \"tags\": [1]}";
  const auto document = parse_json(text, "q.json");
  Diagnostics out;
  JsonReader reader(document.root, "question", "q.json", text, out);
  EXPECT_EQ(reader.string("title"), "");
  EXPECT_EQ(reader.integer("count"), 0);
  EXPECT_EQ(reader.choice("kind", {"choice", "blank"}), "choice");
  EXPECT_TRUE(reader.strings_or_empty("tags").empty());
  reader.finish();
  EXPECT_THAT(
      lines(out),
      testing::ElementsAre(
          "q.json:1:1: error[json.missing-key]: question needs the key \"title\" (a string)",
          "q.json:2:11: error[json.wrong-kind]: \"count\" must be a whole number, and this is a string",
          "q.json:3:10: error[json.unknown-value]: \"kind\" cannot be \"chioce\"",
          "q.json:4:11: error[json.wrong-kind]: \"tags\" must hold strings, and this is a whole number",
          "q.json:1:2: error[json.unknown-key]: question has no key \"titel\""));
  EXPECT_EQ(out[2].what.help, "Did you mean \"choice\"?");
  EXPECT_EQ(out[4].what.help, "Did you mean \"title\"?");
}

TEST(JsonReader, SaysWhatIsTooLittle) {
  const std::string text = R"({"title": " ", "seed": -1, "names": [], "kind": "chioce"})";
  const auto document = parse_json(text, "q.json");
  Diagnostics out;
  JsonReader reader(document.root, "question", "q.json", text, out);
  EXPECT_EQ(reader.text("title"), " ");
  EXPECT_EQ(reader.natural_or("seed", 7), 7U);
  EXPECT_TRUE(reader.strings("names").empty());
  reader.expect_items("names", 1);
  EXPECT_FALSE(reader.boolean("safe"));
  EXPECT_EQ(reader.kind("kind", {"choice", "blank"}), std::nullopt);
  EXPECT_THAT(lines(out),
              testing::ElementsAre(
                  "q.json:1:11: error[json.empty-text]: \"title\" is empty",
                  "q.json:1:24: error[json.too-small]: \"seed\" must be 0 or more, and this is -1",
                  "q.json:1:37: error[json.too-few]: \"names\" must list at least 1, and this lists 0",
                  "q.json:1:1: error[json.missing-key]: question needs the key \"safe\" (true or false)",
                  "q.json:1:49: error[json.unknown-value]: \"kind\" cannot be \"chioce\""));
}

TEST(ParseJson, SaysWhatIsWrongAlsoWhenTheTextLooksLikeTheMessage) {
  const auto document = parse_json("{\" [[2, -2.2, - ; last read3E", "q.json");
  ASSERT_EQ(document.diagnostics.size(), 1U);
  EXPECT_EQ(document.diagnostics[0].what.code, "json.syntax");
  EXPECT_FALSE(document.diagnostics[0].what.message.empty());
}

// Each has its place and excerpt; finding one does not begin at the file's start again.
TEST(JsonReader, NamesEveryOneOfTenThousandUnknownKeys) {
  constexpr int count = 10'000;
  for (const std::string between : {",", ",\n"}) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += (i == 0 ? "" : between) + "\"é" + std::to_string(i) + "\":0";
    text += between + "\"é7\":0}";
    const auto document = parse_json(text, "q.json");
    ASSERT_EQ(document.diagnostics.size(), 1U);
    EXPECT_EQ(document.diagnostics[0].what.code, "json.duplicate-key");
    Diagnostics out;
    JsonReader reader(document.root, "question", "q.json", text, out);
    EXPECT_EQ(reader.integer_or("title", 7), 7);
    reader.finish();
    ASSERT_EQ(out.size(), static_cast<std::size_t>(count) + 1);
    const Error& late = out[count - 1].what;
    EXPECT_EQ(late.message, "question has no key \"é9999\"");
    EXPECT_EQ(late.excerpt, caret_excerpt(text, late.at));
    EXPECT_THAT(late.excerpt, testing::HasSubstr("\"é9999\":0"));
  }
}

TEST(JsonReader, SchemaReferenceIsAlwaysAllowed) {
  const auto document = parse_json("{\"$schema\": \"x\"}", "q.json");
  Diagnostics out;
  JsonReader reader(document.root, "question", "q.json", "", out);
  reader.finish();
  EXPECT_TRUE(out.empty());
}

TEST(Json, BytesThatAreNoTextAreNamedAndNotRepeated) {
  const JsonDocument document = parse_json("{\"a\": \"\xFF\"}", "x.json");
  ASSERT_EQ(document.diagnostics.size(), 1U);
  const Error& error = document.diagnostics[0].what;
  EXPECT_EQ(error.code, "json.syntax");
  EXPECT_EQ(error.message, "byte 8 (0xFF) is not UTF-8 text");
  EXPECT_EQ(error.at.column, 8);
  EXPECT_TRUE(is_valid_utf8(to_string(error)));
}

}  // namespace
}  // namespace simulator::base
