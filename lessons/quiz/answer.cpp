#include "lessons/quiz/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lessons/quiz/question.h"
#include "lessons/quiz/report.h"
#include "simulator/base/json_text.h"
#include "simulator/base/known_words.h"

namespace lessons::quiz {
namespace {

using simulator::base::Diagnostics;
using simulator::base::JsonValue;
using Json = nlohmann::ordered_json;

/// What an answer is read with: where to report, and which ids the question knows.
class AnswerReader {
 public:
  explicit AnswerReader(Report& report) : report_(report) {}

  ChosenOptions read(const Choice& choice, const JsonValue& value) {
    std::vector<std::string> known;
    for (const Option& option : choice.options) known.push_back(option.id);
    ChosenOptions answer;
    if (value.kind == JsonValue::Kind::string) {
      if (knows(known, value.string, value.at, "option")) answer.options.push_back(value.string);
      return answer;
    }
    answer.options = ids(value, known, "option", "the id of an option, or a list of ids");
    if (!choice.many && answer.options.size() > 1)
      report_.error("answer.too-many", "this question takes one option", value.at,
                    "Give the id of one option.");
    return answer;
  }

  GivenOrder read(const Ordering& ordering, const JsonValue& value) {
    std::vector<std::string> known;
    for (const Item& item : ordering.items) known.push_back(item.id);
    return {ids(value, known, "item", "a list of item ids in order")};
  }

  FilledGaps read(const Blank& blank, const JsonValue& value) {
    FilledGaps answer;
    std::vector<std::string> known;
    for (const Gap& gap : blank.gaps) known.push_back(gap.id);
    if (value.kind == JsonValue::Kind::string && known.size() == 1) {
      answer.gaps.emplace(known.front(), value.string);
    } else if (value.kind == JsonValue::Kind::object) {
      for (const JsonValue::Member& member : value.members) {
        if (!knows(known, member.key, member.at, "gap")) continue;
        if (member.value.kind == JsonValue::Kind::string)
          answer.gaps.emplace(member.key, member.value.string);
        else
          wrong_kind(member.value, "the text that stands in the gap");
      }
    } else {
      wrong_kind(value, "an object that gives each gap its text");
    }
    return answer;
  }

  WrittenText read(const ShortAnswer& question, const JsonValue& value) {
    WrittenText answer;
    if (value.kind == JsonValue::Kind::string) {
      answer.text = value.string;
      return answer;
    }
    if (value.kind != JsonValue::Kind::object) {
      wrong_kind(value, "a text, or an object with \"text\" and \"rubric\"");
      return answer;
    }
    simulator::base::JsonReader reader(value, "answer", report_.file(), report_.text(),
                                       report_.diagnostics());
    answer.text = reader.string("text");
    std::vector<std::string> known;
    for (const RubricLine& line : question.rubric) known.push_back(line.id);
    if (const JsonValue* rubric = reader.object_or_null("rubric"); rubric != nullptr)
      for (const JsonValue::Member& member : rubric->members) {
        if (!knows(known, member.key, member.at, "rubric line")) continue;
        if (member.value.kind == JsonValue::Kind::boolean)
          answer.rubric.emplace(member.key, member.value.boolean);
        else
          wrong_kind(member.value, "true or false");
      }
    reader.finish();
    return answer;
  }

 private:
  std::vector<std::string> ids(const JsonValue& value, const std::vector<std::string>& known,
                               std::string_view what, std::string_view expected) {
    std::vector<std::string> out;
    if (value.kind != JsonValue::Kind::array) {
      wrong_kind(value, expected);
      return out;
    }
    for (const JsonValue& entry : value.items) {
      if (entry.kind != JsonValue::Kind::string) {
        wrong_kind(entry, fmt::format("the id of an {}", what));
      } else if (knows(known, entry.string, entry.at, what)) {
        if (std::find(out.begin(), out.end(), entry.string) != out.end())
          report_.error("answer.repeated-id",
                        fmt::format("the {} \"{}\" stands twice in this answer", what, entry.string),
                        entry.at, "Name each one once.");
        else
          out.push_back(entry.string);
      }
    }
    return out;
  }

  bool knows(const std::vector<std::string>& known, const std::string& id, simulator::base::Position at,
             std::string_view what) {
    if (std::find(known.begin(), known.end(), id) != known.end()) return true;
    report_.error("answer.unknown-id", fmt::format("this question has no {} \"{}\"", what, id), at,
                  known.empty() ? "It has none." : simulator::base::meant_or_known(id, known, "It has"));
    return false;
  }

  void wrong_kind(const JsonValue& value, std::string_view expected) {
    report_.error("answer.wrong-kind",
                  fmt::format("the answer must be {}, and this is {}", expected, to_string(value.kind)),
                  value.at);
  }

  Report& report_;
};

Json json_of(const ChosenOptions& answer) { return Json(answer.options); }
Json json_of(const GivenOrder& answer) { return Json(answer.items); }
Json json_of(const FilledGaps& answer) {
  Json out = Json::object();
  for (const auto& [gap, text] : answer.gaps) out[gap] = text;
  return out;
}
Json json_of(const WrittenText& answer) {
  Json out = Json::object();
  out["text"] = answer.text;
  if (answer.rubric.empty()) return out;
  Json& rubric = out["rubric"] = Json::object();
  for (const auto& [line, yes] : answer.rubric) rubric[line] = yes;
  return out;
}

}  // namespace

std::string to_json(const Answer& answer) {
  return simulator::base::json_line(std::visit([](const auto& given) { return json_of(given); }, answer));
}

Answer read_answer(const Question& question, const JsonValue& value, const std::string& file,
                   std::string_view text, Diagnostics& out) {
  Report report(file, text, out);
  AnswerReader reader(report);
  return std::visit([&](const auto& body) -> Answer { return reader.read(body, value); }, question.body);
}

simulator::base::Result<Answer> parse_answer(const Question& question, std::string_view json) {
  const simulator::base::JsonDocument document = simulator::base::parse_json(json, {});
  Diagnostics diagnostics = document.diagnostics;
  if (!has_errors(diagnostics)) {
    Answer answer = read_answer(question, document.root, {}, json, diagnostics);
    if (!has_errors(diagnostics)) return answer;
  }
  return tl::make_unexpected(diagnostics.front().what);
}

Answer empty_answer(const Question& question) {
  struct Empty {
    Answer operator()(const Choice&) const { return ChosenOptions{}; }
    Answer operator()(const Ordering&) const { return GivenOrder{}; }
    Answer operator()(const Blank&) const { return FilledGaps{}; }
    Answer operator()(const ShortAnswer&) const { return WrittenText{}; }
  };
  return std::visit(Empty{}, question.body);
}

}  // namespace lessons::quiz
