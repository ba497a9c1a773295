// Letters of ASCII in lower case, as SQLite compares names; every other byte stays.
//
// Pure; no locale is asked.
#pragma once

#include <string>
#include <string_view>

namespace simulator::base {

[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace simulator::base
