#include "engine/app/schema_source.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <ostream>

#include "simulator/base/clock.h"
#include "simulator/base/files.h"
#include "simulator/migration/layout.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/recognition.h"
#include "simulator/migration/runner.h"
#include "simulator/schema/read.h"
#include "simulator/sql/database.h"

namespace engine::app {
namespace {

namespace base = simulator::base;
namespace migration = simulator::migration;
namespace schema = simulator::schema;
namespace sql = simulator::sql;

tl::unexpected<base::Error> refuse(const std::string& path, std::string code, std::string message,
                                   std::string help) {
  auto refused = base::failure(std::move(code), std::move(message), std::move(help));
  refused.value().file = path;
  return refused;
}

/// SQLite's message is short; say which file it is about and what to do.
base::Error about_file(const std::string& path, base::Error error) {
  error.file = path;
  const int primary = error.native & 0xFF;
  if (primary == SQLITE_NOTADB) {
    error.code = "source.not-a-database";
    error.message = "This file is not an SQLite database.";
    error.help = "Nothing was changed. Name a database file or a folder of migrations.";
  } else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
    error.code = "source.locked";
    error.message = "The database is locked by another program.";
    error.help = "Nothing was changed. Try again when that program has finished writing.";
  }
  return error;
}

base::Result<schema::Schema> read_without_history(sql::Database& database) {
  const auto histories = migration::history_tables(database);
  if (!histories) return tl::unexpected(histories.error());
  schema::ReadOptions options;
  options.ignore.insert(options.ignore.end(), histories->begin(), histories->end());
  return schema::read_schema(database, options);
}

base::Result<schema::Schema> of_database(const std::string& path) {
  const auto failed = [&](const base::Error& error) { return tl::unexpected(about_file(path, error)); };
  auto database = sql::Database::open({.path = path, .vfs = {}, .read_only = true, .create = false});
  if (!database) return failed(database.error());
  if (const auto begun = database->execute("BEGIN"); !begun) return failed(begun.error());
  auto read = read_without_history(*database);
  if (!read) return failed(read.error());
  return read;
}

base::Result<schema::Schema> of_folder(const std::string& path, std::ostream& notes) {
  const auto folder = base::Folder::open(path);
  if (!folder) return tl::unexpected(folder.error());
  const auto recognised = migration::recognise_folder(*folder);
  if (!recognised) return tl::unexpected(recognised.error());
  if (recognised->tool != migration::Tool::driftwood)
    notes << fmt::format("{}: read as {}'s ({})\n", path, to_string(recognised->tool), recognised->why);
  const migration::MigrationSetResult files = migration::read_layout(recognised->tool, *folder);
  for (const base::Diagnostic& diagnostic : files.diagnostics) notes << to_string(diagnostic) << '\n';
  if (base::has_errors(files.diagnostics)) {
    return refuse(path, "source.folder", "The folder's migrations cannot be run.",
                  "Nothing was changed. Mend what is listed above.");
  }
  auto database = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  if (!database) return tl::unexpected(database.error());
  const base::SystemClock clock;
  const migration::RunReport report = migration::Runner(*database, files.set, clock).up({});
  for (const base::Diagnostic& note : report.notes) notes << to_string(note) << '\n';
  if (report.failure) {
    for (const migration::Problem& problem : report.problems) notes << to_string(problem.what) << '\n';
    base::Error error = *report.failure;
    error.help =
        "The folder was run on an empty database in memory: nothing else was changed. Mend the file and run "
        "this again.";
    return tl::unexpected(std::move(error));
  }
  return read_without_history(*database);
}

}  // namespace

base::Result<schema::Schema> read_schema_source(const std::string& path, std::ostream& notes) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status)) {
    return refuse(path, "files.missing", "There is no such file or folder.",
                  "Name a database file or a folder of migrations.");
  }
  if (std::filesystem::is_directory(status)) return of_folder(path, notes);
  if (!std::filesystem::is_regular_file(status))
    return refuse(path, "source.not-a-database", "This is neither a file nor a folder.",
                  "Nothing was read. Name a database file or a folder of migrations.");
  return of_database(path);
}

}  // namespace engine::app
