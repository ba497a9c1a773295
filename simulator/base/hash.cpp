#include "simulator/base/hash.h"

#include <fmt/format.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include <array>

namespace simulator::base {
namespace {

const std::uint8_t* octets(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? (value >> 1U) ^ 0xEDB88320U : value >> 1U;
    table[i] = value;
  }
  return table;
}

}  // namespace

struct RunningSha256::State {
  sha256_ctx context;
};

RunningSha256::RunningSha256() : state_(std::make_unique<State>()) { sha256_init(&state_->context); }
RunningSha256::RunningSha256(RunningSha256&&) noexcept = default;
RunningSha256& RunningSha256::operator=(RunningSha256&&) noexcept = default;
RunningSha256::~RunningSha256() = default;

void RunningSha256::add(std::string_view bytes) {
  sha256_update(&state_->context, bytes.size(), octets(bytes));
}

std::string RunningSha256::digest() const {
  sha256_ctx copy = state_->context;  // taking the digest ends a sum
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&copy, digest.size(), digest.data());
  return {digest.begin(), digest.end()};
}

std::string sha256_hex(std::string_view bytes) {
  RunningSha256 sum;
  sum.add(bytes);
  std::string hex;
  for (const char byte : sum.digest()) hex += fmt::format("{:02x}", static_cast<std::uint8_t>(byte));
  return hex;
}

std::string base64(std::string_view bytes) {
  std::string out(BASE64_ENCODE_RAW_LENGTH(bytes.size()), '\0');
  base64_encode_raw(out.data(), bytes.size(), octets(bytes));
  return out;
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  static constexpr auto table = crc_table();
  std::uint32_t sum = ~before;
  for (const char byte : bytes) sum = table[(sum ^ static_cast<std::uint8_t>(byte)) & 0xFFU] ^ (sum >> 8U);
  return ~sum;
}

}  // namespace simulator::base
