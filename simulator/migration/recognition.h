// Which tool a folder and a database belong to: first by the history table's columns, for what was recorded
// must go on, then by the folder. It says why, and where two answers are possible it gives none.
#pragma once

#include <optional>
#include <string>

#include "simulator/base/error.h"
#include "simulator/base/files.h"
#include "simulator/migration/tool.h"

namespace simulator::sql {
class Database;
}

namespace simulator::migration {

struct Recognised {
  Tool tool = Tool::driftwood;
  std::string why;  ///< one sentence, without a full stop
};

/// By the tables of a database; nothing when it has no history that is known. Codes: migration.ambiguous-tool
/// (histories of several tools), sqlite.*
[[nodiscard]] base::Result<std::optional<Recognised>> recognise_history(sql::Database& database);

/// By names and the first lines of files. A folder that says nothing is driftwood's. Codes:
/// migration.ambiguous-tool, files.*
[[nodiscard]] base::Result<Recognised> recognise_folder(const base::Folder& folder);

}  // namespace simulator::migration
