#include "lessons/quiz/question_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "lessons/quiz/content_hash.h"
#include "lessons/quiz/ideas.h"
#include "lessons/quiz/rules.h"

namespace lessons::quiz {
namespace {

using simulator::base::JsonReader;
using simulator::base::JsonValue;

JsonReader reader_of(const JsonValue& value, std::string what, Report& report) {
  return {value, std::move(what), report.file(), report.text(), report.diagnostics()};
}

std::vector<std::vector<std::string>> read_groups(const std::vector<JsonValue>& groups, Report& report) {
  std::vector<std::vector<std::string>> out;
  for (const JsonValue& group : groups) {
    std::vector<std::string>& terms = out.emplace_back();
    if (group.kind != JsonValue::Kind::array)
      report.error("json.wrong-kind", "each entry must be a list of terms of which one is enough", group.at,
                   "Write [[\"file\", \"script\"], [\"order*\"]]: a file or a script, and an order.");
    for (const JsonValue& term : group.items) {
      if (term.kind == JsonValue::Kind::string)
        terms.push_back(term.string);
      else
        report.error("json.wrong-kind",
                     fmt::format("a term must be a string, and this is {}", to_string(term.kind)), term.at);
    }
  }
  return out;
}

Choice read_choice(JsonReader& reader, Report& report) {
  Choice choice;
  choice.many = reader.boolean_or("many", false);
  choice.shuffle = reader.boolean_or("shuffle", true);
  for (const JsonValue& value : reader.array("options")) {
    JsonReader entry = reader_of(value, "option", report);
    Option option;
    option.id = entry.string_or("id", std::to_string(choice.options.size() + 1));
    option.text = entry.string("text");
    option.right = entry.boolean_or("right", false);
    option.feedback = entry.string_or("feedback", "");  // its absence is explained by rules.h
    option.pin = entry.boolean_or("pin", false);
    option.at = value.at;
    entry.finish();
    choice.options.push_back(std::move(option));
  }
  return choice;
}

/// ["first", "then"] or ["first", "then", "why"].
void read_pair(const JsonValue& value, Ordering& ordering, Report& report) {
  const bool strings = std::all_of(value.items.begin(), value.items.end(), [](const JsonValue& item) {
    return item.kind == JsonValue::Kind::string;
  });
  if (value.kind != JsonValue::Kind::array || !strings || value.items.size() < 2 || value.items.size() > 3) {
    report.error("json.wrong-kind", "a pair must be [\"first\", \"then\"], and may say why as a third text",
                 value.at);
    return;
  }
  Precedence pair;
  pair.first = value.items[0].string;
  pair.then = value.items[1].string;
  if (value.items.size() == 3) pair.why = value.items[2].string;
  pair.at = value.at;
  ordering.before.push_back(std::move(pair));
}

Ordering read_ordering(JsonReader& reader, Report& report) {
  Ordering ordering;
  for (const JsonValue& value : reader.array("items")) {
    JsonReader entry = reader_of(value, "item", report);
    Item item;
    item.id = entry.string("id");
    item.text = entry.string("text");
    item.step = entry.string_or("step", "");
    item.at = value.at;
    entry.finish();
    ordering.items.push_back(std::move(item));
  }
  for (const JsonValue& value : reader.array_or_empty("before")) read_pair(value, ordering, report);
  return ordering;
}

Pattern read_pattern(const JsonValue& value, bool accepted, Report& report) {
  Pattern pattern;
  pattern.at = value.at;
  pattern.credit = accepted ? 1.0 : 0.0;
  if (value.kind == JsonValue::Kind::string && accepted) {
    pattern.text = value.string;
    return pattern;
  }
  JsonReader entry = reader_of(value, accepted ? "accepted answer" : "wrong answer", report);
  const std::string exact = entry.string_or("text", "");
  const std::string glob = entry.string_or("glob", "");
  const std::string regex = entry.string_or("regex", "");
  const int given = static_cast<int>(entry.has("text")) + static_cast<int>(entry.has("glob")) +
                    static_cast<int>(entry.has("regex"));
  if (given != 1 && value.kind == JsonValue::Kind::object)
    report.error("quiz.bad-pattern", "an anticipated answer is one of \"text\", \"glob\" and \"regex\"",
                 value.at, given == 0 ? "Add \"text\" with the answer." : "Make two entries of it.");
  pattern.kind = entry.has("regex")  ? PatternKind::regex
                 : entry.has("glob") ? PatternKind::glob
                                     : PatternKind::exact;
  pattern.text = pattern.kind == PatternKind::regex  ? regex
                 : pattern.kind == PatternKind::glob ? glob
                                                     : exact;
  if (accepted) pattern.credit = entry.real_or("credit", 1.0);
  if (accepted && pattern.credit <= 0.0)
    report.error("quiz.bad-credit", "an accepted answer earns something", entry.at("credit"),
                 "Move it to \"wrong\", where feedback is asked for.");
  pattern.feedback = entry.string_or("feedback", "");
  entry.finish();
  return pattern;
}

Blank read_blank(JsonReader& reader, Report& report) {
  Blank blank;
  for (const JsonValue& value : reader.array("blanks")) {
    JsonReader entry = reader_of(value, "gap", report);
    Gap gap;
    gap.at = value.at;
    gap.id = entry.string("id");
    gap.kind =
        entry.choice("kind", {"text", "identifier"}, "text") == "text" ? GapKind::text : GapKind::identifier;
    gap.match_case = entry.choice("case", {"ignore", "match"}, "ignore") == "match";
    gap.near_miss = entry.boolean_or("near_miss", true);
    for (const JsonValue& pattern : entry.array("accept"))
      gap.patterns.push_back(read_pattern(pattern, true, report));
    for (const JsonValue& pattern : entry.array_or_empty("wrong"))
      gap.patterns.push_back(read_pattern(pattern, false, report));
    gap.otherwise = entry.string_or("otherwise", "");
    entry.finish();
    std::stable_sort(gap.patterns.begin(), gap.patterns.end(),
                     [](const Pattern& a, const Pattern& b) { return a.kind < b.kind; });
    blank.gaps.push_back(std::move(gap));
  }
  return blank;
}

Idea read_idea(const JsonValue& value, Report& report) {
  JsonReader entry = reader_of(value, "idea", report);
  Idea idea;
  idea.at = value.at;
  idea.id = entry.string("id");
  idea.name = entry.string("name");
  idea.terms = read_groups(entry.array("all"), report);
  idea.nudge = entry.string_or("nudge", "");
  entry.finish();
  return idea;
}

Claim read_claim(const JsonValue& value, std::size_t index, Report& report) {
  JsonReader entry = reader_of(value, "forbidden claim", report);
  Claim claim;
  claim.at = value.at;
  claim.id = entry.string_or("id", std::to_string(index + 1));
  claim.terms = read_groups(entry.array_or_empty("all"), report);
  entry.expect_items("all", 1, "Leave the key out when \"any\" says it all.");
  if (auto any = entry.strings_or_empty("any"); !any.empty()) claim.terms.push_back(std::move(any));
  claim.unless = entry.strings_or_empty("unless");
  if (!entry.has("unless")) claim.unless = words_of_denial();
  claim.feedback = entry.string_or("feedback", "");
  entry.finish();
  return claim;
}

ShortAnswer read_short(JsonReader& reader, Report& report) {
  ShortAnswer body;
  body.minimum_words = reader.integer_or("minimum_words", body.minimum_words);
  if (body.minimum_words < 1 || body.minimum_words > 500)
    report.error("quiz.bad-term", "\"minimum_words\" goes from 1 to 500", reader.at("minimum_words"));
  for (const JsonValue& value : reader.array("ideas")) body.ideas.push_back(read_idea(value, report));
  for (const JsonValue& value : reader.array_or_empty("forbidden"))
    body.claims.push_back(read_claim(value, body.claims.size(), report));
  body.model = reader.string("model");
  for (const JsonValue& value : reader.array("rubric")) {
    if (value.kind != JsonValue::Kind::string)
      report.error("json.wrong-kind",
                   fmt::format("a rubric line must be a string, and this is {}", to_string(value.kind)),
                   value.at);
    body.rubric.push_back({std::to_string(body.rubric.size() + 1), value.string, value.at});
  }
  return body;
}

void read_example(const JsonValue& value, Question& question, Report& report) {
  Example example;
  example.at = value.at;
  // The answer may be of any kind of JSON, which a JsonReader has no word for: it is read apart.
  if (const JsonValue* answer = value.find("answer"); answer != nullptr)
    example.answer = read_answer(question, *answer, report.file(), report.text(), report.diagnostics());
  else if (value.kind == JsonValue::Kind::object)
    report.error("json.missing-key", "example needs the key \"answer\"", value.at);
  JsonValue rest = value;
  std::erase_if(rest.members, [](const JsonValue::Member& member) { return member.key == "answer"; });
  JsonReader other = reader_of(rest, "example", report);
  if (other.has("verdict"))
    example.verdict = other.choice(
        "verdict", {"right", "partly", "wrong", "almost", "incomplete", "covered", "partly-covered"});
  if (other.has("credit")) example.credit = other.real_or("credit", 0.0);
  if (other.has("credit_below")) example.credit_below = other.real_or("credit_below", 0.0);
  other.finish();
  if (!example.verdict && !example.credit && !example.credit_below)
    report.error("json.missing-key", "this example does not say what the answer is worth", value.at,
                 "Add \"verdict\", \"credit\" or \"credit_below\".");
  question.examples.push_back(std::move(example));
}

std::size_t errors_in(const simulator::base::Diagnostics& diagnostics) {
  return static_cast<std::size_t>(std::count_if(
      diagnostics.begin(), diagnostics.end(), [](const simulator::base::Diagnostic& diagnostic) {
        return diagnostic.severity == simulator::base::Severity::error;
      }));
}

}  // namespace

std::optional<Question> read_question(const JsonValue& value, Report& report) {
  const std::size_t before = errors_in(report.diagnostics());
  JsonReader reader = reader_of(value, "question", report);
  if (value.kind != JsonValue::Kind::object) return std::nullopt;
  Question question;
  question.at = value.at;
  question.id = reader.string("id");
  const JsonValue* kind_given = value.find("kind");
  const std::string kind = reader.choice("kind", {"choice", "ordering", "blank", "short"});
  const bool kind_known = kind_given != nullptr && kind_given->string == kind;
  if (!kind_known) return std::nullopt;  // said already; what its other keys mean, nobody can know
  question.prompt = reader.string(kind == "blank" ? "text" : "prompt");
  question.explanation = reader.string_or("explanation", "");
  question.deploy = reader.string_or("deploy", "");
  question.hints = reader.strings_or_empty("hints");
  if (kind == "choice") question.body = read_choice(reader, report);
  if (kind == "ordering") question.body = read_ordering(reader, report);
  if (kind == "blank") question.body = read_blank(reader, report);
  if (kind == "short") question.body = read_short(reader, report);
  const std::vector<JsonValue>& examples = reader.array_or_empty("examples");
  reader.finish();
  // Rules speak about a question whose shape is sound; otherwise they would report echoes.
  if (errors_in(report.diagnostics()) == before) apply_rules(question, report);
  if (errors_in(report.diagnostics()) == before)
    for (const JsonValue& example : examples) read_example(example, question, report);
  if (errors_in(report.diagnostics()) != before) return std::nullopt;
  question.hash = content_hash(value);
  return question;
}

}  // namespace lessons::quiz
