// One Difference in words. Left is what should be and right is what is there.
#pragma once

#include <string>

#include "simulator/schema/difference.h"

namespace simulator::schema {

/// Both sides of a changed attribute, each to follow "is" or "has": "UNIQUE" and "not UNIQUE" (is),
/// "DEFAULT 1" and "no DEFAULT" (has). On one line, long values cut.
struct Sides {
  std::string left;
  std::string right;
  bool has = false;
};
[[nodiscard]] Sides sides_of(const Difference& difference);

/// One neutral line, no full stop: "users.phone is missing: phone TEXT", "users.age: type should be INTEGER,
/// is TEXT", "users.age should have DEFAULT 1, has no DEFAULT".
[[nodiscard]] std::string sentence(const Difference& difference);

}  // namespace simulator::schema
