#include "simulator/sql/memory_file.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace simulator::sql {
namespace {

MemoryFile& self(sqlite3_file* file) { return *reinterpret_cast<MemoryFile*>(file); }

int close_file(sqlite3_file* file) {
  MemoryFile& handle = self(file);
  FileNode& node = *handle.node;
  std::erase(node.handles, &handle);
  if (node.handles.empty()) {
    if (node.name.empty())
      handle.vfs->used -= node.charged();
    else if (handle.remove_on_close)
      handle.vfs->remove(handle.vfs->files.find(node.name));
  }
  handle.~MemoryFile();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
  MemoryFile& handle = self(file);
  if (const int fault = handle.vfs->check(FileOperation::read, handle.node->name)) return fault;
  const auto wanted = static_cast<std::size_t>(count);
  const std::size_t got =
      handle.node->content.read(static_cast<std::uint64_t>(offset), {static_cast<std::byte*>(out), wanted});
  return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  MemoryFile& handle = self(file);
  if (const int fault = handle.vfs->check(FileOperation::write, handle.node->name)) return fault;
  FileNode& node = *handle.node;
  const std::uint64_t end = static_cast<std::uint64_t>(offset) + static_cast<std::uint64_t>(count);
  if (end > node.content.size()) {
    const std::uint64_t before = node.charged();
    const std::uint64_t after = (end + PageFile::page_size - 1) / PageFile::page_size * PageFile::page_size;
    if (handle.vfs->used + (after - before) > handle.vfs->quota) return SQLITE_FULL;
    handle.vfs->used += after - before;
  }
  node.content.write(static_cast<std::uint64_t>(offset),
                     {static_cast<const std::byte*>(bytes), static_cast<std::size_t>(count)});
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  MemoryFile& handle = self(file);
  if (const int fault = handle.vfs->check(FileOperation::truncate, handle.node->name)) return fault;
  FileNode& node = *handle.node;
  const std::uint64_t before = node.charged();
  if (static_cast<std::uint64_t>(size) < node.content.size())
    node.content.truncate(static_cast<std::uint64_t>(size));
  handle.vfs->used -= before - node.charged();
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  MemoryFile& handle = self(file);
  return handle.vfs->check(FileOperation::sync, handle.node->name);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(self(file).node->content.size());
  return SQLITE_OK;
}

/// The highest lock that any other handle holds.
int highest_of_others(const MemoryFile& handle) {
  int highest = SQLITE_LOCK_NONE;
  for (const MemoryFile* other : handle.node->handles)
    if (other != &handle) highest = std::max(highest, other->lock);
  return highest;
}

int lock_file(sqlite3_file* file, int level) {
  MemoryFile& handle = self(file);
  if (handle.lock >= level) return SQLITE_OK;
  const int others = highest_of_others(handle);
  switch (level) {
    case SQLITE_LOCK_SHARED:
      if (others >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
      break;
    case SQLITE_LOCK_RESERVED:
      if (others >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
      break;
    default:
      if (others >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
      if (others > SQLITE_LOCK_NONE) {
        handle.lock = SQLITE_LOCK_PENDING;  // keeps new readers out until the present ones are done
        return SQLITE_BUSY;
      }
  }
  handle.lock = level;
  return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int level) {
  MemoryFile& handle = self(file);
  handle.lock = std::min(handle.lock, level);
  return SQLITE_OK;
}

int check_reserved_lock(sqlite3_file* file, int* reserved) {
  const MemoryFile& handle = self(file);
  *reserved = handle.lock >= SQLITE_LOCK_RESERVED || highest_of_others(handle) >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(PageFile::page_size); }
int device_characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL;
}

int map_shared_memory(sqlite3_file* file, int region, int region_size, int extend, void volatile** out) {
  auto& memory = self(file).node->shared_memory;
  self(file).shm_mapped = true;
  *out = nullptr;
  const auto index = static_cast<std::size_t>(region);
  if (index >= memory.size()) {
    if (extend == 0) return SQLITE_OK;
    const auto size = static_cast<std::size_t>(region_size);
    while (memory.size() <= index) {
      // make_unique zeroes it too, but byte by byte where the compiler does not optimise.
      memory.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
      std::memset(memory.back().get(), 0, size);
    }
  }
  *out = memory[index].get();
  return SQLITE_OK;
}

int lock_shared_memory(sqlite3_file* file, int offset, int count, int flags) {
  MemoryFile& handle = self(file);
  const auto mask = static_cast<std::uint16_t>(((1U << static_cast<unsigned>(count)) - 1U)
                                               << static_cast<unsigned>(offset));
  const auto without = static_cast<std::uint16_t>(~mask);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    handle.shm_shared &= without;
    handle.shm_exclusive &= without;
    return SQLITE_OK;
  }
  const bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (const MemoryFile* other : handle.node->handles) {
    if (other == &handle) continue;
    if ((other->shm_exclusive & mask) != 0 || (alone && (other->shm_shared & mask) != 0)) return SQLITE_BUSY;
  }
  (alone ? handle.shm_exclusive : handle.shm_shared) |= mask;
  return SQLITE_OK;
}

void shared_memory_barrier(sqlite3_file*) {}

int unmap_shared_memory(sqlite3_file* file, int) {
  MemoryFile& handle = self(file);
  handle.shm_shared = 0;
  handle.shm_exclusive = 0;
  handle.shm_mapped = false;
  const auto& handles = handle.node->handles;
  const bool still_used =
      std::any_of(handles.begin(), handles.end(), [](const MemoryFile* other) { return other->shm_mapped; });
  // Kept by nobody, it is only an index of the log, and the log may be replaced meanwhile (restore): whoever
  // opens next builds it anew, as after a crash.
  if (!still_used) handle.node->shared_memory.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {2,
                                    close_file,
                                    read_file,
                                    write_file,
                                    truncate_file,
                                    sync_file,
                                    file_size,
                                    lock_file,
                                    unlock_file,
                                    check_reserved_lock,
                                    file_control,
                                    sector_size,
                                    device_characteristics,
                                    map_shared_memory,
                                    lock_shared_memory,
                                    shared_memory_barrier,
                                    unmap_shared_memory,
                                    nullptr,
                                    nullptr};

}  // namespace

void open_memory_file(sqlite3_file* where, std::shared_ptr<MemoryVfs::State> vfs,
                      std::shared_ptr<FileNode> node, bool remove_on_close) {
  auto* handle = new (where)
      MemoryFile{{&methods}, std::move(vfs), std::move(node), SQLITE_LOCK_NONE, 0, 0, false, remove_on_close};
  handle->node->handles.push_back(handle);
}

}  // namespace simulator::sql
