// Help for a word that nobody knows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator::base {

/// The candidate nearest to `word` if it is near enough to be a slip of the fingers.
[[nodiscard]] std::optional<std::string> did_you_mean(std::string_view word,
                                                      const std::vector<std::string>& candidates);

/// "Did you mean "teammate"?" where `word` is nearly one of them, else "Known: laptop, staging." with each
/// told once; empty when there are none. `what` is what stands before the colon.
[[nodiscard]] std::string meant_or_known(std::string_view word, const std::vector<std::string>& known,
                                         std::string_view what = "Known");

}  // namespace simulator::base
