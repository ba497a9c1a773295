// Named databases on one memory file system: the environments of a World (laptop, staging, production) and
// whatever stands beside them (backups are Images, shadow databases are further names).
//
// Ownership: the store owns every byte; close the connections it hands out before it is destroyed.
// Threads: one at a time; a fork may live on another thread.
// Databases use write-ahead logging, so that a reader in the middle of a transaction keeps the schema it
// started with while another connection migrates.
// Same calls, same seed, same time: byte-identical images. CURRENT_TIMESTAMP, random() and randomblob() are
// the store's. (One way out is left: a row inserted after rowid 9223372036854775807 gets a rowid that SQLite
// draws itself.)
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/sql/database.h"
#include "simulator/sql/image.h"
#include "simulator/sql/memory_vfs.h"

namespace simulator::sql {

class EnvironmentStore {
 public:
  explicit EnvironmentStore(const VfsOptions& options);

  /// A new connection; the database comes into being with the first one. A name is any text of 1 to 200 bytes
  /// without NUL. Codes: store.name, sqlite.* (sqlite.notadb for an image that was no database).
  [[nodiscard]] base::Result<Database> open(std::string_view environment);
  [[nodiscard]] bool exists(std::string_view environment) const;
  /// Sorted.
  [[nodiscard]] std::vector<std::string> environments() const;

  /// This moment: what has been committed. Connections may stay open, readers in the middle of a transaction
  /// too. Codes: store.writing when a write transaction is open, sqlite.*.
  [[nodiscard]] base::Result<Image> image(std::string_view environment);

  /// Back to that moment (or to a database made elsewhere). Not limited by the quota: an image fitted once.
  /// Codes: store.busy while connections are open, store.name.
  [[nodiscard]] base::Result<void> restore(std::string_view environment, const Image& image);
  /// The environment is gone. Codes: store.busy.
  [[nodiscard]] base::Result<void> remove(std::string_view environment);

  /// A second store with every environment as it is now, the same time, randomness and quota, and no fault
  /// hook. They share pages until one of them writes; it costs a pointer per environment. Codes: as image.
  [[nodiscard]] base::Result<EnvironmentStore> fork();

  [[nodiscard]] int open_connections(std::string_view environment) const;
  [[nodiscard]] std::uint64_t bytes_used() const;

  void set_time(std::int64_t unix_ms) { vfs_->set_time(unix_ms); }
  [[nodiscard]] std::int64_t time() const { return vfs_->time(); }
  /// Its state may be saved and set: same state, same bytes.
  [[nodiscard]] base::Random& randomness() { return vfs_->randomness(); }
  void set_fault(FaultHook hook) { vfs_->set_fault(std::move(hook)); }

 private:
  std::unique_ptr<MemoryVfs> vfs_;
};

}  // namespace simulator::sql
