// Content hashes: SHA-256 (nettle) for checksums that people and other tools see.
#pragma once

#include <string>
#include <string_view>

namespace simulator::base {

/// 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace simulator::base
