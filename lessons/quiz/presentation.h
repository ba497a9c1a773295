// In which order the parts of a question are shown. The same seed shows the same order, so a question looks
// the same when the learner comes back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lessons/quiz/question.h"

namespace lessons::quiz {

/// A seed from what should keep its look: for example the question's id and a number stored for this learner.
[[nodiscard]] std::uint64_t presentation_seed(std::string_view question_id, std::uint64_t learner);

/// Indices into Choice::options or Ordering::items (empty for other kinds). Pinned options keep their place.
/// An ordering is never shown in an order that would already be right.
[[nodiscard]] std::vector<std::size_t> presented_order(const Question& question, std::uint64_t seed);

struct PromptPart {
  std::string_view text;  ///< markdown between gaps; empty for a gap
  std::string_view gap;   ///< a gap's id; empty for text
};

/// A blank's prompt cut at its `{{id}}` places, in order. Views into `question.prompt`.
[[nodiscard]] std::vector<PromptPart> prompt_parts(const Question& question);

}  // namespace lessons::quiz
