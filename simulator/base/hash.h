// Content hashes for checksums that people and other tools see: SHA-256 (nettle) and CRC-32.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace simulator::base {

/// 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// A SHA-256 that can be read while it goes on: of everything added so far. Move-only.
class RunningSha256 {
 public:
  RunningSha256();
  RunningSha256(RunningSha256&&) noexcept;
  RunningSha256& operator=(RunningSha256&&) noexcept;
  RunningSha256(const RunningSha256&) = delete;
  RunningSha256& operator=(const RunningSha256&) = delete;
  ~RunningSha256();

  void add(std::string_view bytes);
  /// The 32 bytes of the sum so far; adding may go on.
  [[nodiscard]] std::string digest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// RFC 4648 §4, padded.
[[nodiscard]] std::string base64(std::string_view bytes);

/// CRC-32 as in zip and zlib (polynomial 0xEDB88320, reflected): of `bytes` after what `before` is the sum
/// of.
[[nodiscard]] std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

}  // namespace simulator::base
