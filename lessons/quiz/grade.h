// Marking: a pure function from a question and an answer to a Grade. No clock, no randomness, no database.
//
//   choice    one: 1 or 0. Many: (right ticks - wrong ticks) / number of right options, not below 0.
//   ordering  (n - 2 * deletions) / n, not below 0, where deletions is the smallest number of items whose
//             removal leaves no broken pair (ordering.h); missing items count as deletions, too.
//   blank     mean of the gaps' credits.
//   short     ideas found / ideas, 0 as soon as a wrong claim was made; it never counts towards a score.
//
// Sources: PrairieLearn's edit-distance credit (arXiv 2204.04196), Moodle's first-match-wins short answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lessons/quiz/answer.h"
#include "lessons/quiz/question.h"

namespace lessons::quiz {

enum class Verdict {
  right,
  partly,
  wrong,
  almost,          ///< a near miss: tell them, and use up no attempt
  incomplete,      ///< something was left empty: tell them, and use up no attempt
  covered,         ///< short answer: every idea possibly there, no wrong claim
  partly_covered,  ///< short answer: at least one idea missed, or a wrong claim made
};

/// "right", "partly", "wrong", "almost", "incomplete", "covered", "partly-covered".
[[nodiscard]] std::string_view to_string(Verdict verdict);

enum class FeedbackKind {
  right,      ///< this part is right (a ticked right option, a filled gap, a found idea)
  wrong,      ///< this part is wrong (a ticked wrong option, a gap, a wrong claim)
  missed,     ///< something is not there (a right option not ticked: without its id; an idea missed)
  almost,     ///< check the spelling
  empty,      ///< nothing was given here
  conflict,   ///< ordering: `item` stands before `other`, and must come after it
  execution,  ///< ordering: what happened when the order was executed
};

[[nodiscard]] std::string_view to_string(FeedbackKind kind);

struct Feedback {
  FeedbackKind kind = FeedbackKind::right;
  std::string item;   ///< id of the option, item, gap, idea or claim; may be empty
  std::string other;  ///< conflict: the second item
  std::string text;   ///< inline markdown
};

struct Grade {
  double credit = 0.0;  ///< 0..1
  Verdict verdict = Verdict::wrong;
  std::vector<Feedback> feedback;  ///< the most useful line first
  bool consumed = true;            ///< false: this does not use up an attempt (almost, incomplete)
  bool counts = true;              ///< false: keep the credit out of scores (short answers)

  /// Nothing left to do here: right, or covered.
  [[nodiscard]] bool passed() const { return verdict == Verdict::right || verdict == Verdict::covered; }
};

/// An answer of another kind than the question's is graded as if it were empty. An ordering with a scenario
/// is marked by its precedence graph alone here; execution.h adds what really happened.
[[nodiscard]] Grade grade(const Question& question, const Answer& answer);

/// The key: all right options, one order that the pairs allow (where a scenario decides: explored_key), each
/// gap's first full key (empty where only a glob or a regular expression accepts), the model answer.
[[nodiscard]] Answer right_answer(const Question& question);

}  // namespace lessons::quiz
