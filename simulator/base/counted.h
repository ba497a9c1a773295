// "1 lesson", "3 lessons": a number and the word it counts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace simulator::base {

[[nodiscard]] std::string counted(std::size_t count, std::string_view one, std::string_view many);

}  // namespace simulator::base
