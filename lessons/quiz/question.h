// What a question is, as plain values. quiz.h reads them from quiz.json, grade.h marks answers to them,
// presentation.h says in which order their parts are shown.
//
// Texts called `text`, `prompt`, `feedback`, `explanation`, `nudge`, `model` are inline markdown for the
// learner. Ids are for machines: letters, digits, '-', '_' and '.'. They are unique within their question,
// and a question's id is unique in its quiz (course checks the whole course). Positions point into quiz.json.
//
// Ownership: values. Threads: none shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lessons/quiz/answer.h"
#include "simulator/base/error.h"

namespace lessons::quiz {

using simulator::base::Position;

// --- choice ---------------------------------------------------------------------------------------------

struct Option {
  std::string id;  ///< "1", "2", ... in file order where the author gave none
  std::string text;
  bool right = false;
  std::string feedback;  ///< shown when this option was ticked, or was right and not ticked; never empty
  bool pin = false;      ///< stays in its place when options are shuffled ("none of these")
  Position at;
};

/// One right option (radio buttons), or several (check boxes).
struct Choice {
  bool many = false;
  bool shuffle = true;
  std::vector<Option> options;
};

// --- ordering -------------------------------------------------------------------------------------------

struct Item {
  std::string id;
  std::string text;
  std::string step;  ///< id of the deploy scenario's step this item stands for; empty without a scenario
  Position at;
};

/// `first` must stand before `then`, and why. Pairs are the author's; what follows from them is computed.
struct Precedence {
  std::string first;
  std::string then;
  std::string why;  ///< may be empty
  Position at;
};

/// Every order that breaks none of the pairs is right. When the question names a deploy scenario the order is
/// also executed (execution.h), and then both have to hold. Where the pairs do not say how its steps stand,
/// the scenario does: it is explored, and every order in which nothing can fail is right (explored_order.h).
struct Ordering {
  std::vector<Item> items;
  std::vector<Precedence> before;
};

// --- blank ----------------------------------------------------------------------------------------------

enum class PatternKind { exact, glob, regex };

/// One anticipated answer: `accept` in quiz.json (credit 1 unless said otherwise) or `wrong` (credit 0).
struct Pattern {
  PatternKind kind = PatternKind::exact;
  std::string text;
  double credit = 1.0;   ///< 0..1; an anticipated wrong answer is a pattern with credit 0
  std::string feedback;  ///< may be empty only with credit 1
  Position at;
};

enum class GapKind {
  text,        ///< words
  identifier,  ///< a name in SQL: the quotes around it do not count
};

struct Gap {
  std::string id;
  GapKind kind = GapKind::text;
  bool match_case = false;
  bool near_miss = true;  ///< a slip of the fingers is "almost" and uses up no attempt
  /// In the order in which they are tried; the first that matches decides. Exact texts first, then globs,
  /// then regular expressions (RE2 on the whole answer); within each, accepted before wrong, then the
  /// author's order.
  std::vector<Pattern> patterns;
  std::string otherwise;  ///< feedback for anything no pattern knows; may be empty
  Position at;
};

/// The prompt ("text" in quiz.json) holds each gap as `{{id}}`. Credit is the mean of the gaps' credits.
struct Blank {
  std::vector<Gap> gaps;
};

// --- short answer ---------------------------------------------------------------------------------------

/// AND of ORs: found when every group has at least one of its terms in the text. A term is one or more words;
/// a word may end in '*' ("migrat*"). Case, accents' encoding and punctuation do not count.
struct Idea {
  std::string id;
  std::string name;  ///< what was found, for people: "that it is a file with a place in an order"
  std::vector<std::vector<std::string>> terms;
  std::string nudge;  ///< shown when missed
  Position at;
};

/// A statement that is wrong. It counts as said when all groups are met within one sentence and none of
/// `unless` stands in that sentence (by default the words of denial: "not", "never", ...; see ideas.h).
struct Claim {
  std::string id;  ///< "1", "2", ... in file order where the author gave none
  std::vector<std::vector<std::string>> terms;
  std::vector<std::string> unless;
  std::string feedback;
  Position at;
};

/// A yes/no question the learner puts to their own answer after they have seen the model answer.
struct RubricLine {
  std::string id;  ///< "1", "2", ... in file order
  std::string text;
  Position at;
};

/// What a program can find in free text is *possible coverage*, never "correct".
/// Model answer and rubric are shown only after the text was submitted.
struct ShortAnswer {
  std::vector<Idea> ideas;
  std::vector<Claim> claims;
  std::int64_t minimum_words = 5;
  std::string model;
  std::vector<RubricLine> rubric;
};

// --- question -------------------------------------------------------------------------------------------

/// The author's proof: this answer must get what is said here. check.h verifies it.
struct Example {
  Answer answer;
  std::optional<std::string> verdict;  ///< to_string(Verdict)
  std::optional<double> credit;
  std::optional<double> credit_below;
  Position at;
};

struct Question {
  std::string id;
  std::string prompt;
  std::variant<Choice, Ordering, Blank, ShortAnswer> body;
  std::string explanation;  ///< shown after any consumed attempt
  std::string deploy;       ///< id of a <id>.deploy.json of the lesson that belongs to the question, or empty
  std::vector<std::string> hints;
  std::vector<Example> examples;
  std::string hash;  ///< of everything but examples and white space (sha256): tells attempts at an edited
                     ///< question apart
  Position at;
};

/// "choice", "ordering", "blank", "short": the word in quiz.json.
[[nodiscard]] std::string_view kind_name(const Question& question);

}  // namespace lessons::quiz
