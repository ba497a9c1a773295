// What counts as the same file, tool by tool: line ends for Flyway and driftwood, nothing for nobody else;
// and a digest does not depend on how the bytes came.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/base/hash.h"
#include "simulator/migration/flyway_checksum.h"
#include "simulator/migration/migration_file.h"
#include "tests/fuzz/promise.h"

namespace base = simulator::base;
using namespace simulator::migration;

namespace {

/// CRC-32 (ISO 3309), a bit at a time, of the text without line ends and without a byte order mark.
std::int32_t plain_crc(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return static_cast<std::int32_t>(~sum);
}

std::string with_carriage_returns(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

void check_digests(std::string_view bytes, std::size_t cut) {
  base::RunningSha256 sum;
  sum.add(bytes.substr(0, cut));
  (void)sum.digest();  // looking at it changes nothing
  sum.add(bytes.substr(cut));
  base::RunningSha256 whole;
  whole.add(bytes);
  promise(sum.digest() == whole.digest(), "a digest does not depend on how the bytes came");
  promise(base::crc32(bytes.substr(cut), base::crc32(bytes.substr(0, cut), 0)) == base::crc32(bytes, 0),
          "nor does a CRC");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_digests(bytes, size == 0 ? 0 : data[0] % (size + 1));
  promise(flyway_checksum(bytes) == plain_crc(bytes), "Flyway's checksum is the CRC-32 without line ends");
  const std::string text = normalised_text(bytes);
  promise(text.size() <= bytes.size(), "normalising only takes away");
  if (bytes.find('\r') != std::string_view::npos || bytes.starts_with("\xEF\xBB\xBF")) return 0;
  promise(text == bytes, "a text with plain line ends is what it was");
  const std::string windows = with_carriage_returns(bytes);
  promise(normalised_text(windows) == text, "line ends of another kind make no other text");
  promise(flyway_checksum(windows) == flyway_checksum(bytes), "... nor another checksum");
  base::Diagnostics diagnostics;
  const std::string name = "1_a.sql";
  promise(read_migration_file({name, windows}, name, diagnostics).checksum ==
              read_migration_file({name, std::string(bytes)}, name, diagnostics).checksum,
          "driftwood's checksum is that of the normalised text");
  return 0;
}
