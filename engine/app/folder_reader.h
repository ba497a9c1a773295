// What the desktop shows of a person's own folder and database, found out by the functions that `driftwoodctl
// migrate status, plan, verify and diff` use. The database is opened read-only and closed again; no lock is
// taken and nothing is written. (Of a database in WAL mode SQLite leaves its -wal and -shm files beside it,
// as it does for every reader.)
//
// Ownership: values in, values out. Threads: any one at a time; the stop token may be stopped from another.
#pragma once

#include <map>
#include <stop_token>
#include <string>

#include "engine/views/folder_session.h"
#include "simulator/base/error.h"

namespace engine::app {

struct FolderPlace {
  std::string folder;
  std::string database;  ///< one that is not there is looked at as an empty one, and does not come into being
  std::string tool = "auto";
  std::map<std::string, std::string> placeholders = {};  ///< as `driftwoodctl migrate --placeholder`
};

/// Mistakes in the folder, and a history that cannot be replayed, are part of the look. Codes: files.*,
/// sqlite.*, migration.ambiguous-tool, migration.tool-not-followed, migration.foreign-history,
/// migration.cancelled
[[nodiscard]] simulator::base::Result<views::FolderLook> look_at_folder(const FolderPlace& place,
                                                                        std::stop_token stop = {});

}  // namespace engine::app
