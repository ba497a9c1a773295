#include "simulator/base/hash.h"

#include <gtest/gtest.h>

namespace simulator::base {
namespace {

// Test vectors of FIPS 180-4.
TEST(Hash, Sha256AgreesWithThePublishedVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, ARunningSumCanBeReadWhileItGoesOn) {
  RunningSha256 sum;
  sum.add("a");
  const std::string early = sum.digest();
  EXPECT_EQ(sum.digest(), early);
  sum.add("bc");
  EXPECT_EQ(base64(sum.digest()), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

// RFC 4648 §10.
TEST(Hash, Base64AgreesWithThePublishedVectors) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Hash, Crc32AgreesWithTheUsualCheckValueAndGoesOn) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32("6789", crc32("12345")), 0xCBF43926U);
  EXPECT_EQ(crc32(""), 0U);
}

}  // namespace
}  // namespace simulator::base
