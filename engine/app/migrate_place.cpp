#include "engine/app/migrate_place.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "simulator/base/files.h"
#include "simulator/migration/layout.h"

namespace engine::app {
namespace fs = std::filesystem;
namespace base = simulator::base;
namespace migration = simulator::migration;

base::Result<std::map<std::string, std::string>> placeholders_of(const std::vector<std::string>& words) {
  std::map<std::string, std::string> values;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      return base::failure("usage.placeholder", fmt::format("--placeholder {} is not NAME=VALUE", word));
    values[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return values;
}

base::Result<migration::MigrationSetResult> read_folder(
    const std::string& folder, migration::Tool tool, const std::map<std::string, std::string>& placeholders) {
  auto opened = base::Folder::open(folder);
  if (!opened) return tl::make_unexpected(opened.error());
  constexpr std::size_t own_file_limit = 1U << 30U;  // SQLite's own limit on a statement's text
  return migration::read_layout(tool, *opened, {placeholders, own_file_limit});
}

base::Result<migration::Recognised> recognise(const std::string& folder, simulator::sql::Database* database) {
  auto opened = base::Folder::open(folder);
  if (!opened) return tl::make_unexpected(opened.error());
  auto by_folder = migration::recognise_folder(*opened);
  if (database == nullptr) return by_folder;
  auto by_history = migration::recognise_history(*database);
  if (!by_history) return tl::make_unexpected(by_history.error());
  if (!*by_history) return by_folder;
  if (!by_folder && by_folder.error().code == "migration.tool-not-followed") return by_folder;
  const auto& found = **by_history;
  // A folder of driftwood's says little, and an ambiguous one is settled by the history.
  if (by_folder && by_folder->tool != found.tool && by_folder->tool != migration::Tool::driftwood)
    return base::failure(
        "migration.ambiguous-tool",
        fmt::format("{}, but {}, as {} writes it", found.why, by_folder->why, to_string(by_folder->tool)),
        "Nothing was changed. Is this the right folder for this database? If it is, say whose "
        "rules count with --tool.");
  return found;
}

namespace {

bool may_be_written(const std::string& path) {
  const fs::path folder = fs::absolute(path).parent_path();
  return ::access(path.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

}  // namespace

bool database_exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

base::Result<simulator::sql::Database> open_database(const std::string& path, Access access) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    auto error = base::failure("files.not-a-file", "this is a folder, and no database file",
                               "Nothing was changed. --db names the database file, --dir the migrations.");
    error.value().file = path;
    return error;
  }
  if (access == Access::change && database_exists(path) && !may_be_written(path)) {
    auto error = base::failure("files.unwritable", "this database may be read and not written by you",
                               "Nothing was changed. SQLite needs to write the file and its folder (for the "
                               "journal). `status`, `plan`, `verify` and `diff` only read.");
    error.value().file = path;
    return error;
  }
  simulator::sql::OpenOptions options;
  options.path = access == Access::look && !database_exists(path) ? ":memory:" : path;
  options.read_only = access == Access::look && options.path == path;
  auto database = simulator::sql::Database::open(options);
  // Opening reads nothing yet; the first reading tells whether it is a database at all.
  base::Result<void> readable = database ? base::Result<void>() : tl::make_unexpected(database.error());
  if (readable) readable = database->execute("PRAGMA busy_timeout = " + std::to_string(lock_wait_ms));
  if (readable) readable = database->execute("SELECT count(*) FROM sqlite_schema");
  if (readable) return database;
  base::Error error = readable.error();
  error.file = path;
  error.at = {};
  error.excerpt.clear();
  error.message = "cannot be used as a SQLite database: " + error.message;
  error.help = "Nothing was changed. --db names the database file.";
  return tl::make_unexpected(std::move(error));
}

void remove_if_empty(const std::string& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (!failed && size == 0) fs::remove(path, failed);
}

base::Result<void> create_file(const std::string& path, const std::string& text) {
  const auto failed = [&] {
    auto error = base::failure("files.unwritable", std::string("cannot be made: ") + std::strerror(errno));
    error.value().file = path;
    return error;
  };
  std::error_code ignored;  // fopen tells when it did not work
  fs::create_directories(fs::path(path).parent_path(), ignored);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wxe"), std::fclose);
  if (!file) return failed();
  if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0)
    return failed();
  return {};
}

}  // namespace engine::app
