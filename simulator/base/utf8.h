// Unicode text (utf8proc): validity, normal form, case folding, distance between words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace simulator::base {

[[nodiscard]] bool is_valid_utf8(std::string_view text);
/// How many bytes from the beginning are valid; text.size() when all are.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view text);

/// Number of code points; broken bytes count as one each.
[[nodiscard]] std::size_t code_points(std::string_view text);

/// Normal form C; the text unchanged when it is not valid UTF-8.
[[nodiscard]] std::string nfc(std::string_view text);

/// Unicode case folding after NFC: for comparing without regard to case.
[[nodiscard]] std::string fold_case(std::string_view text);

/// Optimal string alignment distance in code points (a swap of neighbours counts as one edit).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace simulator::base
