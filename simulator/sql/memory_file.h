// What one file of a MemoryVfs is while connections hold it: content, locks, shared memory. Internal to the
// room.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulator/sql/memory_vfs.h"
#include "simulator/sql/page_file.h"

namespace simulator::sql {

struct MemoryFile;

/// One file. Handles share it; it outlives its name when it is removed while open.
struct FileNode {
  std::string name;  ///< empty for a temporary file, and for one that was removed: gone with its last handle
  PageFile content;
  std::vector<MemoryFile*> handles;
  std::vector<std::unique_ptr<std::byte[]>> shared_memory;

  /// Space it takes from the quota: whole pages.
  [[nodiscard]] std::uint64_t charged() const {
    return (content.size() + PageFile::page_size - 1) / PageFile::page_size * PageFile::page_size;
  }
};

struct MemoryVfs::State : std::enable_shared_from_this<MemoryVfs::State> {
  sqlite3_vfs vfs{};
  std::string name;
  std::map<std::string, std::shared_ptr<FileNode>> files;
  std::int64_t unix_ms = 0;
  base::Random random{0};
  std::uint64_t quota = 0;
  std::uint64_t used = 0;
  FaultHook fault;

  /// The name is free at once; the space when the last handle goes.
  void remove(std::map<std::string, std::shared_ptr<FileNode>>::iterator file);

  [[nodiscard]] int check(FileOperation operation, std::string_view file) const {
    return fault ? fault({operation, file}) : SQLITE_OK;
  }
};

/// What SQLite holds: one handle. Constructed in place in memory that SQLite owns.
struct MemoryFile {
  sqlite3_file base;                      ///< first, as SQLite requires
  std::shared_ptr<MemoryVfs::State> vfs;  ///< shared: a connection closed late still finds its file system
  std::shared_ptr<FileNode> node;
  int lock;                     ///< SQLITE_LOCK_NONE .. SQLITE_LOCK_EXCLUSIVE
  std::uint16_t shm_shared;     ///< bit i: holds slot i shared
  std::uint16_t shm_exclusive;  ///< bit i: holds slot i alone
  bool shm_mapped;
  bool remove_on_close;
};

/// Opens a handle on the node in the memory that SQLite gives.
void open_memory_file(sqlite3_file* where, std::shared_ptr<MemoryVfs::State> vfs,
                      std::shared_ptr<FileNode> node, bool remove_on_close);

}  // namespace simulator::sql
