#include "simulator/sql/environment_store.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>

#include "simulator/sql/seeded_random.h"
#include "simulator/sql/sqlite_error.h"

namespace simulator::sql {
namespace {

constexpr std::string_view suffix = ".db";
constexpr std::size_t longest_name = 200;

// With a suffix no environment can be called like another one's log; with a slash in front, ":memory:" and
// "file:x?mode=memory" are names like any other.
std::string file_of(std::string_view environment) {
  return std::string("/").append(environment).append(suffix);
}
std::string log_of(const std::string& file) { return file + "-wal"; }
std::string journal_of(const std::string& file) { return file + "-journal"; }

base::Result<void> check_name(std::string_view environment) {
  if (!environment.empty() && environment.size() <= longest_name &&
      environment.find('\0') == std::string_view::npos)
    return {};
  return base::failure("store.name",
                       fmt::format("an environment's name has 1 to {} bytes and no NUL", longest_name));
}

/// Bytes 18 and 19 of a database's header are 2 when it uses a write-ahead log (sqlite.org/fileformat2.html).
bool uses_log(const PageFile& database) {
  std::array<std::byte, 2> versions{};
  return database.read(18, versions) == versions.size() && versions[0] == std::byte{2} &&
         versions[1] == std::byte{2};
}

bool has_leftovers(const MemoryVfs& vfs, const std::string& file) {
  return vfs.content(log_of(file)).size() > 0 || vfs.content(journal_of(file)).size() > 0;
}

/// Reading rolls a journal back that a failure left behind; the checkpoint folds the log in.
base::Result<void> fold(const MemoryVfs& vfs, const std::string& file) {
  auto connection = Database::open({file, vfs.name(), false, false});
  if (!connection) return tl::make_unexpected(connection.error());
  return connection->execute("SELECT count(*) FROM sqlite_master; PRAGMA wal_checkpoint(TRUNCATE)");
}

tl::unexpected<base::Error> busy(std::string_view environment, int connections) {
  return base::failure(
      "store.busy",
      fmt::format("{} still has {} open connection{}", environment, connections, connections == 1 ? "" : "s"),
      "Close them first: what they hold belongs to the moment that would be replaced.");
}

}  // namespace

EnvironmentStore::EnvironmentStore(const VfsOptions& options) : vfs_(std::make_unique<MemoryVfs>(options)) {}

base::Result<Database> EnvironmentStore::open(std::string_view environment) {
  if (auto name = check_name(environment); !name) return tl::make_unexpected(name.error());
  const std::string file = file_of(environment);
  const bool logged = uses_log(vfs_->content(file));
  auto database = Database::open({file, vfs_->name(), false, true});
  if (!database) return database;
  if (install_seeded_random(database->handle(), vfs_->randomness()) != SQLITE_OK)
    return tl::make_unexpected(last_error(database->handle()));
  if (logged) return database;
  if (auto wal = database->execute("PRAGMA journal_mode = WAL"); !wal)
    return tl::make_unexpected(wal.error());
  return database;
}

bool EnvironmentStore::exists(std::string_view environment) const {
  return vfs_->exists(file_of(environment));
}

std::vector<std::string> EnvironmentStore::environments() const {
  std::vector<std::string> names = vfs_->files();
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(suffix); });
  for (std::string& name : names) name = name.substr(1, name.size() - 1 - suffix.size());
  return names;
}

base::Result<Image> EnvironmentStore::image(std::string_view environment) {
  const std::string file = file_of(environment);
  if (vfs_->is_being_written(file))
    return base::failure("store.writing", fmt::format("a transaction is being written on {}", environment),
                         "Commit it or roll it back, then take the image.");
  // A reader in the middle of a transaction, or a full quota, can keep the log from being folded in here.
  if (has_leftovers(*vfs_, file)) (void)fold(*vfs_, file);
  if (!has_leftovers(*vfs_, file)) return Image(vfs_->content(file));
  MemoryVfs copy({0, vfs_->time(), UINT64_MAX});
  copy.set_content(file, vfs_->content(file));
  copy.set_content(log_of(file), vfs_->content(log_of(file)));
  copy.set_content(journal_of(file), vfs_->content(journal_of(file)));
  if (auto folded = fold(copy, file); !folded) return tl::make_unexpected(folded.error());
  return Image(copy.content(file));
}

base::Result<void> EnvironmentStore::restore(std::string_view environment, const Image& image) {
  if (auto name = check_name(environment); !name) return name;
  if (auto removed = remove(environment); !removed) return removed;
  vfs_->set_content(file_of(environment), image.database());
  return {};
}

base::Result<void> EnvironmentStore::remove(std::string_view environment) {
  if (const int open = open_connections(environment); open > 0) return busy(environment, open);
  const std::string file = file_of(environment);
  for (const std::string& name : {file, log_of(file), journal_of(file)}) vfs_->remove(name);
  return {};
}

base::Result<EnvironmentStore> EnvironmentStore::fork() {
  EnvironmentStore copy({vfs_->randomness().state(), vfs_->time(), vfs_->quota()});
  for (const std::string& environment : environments()) {
    auto now = image(environment);
    if (!now) return tl::make_unexpected(now.error());
    copy.vfs_->set_content(file_of(environment), now->database());
  }
  return copy;
}

int EnvironmentStore::open_connections(std::string_view environment) const {
  return vfs_->open_handles(file_of(environment));
}

std::uint64_t EnvironmentStore::bytes_used() const { return vfs_->bytes_used(); }

}  // namespace simulator::sql
