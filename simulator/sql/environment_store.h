// Named databases on one memory file system: the environments of a World (laptop, staging, production) and
// whatever stands beside them (backups are Images, shadow databases are further names).
//
// Ownership: the store owns every byte; connections it hands out must be closed before it is destroyed.
// Threads: one at a time. Databases use write-ahead logging, so that a reader in the middle of a transaction
// keeps the schema it started with while another connection migrates.
// Same calls, same seed, same time: byte-identical images.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "simulator/base/error.h"
#include "simulator/sql/database.h"
#include "simulator/sql/image.h"
#include "simulator/sql/memory_vfs.h"

namespace simulator::sql {

class EnvironmentStore {
 public:
  explicit EnvironmentStore(const VfsOptions& options);

  /// A new connection; the database comes into being with the first one. Codes: sqlite.*.
  [[nodiscard]] base::Result<Database> open(std::string_view environment);
  [[nodiscard]] bool exists(std::string_view environment) const;

  /// This moment. The log is folded into the database first. Codes: store.writing when a write transaction is
  /// open (an image would hold its uncommitted rows), sqlite.*.
  [[nodiscard]] base::Result<Image> image(std::string_view environment);

  /// Back to that moment (or to a database made elsewhere). Codes: store.busy while connections are open.
  [[nodiscard]] base::Result<void> restore(std::string_view environment, const Image& image);
  /// The environment is gone. Codes: store.busy.
  [[nodiscard]] base::Result<void> remove(std::string_view environment);

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
