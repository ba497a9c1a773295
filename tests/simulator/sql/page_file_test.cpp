#include "simulator/sql/page_file.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/base/random.h"

namespace simulator::sql {
namespace {

std::vector<std::byte> pattern(std::size_t size, unsigned seed) {
  std::vector<std::byte> out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::byte>((i * 31 + seed) & 0xFFU);
  return out;
}

TEST(PageFile, BehavesLikeAPlainArrayOfBytes) {
  base::Random random(5);
  PageFile file;
  std::vector<std::byte> model;
  std::vector<std::pair<PageFile, std::vector<std::byte>>> kept;
  for (int round = 0; round < 400; ++round) {
    const std::uint64_t offset = random.below(30'000);
    const auto size = static_cast<std::size_t>(random.below(9'000));
    if (random.below(5) == 0) {
      file.truncate(offset);
      model.resize(offset);
    } else {
      const auto bytes = pattern(size, static_cast<unsigned>(round));
      file.write(offset, bytes);
      if (size > 0) {
        model.resize(std::max<std::size_t>(model.size(), offset + size));
        std::copy(bytes.begin(), bytes.end(), model.begin() + static_cast<std::ptrdiff_t>(offset));
      } else {
        model.resize(std::max<std::size_t>(model.size(), offset));
      }
    }
    if (random.below(10) == 0) kept.emplace_back(file, model);
    ASSERT_EQ(file.bytes(), model) << "round " << round;
  }
  for (const auto& [copy, then] : kept) EXPECT_EQ(copy.bytes(), then) << "copies never change";
}

TEST(PageFile, ReadsZerosPastTheEndAndSaysHowMuchWasInside) {
  const auto bytes = pattern(10, 1);
  const PageFile file = PageFile::from_bytes(bytes);
  std::vector<std::byte> out(6, std::byte{9});
  EXPECT_EQ(file.read(8, out), 2U);
  EXPECT_EQ(out[1], bytes[9]);
  EXPECT_EQ(out[2], std::byte{0});
  EXPECT_EQ(file.read(1'000'000, out), 0U);
}

TEST(PageFile, KnowsWhatItShares) {
  const PageFile one = PageFile::from_bytes(pattern(100 * PageFile::page_size, 1));
  PageFile two = one;
  EXPECT_TRUE(two.same_pages(one));
  EXPECT_EQ(two.bytes_not_shared_with(one), 0U);
  two.write(5 * PageFile::page_size + 1, pattern(1, 77));
  EXPECT_EQ(two.bytes_not_shared_with(one), PageFile::page_size);
  EXPECT_FALSE(two.same_content(one));
  EXPECT_NE(two.hash(), one.hash());
  EXPECT_TRUE(one.same_content(PageFile::from_bytes(one.bytes())));
  EXPECT_EQ(one.hash(), PageFile::from_bytes(one.bytes()).hash());
}

}  // namespace
}  // namespace simulator::sql
