#include "simulator/world/prefix_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/base/hash.h"
#include "simulator/migration/bookkeeping.h"
#include "simulator/migration/runner.h"
#include "simulator/sql/tokenizer.h"
#include "simulator/world/migration_session.h"

namespace simulator::world {
namespace {

/// A run keeps about so many snapshots on its way; each costs as much as a small file does.
constexpr std::size_t snapshots_of_a_run = 32;

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [word](std::string_view each) { return sql::same_word(word, each); });
}

/// What a file's outcome hangs on beside its text and the database.
struct Ties {
  bool outside = false;     ///< the clock, chance, or what only this connection has (and would keep from it)
  bool connection = false;  ///< what the connection did last, which may be the Runner's own doing
};

Ties ties_of(const migration::MigrationFile& file, std::string_view history_table) {
  static constexpr std::array<std::string_view, 6> words = {
      "current_timestamp", "current_date", "current_time", "temp", "temporary", "pragma"};
  static constexpr std::array<std::string_view, 8> functions = {
      "random", "randomblob", "date", "time", "datetime", "julianday", "unixepoch", "strftime"};
  static constexpr std::array<std::string_view, 3> last_doings = {"changes", "total_changes",
                                                                  "last_insert_rowid"};
  Ties ties;
  std::string before;
  for (const sql::Token& token : sql::tokenize(file.text)) {
    if (sql::is_trivia(token.kind)) continue;
    const std::string_view text = sql::text_of(file.text, token);
    if (text == "(") {
      ties.outside = ties.outside || is_one_of(before, functions);
      ties.connection = ties.connection || is_one_of(before, last_doings);
    }
    before = sql::unquoted(text);
    ties.outside = ties.outside || is_one_of(before, words) || sql::same_word(before, history_table);
  }
  return ties;
}

/// For every file of the prefix, a key for it and all before it.
std::vector<std::string> keys_of(const std::vector<const migration::MigrationFile*>& files,
                                 const PrefixRun& run, migration::Tool tool) {
  const migration::ToolProfile& profile = migration::profile_of(tool);
  base::RunningSha256 sum;
  const auto add = [&sum](std::string_view text) { sum.add(fmt::format("{}:{}", text.size(), text)); };
  add(profile.name);
  if (migration::bookkeeping_of(tool).restamp == nullptr)
    add(fmt::format("{} {}", run.time_unix_ms, run.databases.randomness().state()));
  std::vector<std::string> keys;
  bool prefix = true;
  for (const migration::MigrationFile* file : files) {
    const Ties ties = ties_of(*file, profile.history_table);
    if (ties.connection) return {};
    prefix = prefix && !ties.outside && !file->broken;
    if (!prefix) continue;
    add(file->file_name);
    add(file->checksum);
    add(file->text);
    keys.push_back(sum.digest());
  }
  return keys;
}

base::Result<bool> is_empty(sql::Database& database) {
  const auto rows = database.query("SELECT count(*) FROM sqlite_master");
  if (!rows) return tl::unexpected(rows.error());
  return rows->rows.at(0).at(0) == sql::Value(std::int64_t{0});
}

/// The prefix of what would run that may come from a snapshot.
base::Result<std::vector<std::string>> prefix_keys(const PrefixRun& run, const migration::MigrationSet& set,
                                                   const migration::Target& target) {
  auto connection = run.databases.open(run.environment, sql::SandboxMode::learner);
  if (!connection) return tl::unexpected(connection.error());
  Allowance::refill_for_housekeeping(*connection->sandbox);
  const auto empty = is_empty(connection->database);
  if (!empty) return tl::unexpected(empty.error());
  if (!*empty) return std::vector<std::string>{};
  migration::History history;
  history.order = migration::profile_of(set.tool).order;
  const auto choice = migration::choose(migration::Direction::up, set, history, target);
  if (!choice || !choice->problems.empty()) return std::vector<std::string>{};
  return keys_of(choice->files, run, set.tool);
}

std::optional<PrefixSnapshot> longest(const PrefixRun& run, const std::vector<std::string>& keys) {
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    auto found = run.snapshots.find(*key, run.image);
    // A budget that would not have lasted is used up by running, so that the same file fails.
    if (found && found->vm_operations < run.allowance.operations()) return found;
  }
  return std::nullopt;
}

