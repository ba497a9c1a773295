#include "simulator/migration/flyway_checksum.h"

#include <algorithm>

#include "simulator/base/hash.h"

namespace simulator::migration {

std::int32_t flyway_checksum(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::uint32_t sum = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    sum = base::crc32(text.substr(0, end), sum);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return static_cast<std::int32_t>(sum);
}

}  // namespace simulator::migration
