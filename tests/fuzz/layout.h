// What holds for any folder in any tool's layout: it is a set of migrations whose parts and statements lie in
// their texts, or there are errors that say what is wrong; and reading it again gives the same.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simulator/migration/tool.h"

namespace fuzzing {

/// Any bytes are a folder (folder.h). Does not return when something does not hold; else 0.
int fuzz_layout(simulator::migration::Tool tool, const std::uint8_t* data, std::size_t size);

}  // namespace fuzzing
