#include "engine/app/migrate_place.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "simulator/base/files.h"

namespace engine::app {
namespace fs = std::filesystem;
namespace base = simulator::base;

base::Result<simulator::migration::MigrationSetResult> read_folder(const std::string& folder) {
  auto opened = base::Folder::open(folder);
  if (!opened) return tl::make_unexpected(opened.error());
  constexpr std::size_t own_file_limit = 1U << 30U;  // SQLite's own limit on a statement's text
  return simulator::migration::read_migrations(*opened, own_file_limit);
}

bool database_exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

base::Result<simulator::sql::Database> open_database(const std::string& path, Access access) {
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
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wxe"), std::fclose);
  if (!file) return failed();
  if (std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0)
    return failed();
  return {};
}

}  // namespace engine::app
