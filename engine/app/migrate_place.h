// What every `driftwoodctl migrate` verb works on: a folder of migrations and a SQLite file, both the
// person's own, so nothing is limited and no sandbox stands between.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/recognition.h"
#include "simulator/sql/database.h"

namespace engine::app {

/// How long a lock that another program holds is waited for.
inline constexpr int lock_wait_ms = 5000;

/// How long another driftwoodctl's run on the same database is waited for.
inline constexpr int run_wait_ms = 60'000;

enum class Access { look, change };

/// Of words like "name=value", as given with --placeholder. Codes: usage.placeholder
[[nodiscard]] simulator::base::Result<std::map<std::string, std::string>> placeholders_of(
    const std::vector<std::string>& words);

/// In that tool's layout. Codes: files.missing and files.unreadable for the folder itself; problems of its
/// files are diagnostics.
[[nodiscard]] simulator::base::Result<simulator::migration::MigrationSetResult> read_folder(
    const std::string& folder, simulator::migration::Tool tool = simulator::migration::Tool::driftwood,
    const std::map<std::string, std::string>& placeholders = {});

/// By the database's history if there is one, else by the folder (recognition.h); null for a database that is
/// not there. Codes: migration.ambiguous-tool, also when the two disagree; migration.tool-not-followed;
/// files.*, sqlite.*
[[nodiscard]] simulator::base::Result<simulator::migration::Recognised> recognise(
    const std::string& folder, simulator::sql::Database* database);

/// To look, an existing file is opened read-only; one that is not there reads as an empty database, and no
/// file comes into being. Codes: files.not-a-file, files.unwritable, sqlite.*
[[nodiscard]] simulator::base::Result<simulator::sql::Database> open_database(const std::string& path,
                                                                              Access access);

[[nodiscard]] bool database_exists(const std::string& path);

/// Takes away the empty file that a run left which created the database and then kept nothing.
void remove_if_empty(const std::string& path);

/// Makes the folders it stands in. Never overwrites. Codes: files.unwritable, also when the file exists.
[[nodiscard]] simulator::base::Result<void> create_file(const std::string& path, const std::string& text);

}  // namespace engine::app
