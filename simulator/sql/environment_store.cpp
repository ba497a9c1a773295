#include "simulator/sql/environment_store.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace simulator::sql {
namespace {

std::string file_of(std::string_view environment) { return std::string(environment); }
std::string log_of(std::string_view environment) { return std::string(environment) + "-wal"; }

tl::unexpected<base::Error> busy(std::string_view environment, int connections) {
  return base::failure(
      "store.busy",
      fmt::format("{} still has {} open connection{}", environment, connections, connections == 1 ? "" : "s"),
      "Close them first: what they hold belongs to the moment that would be replaced.");
}

}  // namespace

EnvironmentStore::EnvironmentStore(const VfsOptions& options) : vfs_(std::make_unique<MemoryVfs>(options)) {}

base::Result<Database> EnvironmentStore::open(std::string_view environment) {
  const bool fresh = vfs_->content(file_of(environment)).size() == 0;
  auto database = Database::open({file_of(environment), vfs_->name(), false, true});
  if (!database || !fresh) return database;
  if (auto wal = database->execute("PRAGMA journal_mode = WAL"); !wal)
    return tl::make_unexpected(wal.error());
  return database;
}

bool EnvironmentStore::exists(std::string_view environment) const {
  return vfs_->exists(file_of(environment));
}

base::Result<Image> EnvironmentStore::image(std::string_view environment) {
  if (vfs_->content(log_of(environment)).size() > 0) {
    auto connection = Database::open({file_of(environment), vfs_->name(), false, false});
    if (!connection) return tl::make_unexpected(connection.error());
    // A writer that has begun holds the write lock; asking for it tells without changing anything.
    if (auto lock = connection->execute("BEGIN IMMEDIATE; ROLLBACK"); !lock) {
      if ((lock.error().native & 0xFF) == SQLITE_BUSY)
        return base::failure("store.writing",
                             fmt::format("a transaction is being written on {}", environment),
                             "Commit it or roll it back, then take the image.");
      return tl::make_unexpected(lock.error());
    }
    // Busy readers are no failure: what could not be folded in stays in the log, which is taken along.
    if (auto folded = connection->query("PRAGMA wal_checkpoint(TRUNCATE)"); !folded)
      return tl::make_unexpected(folded.error());
  }
  return Image(vfs_->content(file_of(environment)), vfs_->content(log_of(environment)));
}

base::Result<void> EnvironmentStore::restore(std::string_view environment, const Image& image) {
  if (const int open = open_connections(environment); open > 0) return busy(environment, open);
  vfs_->set_content(file_of(environment), image.database());
  vfs_->remove(log_of(environment));
  if (image.log().size() > 0) vfs_->set_content(log_of(environment), image.log());
  return {};
}

base::Result<void> EnvironmentStore::remove(std::string_view environment) {
  if (const int open = open_connections(environment); open > 0) return busy(environment, open);
  vfs_->remove(file_of(environment));
  vfs_->remove(log_of(environment));
  return {};
}

int EnvironmentStore::open_connections(std::string_view environment) const {
  return vfs_->open_handles(file_of(environment));
}

std::uint64_t EnvironmentStore::bytes_used() const { return vfs_->bytes_used(); }

}  // namespace simulator::sql
