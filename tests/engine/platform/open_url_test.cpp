#include "engine/platform/open_url.h"

#include <gtest/gtest.h>

using engine::platform::is_web_address;

TEST(OpenUrl, TakesWebAddressesOnly) {
  EXPECT_TRUE(is_web_address("https://sqlite.org/lang_altertable.html#x"));
  EXPECT_TRUE(is_web_address("http://localhost:8080/"));
  for (const char* bad :
       {"", "https://", "file:///etc/passwd", "javascript:alert(1)", "https:///x", "https://-option",
        "https://a b", "https://a\nb", "ftp://host", "HTTPS", "https://a\"b"})
    EXPECT_FALSE(is_web_address(bad)) << bad;
}

TEST(OpenUrl, RefusesOthersWithoutStartingAnything) {
  const auto refused = engine::platform::open_in_browser("file:///etc/passwd");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "url.refused");
}
