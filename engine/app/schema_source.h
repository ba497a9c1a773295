// The schema that a command line argument means: of a database file, or of a folder of migrations (what a
// blank database has after all of them ran, in memory). A folder is read in the layout of the tool that it
// was written for, as far as that can be told (simulator/migration/recognition.h).
//
// A database file is opened read-only and read in one transaction; nothing is created or changed. The tables
// in which migration tools keep their histories are no part of the schema.
#pragma once

#include <iosfwd>
#include <string>

#include "simulator/base/error.h"
#include "simulator/schema/schema.h"

namespace engine::app {

/// Warnings about a folder's files, and whose it is taken for when it is not driftwood's, go to `notes`.
/// Errors: files.missing, source.not-a-database, source.locked, source.folder (a folder with mistakes, all of
/// them written to `notes`), those of recognising the folder, of the migration that failed, or of SQLite.
[[nodiscard]] simulator::base::Result<simulator::schema::Schema> read_schema_source(const std::string& path,
                                                                                    std::ostream& notes);

}  // namespace engine::app
