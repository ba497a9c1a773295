// The state a World begins in. Labs, deploy scenarios and the SQL blocks of a lesson each describe one.
//
// In JSON, inside a lab ("start") or a deploy scenario:
//   { "seed": 1, "time": "2026-05-14T09:00:00Z", "migrations": "migrations/users",
//     "environments": [ { "name": "laptop", "migrated_to": "20260401", "setup": ["INSERT ..."] } ],
//     "commands": [ { "do": "migrate", "environment": "laptop" } ] }
// "migrations" is a folder beside the file, "tool" whose layout and rules it follows (driftwood when left
// out). An environment without "migrated_to" starts blank.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/files.h"
#include "simulator/base/json.h"
#include "simulator/migration/migration_file.h"
#include "simulator/migration/tool.h"
#include "simulator/world/app_version.h"
#include "simulator/world/command.h"

namespace simulator::world {

struct EnvironmentStart {
  std::string name;
  std::string migrated_to;         ///< empty: nothing applied
  std::vector<std::string> setup;  ///< SQL, run after the migrations, as run_sql would
};

struct WorldStart {
  std::uint64_t seed = 1;
  std::int64_t start_unix_ms = 1'778'749'200'000;  ///< 2026-05-14T09:00:00Z
  std::string migrations_folder;                   ///< how messages name it; may be empty
  /// Whose layout the files are in and whose rules the environments follow: the board, the histories and the
  /// failures are that tool's.
  migration::Tool tool = migration::Tool::driftwood;
  std::vector<migration::SourceFile> files;
  std::vector<EnvironmentStart> environments;
  std::vector<AppVersion> versions;
  /// Happened before the person came: applied when the World is made, cannot be undone. Their failures are
  /// part of the story, not an error.
  std::vector<Command> commands;
  std::int64_t time_step_ms = 60'000;  ///< by how much the World's clock moves on with each command
  /// Bytes of all databases of the World together, temporary files included.
  std::int64_t quota_bytes = 64LL << 20;
};

/// The same starts have the same hash, and only they.
[[nodiscard]] std::string hash_of(const WorldStart& start);

/// Reads the JSON described above; `folder` is where the file lies. Everything wrong with it is reported
/// (json.*, files.*, world.bad-time, world.duplicate-environment, ...); the result is usable only when no
/// error was. What only running shows (SQL that fails) World::create reports.
[[nodiscard]] WorldStart read_world_start(const base::JsonValue& value, const std::string& file,
                                          std::string_view text, const base::Folder& folder,
                                          base::Diagnostics& out);

/// The files of the migrations folder `relative`, beside the JSON file that names it under the key
/// "migrations". What keeps the folder from being read is reported there, mistakes in a file at their own
/// place.
[[nodiscard]] std::vector<migration::SourceFile> read_migration_sources(
    const base::Folder& folder, const std::string& relative, base::JsonReader& reader, base::Diagnostics& out,
    migration::Tool tool = migration::Tool::driftwood);

/// "2026-05-14T09:00:00Z" (milliseconds may follow the seconds).
[[nodiscard]] std::optional<std::int64_t> unix_ms_of_utc(std::string_view text);

}  // namespace simulator::world
