#include "simulator/sql/memory_vfs.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>

#include "simulator/sql/memory_file.h"
#include "simulator/sql/sqlite_library.h"

namespace simulator::sql {
namespace {

constexpr int longest_path = 512;

MemoryVfs::State& state_of(sqlite3_vfs* vfs) { return *static_cast<MemoryVfs::State*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  MemoryVfs::State& state = state_of(vfs);
  file->pMethods = nullptr;
  const std::string key = name != nullptr ? name : "";
  if (const int fault = state.check(FileOperation::open, key)) return fault;
  std::shared_ptr<FileNode> node;
  if (!key.empty()) {
    const auto found = state.files.find(key);
    if (found != state.files.end()) node = found->second;
    if (!node && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
  }
  if (!node) {
    node = std::make_shared<FileNode>();
    node->name = key;
    if (!key.empty()) state.files.emplace(key, node);
  }
  if (out_flags != nullptr) *out_flags = flags;
  open_memory_file(file, state.shared_from_this(), std::move(node), (flags & SQLITE_OPEN_DELETEONCLOSE) != 0);
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int) {
  MemoryVfs::State& state = state_of(vfs);
  if (const int fault = state.check(FileOperation::remove, name)) return fault;
  const auto found = state.files.find(name);
  if (found == state.files.end()) return SQLITE_IOERR_DELETE_NOENT;
  state.remove(found);
  return SQLITE_OK;
}

int access_file(sqlite3_vfs* vfs, const char* name, int, int* out) {
  *out = state_of(vfs).files.contains(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  const std::size_t length = std::strlen(name);
  if (length >= static_cast<std::size_t>(size))
    return SQLITE_CANTOPEN;  // cut, it could be another file's name
  std::memcpy(out, name, length + 1);
  return SQLITE_OK;
}

int fill_randomness(sqlite3_vfs* vfs, int size, char* out) {
  base::Random& random = state_of(vfs).random;
  for (int i = 0; i < size; ++i) out[i] = static_cast<char>(random.next() & 0xFFU);
  return size;
}

int no_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

int current_time_ms(sqlite3_vfs* vfs, sqlite3_int64* out) {
  // SQLite counts milliseconds from the Julian epoch; 1970-01-01 is Julian day 2440587.5.
  constexpr sqlite3_int64 julian_at_unix_epoch = 210'866'760'000'000;
  *out = state_of(vfs).unix_ms + julian_at_unix_epoch;
  return SQLITE_OK;
}

int current_time(sqlite3_vfs* vfs, double* out) {
  sqlite3_int64 ms = 0;
  current_time_ms(vfs, &ms);
  *out = static_cast<double>(ms) / 86'400'000.0;
  return SQLITE_OK;
}

// No shared library is ever loaded through this file system, whatever a connection allows.
void* no_library(sqlite3_vfs*, const char*) { return nullptr; }
void no_library_message(sqlite3_vfs*, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", "extensions cannot be loaded here");
}
void (*no_symbol(sqlite3_vfs*, void*, const char*))() { return nullptr; }
void no_close(sqlite3_vfs*, void*) {}

int last_error_code(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

void MemoryVfs::State::remove(std::map<std::string, std::shared_ptr<FileNode>>::iterator file) {
  FileNode& node = *file->second;
  if (node.handles.empty()) used -= node.charged();
  node.name.clear();
  files.erase(file);
}

MemoryVfs::MemoryVfs(const VfsOptions& options) : state_(std::make_shared<State>()) {
  State& state = *state_;
  state.name = fmt::format("driftwood-{}", static_cast<const void*>(state_.get()));
  state.unix_ms = options.unix_ms;
  state.random = base::Random(options.seed);
  state.quota = options.quota_bytes;
  sqlite3_vfs& vfs = state.vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(MemoryFile));
  vfs.mxPathname = longest_path;
  vfs.zName = state.name.c_str();
  vfs.pAppData = &state;
  vfs.xOpen = open_file;
  vfs.xDelete = remove_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xDlOpen = no_library;
  vfs.xDlError = no_library_message;
  vfs.xDlSym = no_symbol;
  vfs.xDlClose = no_close;
  vfs.xRandomness = fill_randomness;
  vfs.xSleep = no_sleep;
  vfs.xCurrentTime = current_time;
  vfs.xCurrentTimeInt64 = current_time_ms;
  vfs.xGetLastError = last_error_code;
  set_up_sqlite();
  sqlite3_vfs_register(&vfs, 0);
}

MemoryVfs::~MemoryVfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& MemoryVfs::name() const { return state_->name; }

bool MemoryVfs::exists(const std::string& file) const { return state_->files.contains(file); }

PageFile MemoryVfs::content(const std::string& file) const {
  const auto found = state_->files.find(file);
  return found == state_->files.end() ? PageFile{} : found->second->content;
}

void MemoryVfs::set_content(const std::string& file, PageFile content) {
  std::shared_ptr<FileNode>& node = state_->files[file];
  if (!node) {
    node = std::make_shared<FileNode>();
    node->name = file;
  }
  state_->used -= node->charged();
  node->content = std::move(content);
  state_->used += node->charged();
}

void MemoryVfs::remove(const std::string& file) {
  const auto found = state_->files.find(file);
  if (found == state_->files.end()) return;
  state_->remove(found);
}

int MemoryVfs::open_handles(const std::string& file) const {
  const auto found = state_->files.find(file);
  return found == state_->files.end() ? 0 : static_cast<int>(found->second->handles.size());
}

bool MemoryVfs::is_being_written(const std::string& file) const {
  const auto found = state_->files.find(file);
  if (found == state_->files.end()) return false;
  const auto& handles = found->second->handles;
  // Slot 0 of the shared memory is the log's write lock (WAL_WRITE_LOCK in SQLite's wal.c).
  return std::any_of(handles.begin(), handles.end(), [](const MemoryFile* handle) {
    return handle->lock >= SQLITE_LOCK_RESERVED || (handle->shm_exclusive & 1U) != 0;
  });
}

std::vector<std::string> MemoryVfs::files() const {
  std::vector<std::string> names;
  for (const auto& [name, node] : state_->files) names.push_back(name);
  return names;
}

std::uint64_t MemoryVfs::quota() const { return state_->quota; }
std::uint64_t MemoryVfs::bytes_used() const { return state_->used; }
void MemoryVfs::set_time(std::int64_t unix_ms) { state_->unix_ms = unix_ms; }
std::int64_t MemoryVfs::time() const { return state_->unix_ms; }
base::Random& MemoryVfs::randomness() { return state_->random; }
void MemoryVfs::set_fault(FaultHook hook) { state_->fault = std::move(hook); }

}  // namespace simulator::sql
