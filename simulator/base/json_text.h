// JSON that programs write, ours or other people's tools. Text that is not UTF-8 gets U+FFFD where it is
// broken: a report must not fail because of what it is about. Nothing here throws.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace simulator::base {

/// Two spaces a level, as in files and after `--json`; no newline at the end.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value);

/// On one line, without blanks.
[[nodiscard]] std::string json_line(const nlohmann::ordered_json& value);

/// A discarded value when the text is not JSON.
[[nodiscard]] nlohmann::ordered_json json_of(std::string_view text);

}  // namespace simulator::base
