// Any bytes are a folder of Flyway's with an answer (layout.h).
#include "tests/fuzz/layout.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzzing::fuzz_layout(simulator::migration::Tool::flyway, data, size);
}
