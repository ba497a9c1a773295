// Which tool a folder and a database belong to: first by the history table's columns, for what was recorded
// must go on, then by the folder. It says why, and where two answers are possible it gives none. Traces of
// tools whose rules are not followed here (sqitch, Alembic, Rails) are known too: they are an answer of their
// own, so that nobody's history is taken for somebody else's.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
/// (histories of several tools), migration.tool-not-followed, sqlite.*
[[nodiscard]] base::Result<std::optional<Recognised>> recognise_history(sql::Database& database);

/// By names and the first lines of files. A folder that says nothing is driftwood's. Codes:
/// migration.ambiguous-tool, migration.tool-not-followed, files.*
[[nodiscard]] base::Result<Recognised> recognise_folder(const base::Folder& folder);

/// The tables of this database in which some tool, followed here or not, keeps its history: they are no part
/// of the schema that a person means. Codes: sqlite.*
[[nodiscard]] base::Result<std::vector<std::string>> history_tables(sql::Database& database);

}  // namespace simulator::migration
