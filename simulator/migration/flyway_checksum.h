// Flyway's checksum of a script: the CRC-32 of its lines without their ends, as a signed number.
//
// So it does not notice line ends of another kind, nor a line break put in or taken out anywhere; it does
// notice a blank at a line's end, letter case and comments. A byte order mark at the beginning of the first
// line does not count. An empty text is 0. (Flyway's ChecksumCalculator, commit c5e20fc7.)
#pragma once

#include <cstdint>
#include <string_view>

namespace simulator::migration {

[[nodiscard]] std::int32_t flyway_checksum(std::string_view text);

}  // namespace simulator::migration
