#include "tests/simulator/migration/shim_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstddef>
#include <new>
#include <utility>

namespace simulator::migration::testing_support {

struct ShimVfs::State {
  sqlite3_vfs* real = nullptr;
  std::string name;
  sqlite3_vfs vfs{};
  sql::FaultHook fault;

  int ask(sql::FileOperation operation, const char* file) const {
    return fault ? fault({operation, file == nullptr ? std::string_view() : std::string_view(file)})
                 : SQLITE_OK;
  }
};

namespace {

using State = ShimVfs::State;
using sql::FileOperation;

/// In the memory that SQLite gives us; the real file lies behind it.
struct File {
  sqlite3_file base;
  const State* state;
  const char* name;
};
constexpr std::size_t real_offset = (sizeof(File) + 15) / 16 * 16;

File& own(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + real_offset);
}

/// Calls a method of the real file with what the shim was called with.
template <auto Method, typename... Arguments>
int pass(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* const behind = real(file);
  return (behind->pMethods->*Method)(behind, arguments...);
}

/// The same where the hook lets it.
template <FileOperation Operation, auto Method, typename... Arguments>
int ask_and_pass(sqlite3_file* file, Arguments... arguments) {
  const int refused = own(file).state->ask(Operation, own(file).name);
  return refused != SQLITE_OK ? refused : pass<Method>(file, arguments...);
}

int sync(sqlite3_file* file, int) { return own(file).state->ask(FileOperation::sync, own(file).name); }

void memory_barrier(sqlite3_file* file) {
  sqlite3_file* const behind = real(file);
  behind->pMethods->xShmBarrier(behind);
}

using Io = sqlite3_io_methods;
const Io& methods() {
  static const Io all = [] {
    Io io{};
    io.iVersion = 2;  // no memory mapping: every access passes here
    io.xClose = [](sqlite3_file* file) { return pass<&Io::xClose>(file); };
    io.xRead = ask_and_pass<FileOperation::read, &Io::xRead, void*, int, sqlite3_int64>;
    io.xWrite = ask_and_pass<FileOperation::write, &Io::xWrite, const void*, int, sqlite3_int64>;
    io.xTruncate = ask_and_pass<FileOperation::truncate, &Io::xTruncate, sqlite3_int64>;
    io.xSync = sync;
    io.xFileSize = pass<&Io::xFileSize, sqlite3_int64*>;
    io.xLock = pass<&Io::xLock, int>;
    io.xUnlock = pass<&Io::xUnlock, int>;
    io.xCheckReservedLock = pass<&Io::xCheckReservedLock, int*>;
    io.xFileControl = pass<&Io::xFileControl, int, void*>;
    io.xSectorSize = [](sqlite3_file* file) { return pass<&Io::xSectorSize>(file); };
    io.xDeviceCharacteristics = [](sqlite3_file* file) { return pass<&Io::xDeviceCharacteristics>(file); };
    io.xShmMap = pass<&Io::xShmMap, int, int, int, void volatile**>;
    io.xShmLock = pass<&Io::xShmLock, int, int, int>;
    io.xShmBarrier = memory_barrier;
    io.xShmUnmap = pass<&Io::xShmUnmap, int>;
    return io;
  }();
  return all;
}

const State& state_of(sqlite3_vfs* vfs) { return *static_cast<const State*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const State& state = state_of(vfs);
  File* const made = new (file) File{{nullptr}, &state, name};
  if (const int refused = state.ask(FileOperation::open, name); refused != SQLITE_OK) return refused;
  const int result = state.real->xOpen(state.real, name, real(file), flags, out_flags);
  if (result == SQLITE_OK) made->base.pMethods = &methods();
  return result;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int /*sync_folder*/) {
  const State& state = state_of(vfs);
  const int refused = state.ask(FileOperation::remove, name);
  return refused != SQLITE_OK ? refused : state.real->xDelete(state.real, name, 0);
}

}  // namespace

ShimVfs::ShimVfs() : state_(std::make_unique<State>()) {
  static std::atomic<int> made = 0;
  state_->real = sqlite3_vfs_find(nullptr);
  state_->name = "driftwood-shim-" + std::to_string(++made);
  state_->vfs = *state_->real;  // names, time and randomness as they are
  state_->vfs.pNext = nullptr;
  state_->vfs.zName = state_->name.c_str();
  state_->vfs.pAppData = state_.get();
  state_->vfs.szOsFile = static_cast<int>(real_offset) + state_->real->szOsFile;
  state_->vfs.xOpen = open_file;
  state_->vfs.xDelete = remove_file;
  sqlite3_vfs_register(&state_->vfs, 0);
}

ShimVfs::~ShimVfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& ShimVfs::name() const { return state_->name; }
void ShimVfs::set_fault(sql::FaultHook hook) { state_->fault = std::move(hook); }

}  // namespace simulator::migration::testing_support
