// Comparing what was typed into a gap with what the author anticipated, forgiving what is not meant: white
// space, typographic apostrophes, quotes and dashes, invisible characters, encoding of accents, trailing
// semicolons, and (for an identifier) the quotes around it.
#pragma once

#include <string>
#include <string_view>

#include "lessons/quiz/question.h"
#include "simulator/base/error.h"

namespace lessons::quiz {

/// What is compared. Case is kept. Applying it twice changes nothing. Of a text of more than 2000 bytes
/// only the beginning is looked at, and it matches nothing.
[[nodiscard]] std::string normalise(std::string_view typed, GapKind kind);

/// Whether `typed` (not yet normalised) matches. A pattern that pattern_fault() refuses matches nothing.
[[nodiscard]] bool matches(const Pattern& pattern, const Gap& gap, std::string_view typed);

/// What is wrong with a glob or a regular expression: quiz.bad-pattern, quiz.empty-match. `native` unused.
[[nodiscard]] simulator::base::Result<void> pattern_fault(const Pattern& pattern);

enum class GapOutcome { empty, matched, almost_spelling, almost_case, unknown };

struct GapMatch {
  GapOutcome outcome = GapOutcome::unknown;
  const Pattern* pattern = nullptr;  ///< into the gap; set when matched
};

/// Almost: one edit from an accepted text (two when it has 8 characters or more; a swap of neighbours is
/// one), for texts of at least 4 characters; or right but for upper and lower case where case counts.
[[nodiscard]] GapMatch match_gap(const Gap& gap, std::string_view typed);

}  // namespace lessons::quiz