base::Result<void> restore(const PrefixRun& run, const PrefixSnapshot& snapshot, migration::Tool tool) {
  if (auto restored = run.databases.restore(run.environment, snapshot.image); !restored) return restored;
  run.allowance.charge(snapshot.vm_operations);
  const auto restamp = migration::bookkeeping_of(tool).restamp;
  if (restamp == nullptr) {
    run.databases.randomness() = snapshot.random;  // drawn by the tool's rows, from the same state
    return {};
  }
  auto connection = run.databases.open(run.environment, sql::SandboxMode::learner);
  if (!connection) return tl::unexpected(connection.error());
  Allowance::refill_for_housekeeping(*connection->sandbox);
  migration::Ledger ledger(connection->database);
  return restamp(ledger, run.time_unix_ms);
}

/// Keeps what a run passes through.
class Keeping {
 public:
  Keeping(const PrefixRun& run, const std::vector<std::string>& keys, std::size_t done)
      : run_(run),
        keys_(keys),
        done_(done),
        operations_(run.allowance.operations()),
        every_(std::max<std::size_t>(1, keys.size() / snapshots_of_a_run)) {}

  void file_done() {
    ++done_;
    if (done_ > keys_.size() || (done_ % every_ != 0 && done_ != keys_.size())) return;
    auto image = run_.databases.look(run_.environment);
    if (!image) return;  // a snapshot less
    PrefixSnapshot& kept = kept_.emplace_back();
    kept.key = keys_[done_ - 1];
    kept.start = run_.image;
    kept.image = std::make_shared<const sql::Image>(std::move(*image));
    kept.random = run_.databases.randomness();
    kept.vm_operations = operations_ - run_.allowance.operations();
    sizes_.push_back(done_);
  }

  void hand_over(const std::vector<migration::AppliedMigration>& applied, std::int64_t operations_before) {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      const auto end = applied.begin() + static_cast<std::ptrdiff_t>(std::min(sizes_[i], applied.size()));
      kept_[i].applied.assign(applied.begin(), end);
      kept_[i].vm_operations += operations_before;
      run_.snapshots.keep(std::move(kept_[i]));
    }
  }

 private:
  const PrefixRun& run_;
  const std::vector<std::string>& keys_;
  std::size_t done_;
  std::int64_t operations_;
  std::size_t every_;
  std::vector<PrefixSnapshot> kept_;
  std::vector<std::size_t> sizes_;
};

}  // namespace

base::Result<migration::RunReport> run_up(const PrefixRun& run, const migration::MigrationSet& set,
                                          const migration::Target& target) {
  const auto keys = prefix_keys(run, set, target);
  if (!keys) return tl::unexpected(keys.error());
  migration::RunReport before;
  std::int64_t operations_before = 0;
  migration::Target rest = target;
  if (auto found = longest(run, *keys)) {
    if (auto restored = restore(run, *found, set.tool); !restored) return tl::unexpected(restored.error());
    before.applied = std::move(found->applied);
    operations_before = found->vm_operations;
    if (rest.steps) *rest.steps -= static_cast<int>(before.applied.size());
    if (rest.steps && *rest.steps <= 0) return before;
  }
  auto connection = run.databases.open(run.environment, sql::SandboxMode::learner);
  if (!connection) return tl::unexpected(connection.error());
  const base::ManualClock clock(run.time_unix_ms);
  MigrationSession session(*connection, run.allowance, set.tool);
  Keeping keeping(run, *keys, before.applied.size());
  migration::RunHooks hooks = session.hooks();
  if (!keys->empty()) {
    hooks.progress = [&keeping](const migration::Progress& progress) {
      if (progress.kind == migration::Progress::Kind::file_done) keeping.file_done();
    };
  }
  migration::RunReport report = migration::Runner(connection->database, set, clock, hooks)
                                    .up(rest, run.allowance.stop(), std::move(before.applied));
  keeping.hand_over(report.applied, operations_before);
  return report;
}

}  // namespace simulator::world
