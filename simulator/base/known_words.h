// Help for a word that nobody knows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace simulator::base {

/// "Did you mean "teammate"?" where `word` is nearly one of them, else "Known: laptop, staging." with each
/// told once; empty when there are none. `what` is what stands before the colon.
[[nodiscard]] std::string meant_or_known(std::string_view word, const std::vector<std::string>& known,
                                         std::string_view what = "Known");

}  // namespace simulator::base
