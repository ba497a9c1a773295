#include "lessons/progress/store_file.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <optional>

#include "simulator/base/files.h"
#include "simulator/migration/runner.h"

namespace lessons::progress {
namespace fs = std::filesystem;
namespace {

using simulator::base::Clock;
using simulator::base::Error;
using simulator::base::failure;
using simulator::base::Result;
using simulator::migration::MigrationSet;
using simulator::migration::MigrationState;
using simulator::migration::Runner;
using simulator::sql::Database;

constexpr int patience_ms = 5000;

/// Held while the file is looked at, made or set aside.
class OpeningLock {
 public:
  explicit OpeningLock(const fs::path& file)
      : fd_(::open((file.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ >= 0 && ::flock(fd_, LOCK_EX) != 0) {
      ::close(fd_);
      fd_ = -1;
    }
  }
  OpeningLock(const OpeningLock&) = delete;
  OpeningLock& operator=(const OpeningLock&) = delete;
  ~OpeningLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] bool held() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error notice(std::string code, const fs::path& file, std::string message, std::string help) {
  Error out = failure(std::move(code), std::move(message), std::move(help)).value();
  out.file = file.string();
  return out;
}

Result<MigrationSet> read_set(const fs::path& folder) {
  const auto unusable = [&](const Error& why) {
    Error error = why;
    error.help = fmt::format(
        "Progress cannot be kept without its schema, which is read from {}. Reinstall Driftwood, "
        "or name the folder of its assets.",
        folder.string());
    error.code = "progress.no-migrations";
    return tl::make_unexpected(error);
  };
  const auto opened = simulator::base::Folder::open(folder);
  if (!opened) return unusable(opened.error());
  auto read = simulator::migration::read_migrations(*opened);
  for (const auto& diagnostic : read.diagnostics)
    if (diagnostic.severity == simulator::base::Severity::error) return unusable(diagnostic.what);
  if (read.set.files.empty()) return unusable(failure("", "there is no migration in it").value());
  return std::move(read.set);
}

Result<Connection> memory(const MigrationSet& set, const Clock& clock, Database* copy_from) {
  auto database = Database::open({":memory:", "", false, true});
  if (!database) return tl::make_unexpected(database.error());
  if (copy_from != nullptr) {
    sqlite3_backup* copy = sqlite3_backup_init(database->handle(), "main", copy_from->handle(), "main");
    if (copy != nullptr) {
      (void)sqlite3_backup_step(copy, -1);
      (void)sqlite3_backup_finish(copy);
    }
  }
  const auto report = Runner(*database, set, clock).up({});
  if (report.failure) {
    // What was copied may be of a shape that does not go further: then an empty store is what remains.
    if (copy_from != nullptr) return memory(set, clock, nullptr);
    return tl::make_unexpected(*report.failure);
  }
  return Connection{std::move(*database), {}, {}};
}

Result<Connection> memory_with(const MigrationSet& set, const Clock& clock, Database* copy_from, Error why) {
  auto connection = memory(set, clock, copy_from);
  if (connection) connection->notices.push_back(std::move(why));
  return connection;
}

Error read_only_notice(const fs::path& file, bool shows_old, std::string_view why) {
  return notice(
      "progress.read-only", file, fmt::format("progress cannot be written here: {}", why),
      fmt::format("{}What you do now is kept until you close the window, and not longer. Make the folder "
                  "writable, or set XDG_DATA_HOME to another one, and start again.",
                  shows_old ? "Your earlier progress is shown. " : ""));
}

bool is_damage(const Error& error) {
  const int primary = error.native & 0xFF;
  return primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT;
}

enum class Condition { usable, damaged, unreadable, newer, foreign };

struct Inspection {
  Condition condition = Condition::usable;
  std::string why;
  std::optional<Database> database;  ///< read-only
};

/// Looks without writing: a read-only connection never moves a write-ahead log into the file.
Inspection inspect(const fs::path& file, const MigrationSet& set, const Clock& clock) {
  Inspection out;
  const auto fail = [&](const Error& error, Condition otherwise) {
    out.condition = is_damage(error) ? Condition::damaged : otherwise;
    out.why = error.message;
    return std::move(out);
  };
  auto opened = Database::open({file.string(), "", true, false});
  if (!opened) return fail(opened.error(), Condition::unreadable);
  sqlite3_busy_timeout(opened->handle(), patience_ms);
  auto sound = opened->query("PRAGMA quick_check(1)");
  if (!sound) return fail(sound.error(), Condition::unreadable);
  if (const auto* said = sound->rows.empty() ? nullptr : std::get_if<std::string>(&sound->rows[0][0]);
      said != nullptr && *said != "ok") {
    out.condition = Condition::damaged;
    out.why = *said;
    return out;
  }
  const auto rows = Runner(*opened, set, clock).status();
  if (!rows) return fail(rows.error(), Condition::foreign);
  const bool has_history = std::any_of(rows->begin(), rows->end(),
                                       [](const auto& row) { return row.applied_at_unix_ms.has_value(); });
  for (const auto& row : *rows) {
    if (row.state != MigrationState::missing && row.state != MigrationState::edited) continue;
    out.condition = Condition::newer;
    out.why = fmt::format("it has had the migration {}_{}, which this Driftwood does not have in this form",
                          row.version, row.name);
    return out;
  }
  if (!has_history) {
    const auto others =
        opened->query("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' LIMIT 1");
    if (!others) return fail(others.error(), Condition::unreadable);
    if (!others->rows.empty()) {
      out.condition = Condition::foreign;
      out.why = "it holds tables that are not Driftwood's";
    }
  }
  out.database = std::move(*opened);
  return out;
}

/// The damaged file and what belongs to it, under one new name, so that it can still be mended as a whole.
Result<fs::path> set_aside(const fs::path& file, const Clock& clock) {
  const fs::path aside = damaged_name(file, clock.unix_ms());
  for (const char* part : {"", "-wal", "-shm", "-journal"}) {
    std::error_code why;
    fs::rename(file.string() + part, aside.string() + part, why);
    if (why && (part[0] == '\0' || why != std::errc::no_such_file_or_directory))
      return failure("progress.unreadable",
                     fmt::format("{} cannot be renamed: {}", file.string() + part, why.message()));
  }
  return aside;
}

Result<Connection> on_disk(const fs::path& file, const MigrationSet& set, const Clock& clock) {
  auto database = Database::open({file.string(), "", false, true});
  if (!database) return tl::make_unexpected(database.error());
  sqlite3_busy_timeout(database->handle(), patience_ms);
  // A file system without shared memory keeps its rollback journal: slower, and as safe.
  if (auto mode = database->query("PRAGMA journal_mode=WAL"); !mode) return tl::make_unexpected(mode.error());
  if (auto set_up = database->execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"); !set_up)
    return tl::make_unexpected(set_up.error());
  if (const auto report = Runner(*database, set, clock).up({}); report.failure)
    return tl::make_unexpected(*report.failure);
  return Connection{std::move(*database), file, {}};
}

}  // namespace

fs::path damaged_name(const fs::path& file, std::int64_t unix_ms) {
  const std::tm utc = fmt::gmtime(static_cast<std::time_t>(unix_ms / 1000));
  const std::string base =
      fmt::format("{}.damaged-{:%Y%m%dT%H%M%SZ}", (file.parent_path() / file.stem()).string(), utc);
  fs::path name = base + file.extension().string();
  std::error_code ignored;
  for (int number = 2; fs::exists(fs::symlink_status(name, ignored)); ++number)
    name = fmt::format("{}-{}{}", base, number, file.extension().string());
  return name;
}

Result<Connection> connect_in_memory(const fs::path& migrations, const Clock& clock) {
  const auto set = read_set(migrations);
  if (!set) return tl::make_unexpected(set.error());
  return memory(*set, clock, nullptr);
}

Result<Connection> connect(const fs::path& file, const fs::path& migrations, const Clock& clock) {
  const auto set = read_set(migrations);
  if (!set) return tl::make_unexpected(set.error());
  if (file.empty())
    return memory_with(
        *set, clock, nullptr,
        notice("progress.no-home", {}, "neither HOME nor XDG_DATA_HOME says where progress belongs",
               "What you do now is kept until you close the window. Set one of them and start again."));
  std::error_code no_folder;
  fs::create_directories(file.parent_path(), no_folder);
  std::vector<Error> notices;
  const OpeningLock lock(file);
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(file, ignored))) {
    Inspection found = inspect(file, *set, clock);
    Database* readable = found.database ? &*found.database : nullptr;
    if (found.condition == Condition::newer)
      return memory_with(
          *set, clock, nullptr,
          notice("progress.newer", file,
                 fmt::format("your progress was saved by a newer Driftwood: {}", found.why),
                 "The file is untouched. What you do now is kept until you close the window. Use the "
                 "newer Driftwood to go on where you were."));
    if (found.condition == Condition::foreign)
      return memory_with(
          *set, clock, nullptr,
          notice("progress.foreign", file, fmt::format("this is no progress file: {}", found.why),
                 "It is untouched. What you do now is kept until you close the window. Move the file "
                 "away, or set XDG_DATA_HOME to another folder, and start again."));
    if (found.condition == Condition::unreadable)
      return memory_with(
          *set, clock, nullptr,
          notice("progress.unreadable", file, fmt::format("progress cannot be read: {}", found.why),
                 "The file is untouched. What you do now is kept until you close the window. See who "
                 "owns the file and whether it may be read, then start again."));
    if (!lock.held())
      return memory_with(*set, clock, readable,
                         read_only_notice(file, readable != nullptr, "its folder is not writable"));
    if (found.condition == Condition::damaged) {
      const auto aside = set_aside(file, clock);
      if (!aside) return memory_with(*set, clock, nullptr, aside.error());
      notices.push_back(
          notice("progress.damaged", *aside, fmt::format("the progress file was damaged: {}", found.why),
                 "It was set aside under the name above, nothing of it was deleted, and a new one was begun. "
                 "`sqlite3 FILE .recover` can often read what is left."));
    }
  } else if (!lock.held()) {
    return memory_with(
        *set, clock, nullptr,
        read_only_notice(file, false, no_folder ? no_folder.message() : "its folder is not writable"));
  }
  auto connection = on_disk(file, *set, clock);
  if (!connection) {
    Inspection again = inspect(file, *set, clock);
    Database* readable = again.database ? &*again.database : nullptr;
    return memory_with(*set, clock, readable,
                       read_only_notice(file, readable != nullptr, connection.error().message));
  }
  connection->notices = std::move(notices);
  return connection;
}

}  // namespace lessons::progress
