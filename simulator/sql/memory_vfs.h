// A file system for SQLite that lives in memory: a World's environments are real SQLite databases on it.
//
// What it gives: files as copy-on-write pages (PageFile), shared memory on the heap so that several
// connections and write-ahead logging are real, locks with SQLite's own levels, a clock and randomness that
// the owner sets (CURRENT_TIMESTAMP, datetime('now')), a quota in bytes that temporary files count towards,
// and a hook that can make any operation fail. It never touches the disk.
//
// Threads: one at a time; it has no locks of its own. It registers with SQLite under a unique name for as
// long as it lives. Close every connection first; one that is closed later still finds its file, but what it
// wrote is gone with it. Sources: sqlite.org/vfs.html; the lock levels and the eight shared-memory slots as
// in SQLite's os_unix.c.
//
// What it cannot fix: sqlite3_randomness(), which SQLite seeds once a process and uses for a log's salt and
// for the rowid after 9223372036854775807. EnvironmentStore keeps the salt out of images.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/sql/page_file.h"

namespace simulator::sql {

enum class FileOperation { open, remove, read, write, truncate, sync };

struct FaultPoint {
  FileOperation operation;
  std::string_view file;  ///< empty for a temporary file
};

/// Returns 0 to let the operation happen, or the SQLite result code it must fail with.
using FaultHook = std::function<int(const FaultPoint&)>;

struct VfsOptions {
  std::uint64_t seed = 0;
  std::int64_t unix_ms = 0;
  std::uint64_t quota_bytes = 64U << 20U;
};

class MemoryVfs {
 public:
  explicit MemoryVfs(const VfsOptions& options);
  MemoryVfs(const MemoryVfs&) = delete;
  MemoryVfs& operator=(const MemoryVfs&) = delete;
  ~MemoryVfs();

  /// For OpenOptions::vfs.
  [[nodiscard]] const std::string& name() const;

  [[nodiscard]] bool exists(const std::string& file) const;
  /// Empty when there is no such file.
  [[nodiscard]] PageFile content(const std::string& file) const;
  /// The file must not be open.
  void set_content(const std::string& file, PageFile content);
  void remove(const std::string& file);
  /// Sorted.
  [[nodiscard]] std::vector<std::string> files() const;
  /// True while a connection is inside a write transaction on it.
  [[nodiscard]] bool is_being_written(const std::string& file) const;
  /// How many handles SQLite holds on it.
  [[nodiscard]] int open_handles(const std::string& file) const;
  [[nodiscard]] std::uint64_t quota() const;
  [[nodiscard]] std::uint64_t bytes_used() const;

  void set_time(std::int64_t unix_ms);
  [[nodiscard]] std::int64_t time() const;
  [[nodiscard]] base::Random& randomness();
  void set_fault(FaultHook hook);

  struct State;

 private:
  std::shared_ptr<State> state_;  // with every open handle
};

}  // namespace simulator::sql
