// Where the programs find what they ship with: content/ and assets/.
#pragma once

#include <filesystem>

#include "simulator/base/error.h"

namespace engine::app {

/// The first that holds both `content` and `assets`: $DRIFTWOOD_DATA; ../share/driftwood beside the program's
/// own folder (an installed program, wherever it was installed to); a folder above the program (a build in
/// the source tree). Codes: data.missing, saying where it looked.
[[nodiscard]] simulator::base::Result<std::filesystem::path> find_data_folder();

/// As above, for a given program path and value of $DRIFTWOOD_DATA (null when unset).
[[nodiscard]] simulator::base::Result<std::filesystem::path> find_data_folder(
    const std::filesystem::path& program, const char* environment_value);

}  // namespace engine::app
