#include "simulator/migration/execution.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "simulator/base/text_position.h"
#include "simulator/migration/explanation.h"
#include "simulator/migration/transaction.h"

namespace simulator::migration {
namespace {

/// Around the statements of a file: RunHooks::enter_script and leave_script.
class InScript {
 public:
  explicit InScript(const RunHooks& hooks) : hooks_(hooks) {
    if (hooks_.enter_script) hooks_.enter_script();
  }
  InScript(const InScript&) = delete;
  InScript& operator=(const InScript&) = delete;
  ~InScript() {
    if (hooks_.leave_script) hooks_.leave_script();
  }

 private:
  const RunHooks& hooks_;
};

/// Changes whenever anybody, this connection included, has committed to the database.
unsigned data_version(sql::Database& database) {
  unsigned version = 0;
  sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

base::Result<void> prepare_once(sql::Database& database, std::optional<sql::Statement>& statement,
                                std::string_view sql) {
  if (statement) return {};
  auto prepared = database.prepare(sql);
  if (!prepared) return tl::make_unexpected(prepared.error());
  statement = std::move(*prepared);
  return {};
}

/// Keeps the place where it happened, if `error` knows one.
base::Error cancelled(base::Error error = {}) {
  error.code = "migration.cancelled";
  error.message = "the run was cancelled";
  return error;
}

/// By Database::interrupt_when; what a sandbox interrupts it explains itself.
bool was_interrupted(const base::Error& error) {
  return (error.native & 0xFF) == SQLITE_INTERRUPT && !error.code.starts_with("sandbox.");
}

}  // namespace

Execution::Execution(sql::Database& database, const MigrationSet& set, const base::Clock& clock,
                     const RunHooks& hooks, Direction direction, const Target& target)
    : database_(database), set_(set), clock_(clock), hooks_(hooks), direction_(direction), target_(target) {}

void Execution::run(std::span<const PreparedFile> files, History history, std::stop_token stop,
                    RunReport& report) {
  history_ = std::move(history);
  file_count_ = files.size();
  auto keys_off = ForeignKeysOff::make(database_);
  if (!keys_off) {
    report.failure = explain_lock(keys_off.error());
    return;
  }
  for (const auto& prepared : files) {
    const Outcome outcome = run_file(prepared, stop, report);
    if (outcome == Outcome::failed) return;
    if (outcome == Outcome::done_by_others) report.done_by_others.push_back(prepared.file->version);
    ++file_index_;
  }
}

Execution::Outcome Execution::run_file(const PreparedFile& prepared, std::stop_token stop,
                                       RunReport& report) {
  const MigrationFile& file = *prepared.file;
  const auto fail = [&](base::Error error) {
    report.failed_version = file.version;
    if (was_interrupted(error) && stop.stop_requested()) error = cancelled(std::move(error));
    error = explain_lock(std::move(error));
    const std::string state = state_after(file, report);
    error.help = error.help.empty() ? state : error.help + "\n  " + state;
    report.failure = std::move(error);
    return Outcome::failed;
  };
  if (stop.stop_requested()) return fail(cancelled());

  std::optional<std::vector<Violation>> before;
  for (;;) {
    auto ready = prepare_once(database_, begin_, "BEGIN IMMEDIATE");
    if (ready) ready = prepare_once(database_, commit_, "COMMIT");
    if (ready) ready = run_once(*begin_);
    if (!ready) return fail(ready.error());
    RollbackUnlessCommitted transaction(database_);

    auto wanted = still_wanted(file, report);
    if (!wanted) return fail(wanted.error());
    if (!*wanted && report.failure) return Outcome::failed;
    if (!*wanted) return Outcome::done_by_others;

    if ((old_violations_ || before) && !reach_of(prepared.script).nothing()) {
      auto found = find_violations(database_, {});
      if (!found) return fail(found.error());
      before = std::move(*found);
    }
    file_started_ms_ = clock_.monotonic_ms();
    note_progress(Progress::Kind::file_started, prepared, 0, 0);
    auto ran = run_script(prepared, stop);
    if (!ran) {
      transaction.rollback();
      return fail(ran.error());
    }
    auto keys_hold = check_keys(prepared, before);
    if (!keys_hold) {
      transaction.rollback();
      return fail(keys_hold.error());
    }
    if (!*keys_hold) {
      // Something points nowhere. Was it so before? Only now is it worth looking.
      transaction.rollback();
      before.emplace();
      old_violations_ = true;
      continue;
    }
    const std::int64_t took = clock_.monotonic_ms() - file_started_ms_;
    auto written = write_history(file, took);
    if (written) written = run_once(*commit_);
    if (!written) {
      transaction.rollback();
      return fail(written.error());
    }
    data_version_ = data_version(database_);
    has_keys_ = has_keys_ || prepared.script.mentions_keys;
    has_widening_ = has_widening_ || prepared.script.mentions_widening;
    report.applied.push_back(
        {file.version, file.name, took, static_cast<std::int64_t>(prepared.script.statements.size())});
    note_progress(Progress::Kind::file_done, prepared, prepared.script.statements.size(), took);
    return Outcome::done;
  }
}

base::Result<bool> Execution::still_wanted(const MigrationFile& file, RunReport& report) {
  const unsigned version = data_version(database_);
  if (data_version_ != version) {
    if (auto looked = look_again(); !looked) return tl::make_unexpected(looked.error());
    data_version_ = version;
  }
  const bool recorded = history_.find(file.version) != nullptr;
  if (recorded == (direction_ == Direction::up)) return false;
  if (obstacles_.empty()) return true;
  report.problems = obstacles_;
  report.failed_version = file.version;
  report.failure = refusal(direction_, report);
  return false;
}

base::Result<void> Execution::look_again() {
  auto history = read_history(database_);
  if (!history) return tl::make_unexpected(history.error());
  history_ = std::move(*history);
  // The files were chosen by count or version before; what may stand in the way now is another history.
  Target all = target_;
  all.steps.reset();
  auto choice = choose(direction_, set_, history_, all);
  if (!choice) return tl::make_unexpected(choice.error());
  obstacles_ = std::move(choice->problems);
  return look_for_keys();
}

base::Result<void> Execution::look_for_keys() {
  auto rows = database_.query(
      "SELECT max(sql LIKE '%references%'), max(sql LIKE '%trigger%' OR sql LIKE '%replace%') FROM "
      "main.sqlite_schema");
  if (!rows) return tl::make_unexpected(rows.error());
  const auto is_one = [&](std::size_t column) {
    return rows->rows.at(0).at(column) == sql::Value(std::int64_t{1});
  };
  has_keys_ = is_one(0);
  has_widening_ = is_one(1);
  return {};
}

KeyReach Execution::reach_of(const Script& script) const {
  if (!has_keys_ && !script.mentions_keys) return {};
  if (has_widening_ || script.mentions_widening) return widened(script.reach);
  return script.reach;
}

base::Result<bool> Execution::check_keys(const PreparedFile& prepared,
                                         const std::optional<std::vector<Violation>>& before) {
  const KeyReach reach = reach_of(prepared.script);
  if (reach.nothing()) return true;
  auto after =
      find_violations(database_, reach.everywhere || before ? std::span<const std::string>() : reach.tables);
  if (!after) {
    after.error().file = prepared.file->path;
    return tl::make_unexpected(after.error());
  }
  if (after->empty()) return true;
  if (!before) return false;
  const auto fresh = new_violations(*before, *after);
  if (fresh.empty()) return true;
  return tl::make_unexpected(explain_violations(*prepared.file, direction_, fresh));
}

base::Result<void> Execution::run_script(const PreparedFile& prepared, std::stop_token stop) {
  const InScript in_script(hooks_);
  std::size_t index = 0;
  for (const auto& statement : prepared.script.statements) {
    if (stop.stop_requested()) return tl::make_unexpected(cancelled());
    note_progress(Progress::Kind::statement_started, prepared, index++,
                  clock_.monotonic_ms() - file_started_ms_);
    if (statement.passed_over) continue;
    auto ran = run_statement(*prepared.file, statement);
    if (!ran) return ran;
  }
  return {};
}

base::Result<void> Execution::run_statement(const MigrationFile& file, const ScriptStatement& statement) {
  const auto fail = [&](base::Error error) {
    if (hooks_.explain) error = hooks_.explain(std::move(error));
    return tl::make_unexpected(place(std::move(error), file, statement));
  };
  auto prepared = database_.prepare(statement.text);
  if (!prepared) return fail(prepared.error());
  for (;;) {
    auto more = prepared->step();
    if (!more) return fail(more.error());
    if (!*more) return {};
  }
}

base::Error Execution::place(base::Error error, const MigrationFile& file,
                             const ScriptStatement& statement) const {
  const base::Position start = base::position_at(file.text, statement.offset);
  if (!error.at.known())
    error.at = base::position_at(statement.text, named_place(error.message, statement.text).value_or(0));
  error.file = file.path;
  error.at = base::offset_by(error.at, start);
  error.excerpt = base::caret_excerpt(file.text, error.at);
  const bool from_sqlite = error.code.starts_with("sqlite.");
  if (from_sqlite) {
    error.code = "migration.failed";
    const std::string hint = hint_for(error.message);
    if (!hint.empty()) error.help = error.help.empty() ? hint : error.help + "\n  " + hint;
    error.message = fmt::format("{} failed: {}", file.title(), error.message);
  }
  return error;
}

base::Result<void> Execution::write_history(const MigrationFile& file, std::int64_t execution_ms) {
  if (!database_.in_transaction())
    return base::failure("migration.own-transaction",
                         fmt::format("{} ended the transaction it ran in", file.title()));
  if (direction_ == Direction::up && !history_.table_exists) {
    if (auto made = database_.execute(create_history_sql()); !made) return made;
    history_.table_exists = true;
  }
  auto ready = prepare_once(database_, write_,
                            direction_ == Direction::up ? insert_history_sql() : delete_history_sql());
  if (!ready) return ready;
  auto bound = write_->bind(1, file.version);
  if (direction_ == Direction::up) {
    if (bound) bound = write_->bind(2, file.name);
    if (bound) bound = write_->bind(3, file.checksum);
    if (bound) bound = write_->bind(4, utc_text(clock_.unix_ms()));
    if (bound) bound = write_->bind(5, execution_ms);
  }
  return bound ? run_once(*write_) : bound;
}

void Execution::note_progress(Progress::Kind kind, const PreparedFile& prepared, std::size_t statement,
                              std::int64_t elapsed_ms) {
  if (!hooks_.progress) return;
  Progress progress;
  progress.kind = kind;
  progress.direction = direction_;
  progress.version = prepared.file->version;
  progress.name = prepared.file->name;
  progress.file_index = file_index_;
  progress.file_count = file_count_;
  progress.statement_index = statement;
  progress.statement_count = prepared.script.statements.size();
  progress.elapsed_ms = elapsed_ms;
  if (kind == Progress::Kind::statement_started) {
    const auto& running = prepared.script.statements[statement];
    progress.sql = running.text;
    progress.at = base::position_at(prepared.file->text, running.offset);
  }
  hooks_.progress(progress);
}

std::string Execution::state_after(const MigrationFile& file, const RunReport& report) const {
  return describe_state(direction_, file, report, history_);
}

}  // namespace simulator::migration
