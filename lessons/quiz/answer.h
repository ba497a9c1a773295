// What a learner gave as an answer, as plain values, and as JSON for the progress store, answers files and
// the authors' examples.
//
//   choice    "option-id"  or  ["option-id", ...]
//   ordering  ["item-id", ...]
//   blank     {"gap-id": "text", ...}   or  "text" when the question has one gap
//   short     "text"  or  {"text": "...", "rubric": {"line-id": true, ...}}
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/json.h"

namespace lessons::quiz {

struct Question;

struct ChosenOptions {
  std::vector<std::string> options;
  friend bool operator==(const ChosenOptions&, const ChosenOptions&) = default;
};

struct GivenOrder {
  std::vector<std::string> items;
  friend bool operator==(const GivenOrder&, const GivenOrder&) = default;
};

struct FilledGaps {
  std::map<std::string, std::string, std::less<>> gaps;
  friend bool operator==(const FilledGaps&, const FilledGaps&) = default;
};

struct WrittenText {
  std::string text;
  std::map<std::string, bool, std::less<>> rubric;  ///< the learner's own yes and no, after submission
  friend bool operator==(const WrittenText&, const WrittenText&) = default;
};

using Answer = std::variant<ChosenOptions, GivenOrder, FilledGaps, WrittenText>;

/// Compact JSON, one line.
[[nodiscard]] std::string to_json(const Answer& answer);

/// Reads an answer to this question. Everything wrong with it is reported (answer.wrong-kind,
/// answer.unknown-id with "did you mean", answer.repeated-id, answer.too-many); the value may be used when no
/// error was added. `file` and `text` are only for messages.
[[nodiscard]] Answer read_answer(const Question& question, const simulator::base::JsonValue& value,
                                 const std::string& file, std::string_view text,
                                 simulator::base::Diagnostics& out);

/// The same from JSON text (a stored attempt or draft): the first mistake is the error.
[[nodiscard]] simulator::base::Result<Answer> parse_answer(const Question& question, std::string_view json);

/// Nothing given yet, of the right kind for this question. An ordering starts empty: see presentation.h.
[[nodiscard]] Answer empty_answer(const Question& question);

}  // namespace lessons::quiz
