// One Difference as one neutral sentence, in which left is what should be and right is what is there:
// "users.phone is missing: phone TEXT", "users.age: type should be INTEGER, is TEXT".
#pragma once

#include <string>

#include "simulator/schema/difference.h"

namespace simulator::schema {

/// One line, no full stop. Long values are cut.
[[nodiscard]] std::string sentence(const Difference& difference);

}  // namespace simulator::schema
