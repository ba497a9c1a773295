#include "tests/bench/pair.h"

namespace bench {

std::filesystem::path source_folder() { return DRIFTWOOD_SOURCE_DIR; }

}  // namespace bench
