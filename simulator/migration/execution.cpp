#include "simulator/migration/execution.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "simulator/migration/explanation.h"
#include "simulator/migration/resumption.h"
#include "simulator/migration/transaction.h"

namespace simulator::migration {
namespace {

/// Changes whenever anybody, this connection included, has committed to the database.
unsigned data_version(sql::Database& database) {
  unsigned version = 0;
  sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

/// By Database::interrupt_when; what a sandbox interrupts it explains itself.
bool was_interrupted(const base::Error& error) {
  return (error.native & 0xFF) == SQLITE_INTERRUPT && !error.code.starts_with("sandbox.");
}

}  // namespace

Execution::Execution(sql::Database& database, const MigrationSet& set, const base::Clock& clock,
                     const RunHooks& hooks, Direction direction, const Target& target)
    : database_(database),
      set_(set),
      profile_(profile_of(set.tool)),
      books_(bookkeeping_of(set.tool)),
      clock_(clock),
      hooks_(hooks),
      direction_(direction),
      target_(target),
      ledger_(database),
      counter_(database) {}

void Execution::run(std::span<const PreparedFile> files, History history, std::stop_token stop,
                    RunReport& report) {
  history_ = std::move(history);
  file_count_ = files.size();
  std::optional<ForeignKeysOff> keys_off;
  if (profile_.foreign_keys == ForeignKeys::off_while_running) keys_off.emplace(database_);
  if (books_.prepare != nullptr) {
    if (auto prepared = books_.prepare(ledger_); !prepared) {
      report.failure = explain_lock(prepared.error());
      return;
    }
    history_.table_exists = true;
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
  Attempt attempt(prepared);
  const MigrationFile& file = *prepared.file;
  const auto begin = [&]() -> base::Result<void> {
    if (stop.stop_requested()) return tl::make_unexpected(cancelled());
    if (file.broken) return tl::make_unexpected(*file.broken);
    const Resumption resumed = resumption_of(profile_, history_, file, prepared.script);
    if (resumed.changed > 0) {
      report.explain = explain_changed_start(profile_, file, resumed.ran, resumed.changed);
      return tl::make_unexpected(changed_start(file, resumed));
    }
    attempt.first = attempt.ran = attempt.kept = resumed.ran;
    return write(books_.before, attempt);
  };
  if (auto begun = begin(); !begun) {
    report.failed_version = file.version;
    report.failure = explain_lock(begun.error());
    const std::string state =
        report.explain.empty() ? describe_state(direction_, file, report, history_) : report.explain.state;
    report.failure->help += (report.failure->help.empty() ? "" : "\n") + state;
    if (file.broken && report.explain.empty()) report.explain = explain_unreadable(profile_, file, state);
    return Outcome::failed;
  }
  auto outcome = attempt_file(attempt, stop, report);
  if (!outcome) {
    base::Error error = outcome.error();
    if (was_interrupted(error) && stop.stop_requested()) error = cancelled(std::move(error));
    return stopped(attempt, std::move(error), report);
  }
  if (*outcome != Outcome::done) return *outcome;
  const std::int64_t took = clock_.monotonic_ms() - file_started_ms_;
  if (auto written = write(books_.after, attempt); !written) {
    attempt.kept = attempt.ran;
    attempt.unrecorded = true;
    return stopped(attempt, written.error(), report);
  }
  data_version_ = data_version(database_);
  has_keys_ = has_keys_ || prepared.script.mentions_keys;
  has_widening_ = has_widening_ || prepared.script.mentions_widening;
  AppliedMigration& done = report.applied.emplace_back();
  done.version = prepared.file->version;
  done.name = prepared.file->name;
  done.execution_ms = took;
  done.statements = static_cast<std::int64_t>(prepared.script.statements.size());
  done.rows = counter_.take();
  done.spared = std::move(attempt.spared);
  note_rows(attempt, done, report);
  note_progress(Progress::Kind::file_done, prepared, prepared.script.statements.size(), took);
  return Outcome::done;
}

base::Result<Execution::Outcome> Execution::attempt_file(Attempt& attempt, std::stop_token stop,
                                                         RunReport& report) {
  const PreparedFile& prepared = attempt.prepared;
  const bool checks_keys = profile_.foreign_keys == ForeignKeys::off_while_running;
  std::optional<std::vector<Violation>> before;
  for (;;) {
    file_started_ms_ = clock_.monotonic_ms();
    (void)counter_.take();
    attempt.ran = attempt.kept = attempt.first;
    attempt.spared.clear();
    RollbackUnlessCommitted transaction(database_);
    if (prepared.script.transaction) {
      if (auto begun = ledger_.run("BEGIN IMMEDIATE"); !begun) return tl::make_unexpected(begun.error());
      if (profile_.transaction == TransactionRule::file_and_row) {
        auto wanted = still_wanted(attempt.file(), report);
        if (!wanted) return tl::make_unexpected(wanted.error());
        if (!*wanted) return report.failure ? Outcome::failed : Outcome::done_by_others;
      }
    }
    if (checks_keys && (old_violations_ || before) && !reach_of(prepared.script).nothing()) {
      auto found = find_violations(database_, {});
      if (!found) return tl::make_unexpected(found.error());
      before = std::move(*found);
    }
    file_started_ms_ = clock_.monotonic_ms();
    note_progress(Progress::Kind::file_started, prepared, 0, 0);
    if (auto ran = run_script(attempt, stop); !ran) return tl::make_unexpected(ran.error());
    if (checks_keys && prepared.script.transaction) {
      auto keys_hold = check_keys(prepared, before);
      if (!keys_hold) return tl::make_unexpected(keys_hold.error());
      if (!*keys_hold) {
        // Something points nowhere. Was it so before? Only now is it worth looking.
        transaction.rollback();
        before.emplace();
        old_violations_ = true;
        continue;
      }
    }
    if (auto ended = end_transaction(attempt); !ended) return tl::make_unexpected(ended.error());
    return Outcome::done;
  }
}

base::Result<void> Execution::end_transaction(Attempt& attempt) {
  const bool wrapped = attempt.script().transaction;
  if (!wrapped && database_.in_transaction()) return tl::make_unexpected(left_open(attempt.file()));
  const bool lost = wrapped && !database_.in_transaction();
  if (lost && profile_.refuses_transaction_words)
    return base::failure("migration.own-transaction",
                         fmt::format("{} ended the transaction it ran in", attempt.file().title()));
  if (lost) attempt.kept = attempt.ran;
  const bool row_first = !wrapped || profile_.transaction != TransactionRule::file_without_row;
  if (direction_ == Direction::up && !history_.table_exists) {
    if (auto made = database_.execute(create_history_sql()); !made) return made;
    history_.table_exists = true;
  }
  if (row_first)
    if (auto written = write(books_.record, attempt); !written) return written;
  if (!wrapped) return {};
  auto committed = ledger_.run("COMMIT");
  if (!committed && lost) {
    attempt.at_commit = true;
    base::Error error = committed.error();
    error.file = attempt.file().path_of(direction_);
    return tl::make_unexpected(std::move(error));
  }
  return committed;
}

base::Result<void> Execution::write(Bookkeeping::Write how, const Attempt& attempt) {
  if (how == nullptr) return {};
  Entry entry;
  entry.file = attempt.prepared.file;
  entry.direction = direction_;
  entry.now_unix_ms = clock_.unix_ms();
  entry.execution_ms = clock_.monotonic_ms() - file_started_ms_;
  const std::string previous = version_after(attempt.file());
  entry.previous = previous;
  entry.statements_done = attempt.ran;
  entry.statements_total = attempt.script().statements.size();
  entry.hashes = attempt.ran < entry.statements_total ? attempt.hashes : std::string_view();
  entry.error = attempt.sqlite_says;
  if (attempt.broke) entry.statement = attempt.script().statements[*attempt.broke].text;
  return how(ledger_, entry);
}

std::string Execution::version_after(const MigrationFile& file) const {
  if (direction_ == Direction::up) return file.version;
  if (profile_.shape != HistoryShape::high_water_mark) return {};
  const auto place = std::find_if(set_.files.begin(), set_.files.end(),
                                  [&](const MigrationFile& other) { return &other == &file; });
  return place == set_.files.begin() ? std::string() : (place - 1)->version;
}

bool Execution::is_twin(const Attempt& attempt, const RunReport& report) const {
  if (attempt.broke || direction_ != Direction::up || profile_.shape != HistoryShape::set) return false;
  const std::string& version = attempt.file().version;
  const HistoryRow* row = history_.find(version);
  return (row != nullptr && row->state == RecordState::applied) ||
         std::any_of(report.applied.begin(), report.applied.end(),
                     [&](const AppliedMigration& done) { return done.version == version; });
}

Execution::Outcome Execution::stopped(Attempt& attempt, base::Error error, RunReport& report) {
  const MigrationFile& file = attempt.file();
  if (attempt.sqlite_says.empty()) attempt.sqlite_says = error.message;
  FileFailure failure;
  failure.file = &file;
  failure.direction = direction_;
  failure.sqlite_says = attempt.sqlite_says;
  if (attempt.broke) {
    failure.statement = attempt.script().statements[*attempt.broke].text;
    failure.line = error.at.line;
  }
  failure.ran = attempt.ran - attempt.first;
  failure.kept = attempt.kept;
  failure.wrapped = attempt.script().transaction;
  failure.at_commit = attempt.at_commit;
  failure.unrecorded = attempt.unrecorded;
  failure.twin = is_twin(attempt, report);
  if (error.code.starts_with("sqlite.")) {
    error.code = "migration.failed";
    error.message = fmt::format("{} failed: {}", file.title(), error.message);
    if (error.file.empty()) error.file = file.path_of(direction_);
  }
  const bool kept_something = attempt.kept > attempt.first || !failure.wrapped;
  const bool leaves_row = profile_.failure == FailureRecord::unfinished_row ||
                          profile_.failure == FailureRecord::dirty || kept_something;
  if (leaves_row && !attempt.at_commit && books_.failed != nullptr) {
    attempt.ran = attempt.kept;
    if (auto written = write(books_.failed, attempt); !written)
      error.help += "\nThe history could not be told: " + written.error().message;
  }
  const std::string recorded = profile_.failure == FailureRecord::dirty && direction_ == Direction::down
                                   ? (version_after(file).empty() ? "-1" : version_after(file))
                                   : file.version;
  if (leaves_row && profile_.failure != FailureRecord::nothing && !attempt.at_commit)
    failure.recorded = recorded;
  if (profile_.failure == FailureRecord::dirty) failure.recorded = recorded;
  report.failed_version = file.version;
  report.failed_rows = attempt.kept > attempt.first ? counter_.take() : std::vector<TableChanges>();
  report.explain = explain_failure(profile_, failure);
  error = explain_lock(std::move(error));
  if (set_.tool == Tool::driftwood) {
    const std::string state = describe_state(direction_, file, report, history_);
    error.help = error.help.empty() ? state : error.help + "\n" + state;
    report.explain.state = state;
  }
  report.failure = std::move(error);
  data_version_.reset();
  return Outcome::failed;
}

void Execution::note_rows(const Attempt& attempt, const AppliedMigration& done, RunReport& report) {
  const auto warn = [&](std::string code, std::string message, std::string help) {
    base::Error what;
    what.code = std::move(code);
    what.message = std::move(message);
    what.help = std::move(help);
    what.file = attempt.file().path_of(direction_);
    report.notes.push_back({base::Severity::warning, std::move(what)});
  };
  if (!done.spared.empty())
    warn("migration.would-cascade",
         fmt::format("{} drops {}, to which rows of other tables refer; they were spared",
                     attempt.file().title(), done.spared.front().parent),
         fmt::format("With foreign keys on inside the transaction, as tools run it that leave them as the "
                     "connection has them (dbmate, golang-migrate, goose, Flyway), {}.",
                     describe(done.spared)));
  for (const auto& table : done.rows)
    if (table.dropped == 0 && table.cascaded_deletes > 0 && profile_.foreign_keys == ForeignKeys::as_they_are)
      warn("migration.cascaded",
           fmt::format("{} deleted {} of {} that no statement of it names", attempt.file().title(),
                       table.cascaded_deletes == 1 ? "1 row" : fmt::format("{} rows", table.cascaded_deletes),
                       table.table),
           fmt::format(
               "{} reports success. An ON DELETE action (dropping a table fires it while foreign keys are "
               "on) or a trigger did it; driftwood switches foreign keys off before the file begins.",
               profile_.name));
  for (const auto& table : done.rows)
    if (table.cascaded_updates > 0 && profile_.foreign_keys == ForeignKeys::as_they_are)
      warn("migration.cascaded",
           fmt::format("{} changed {} of {} that no statement of it names", attempt.file().title(),
                       table.cascaded_updates == 1 ? "1 row" : fmt::format("{} rows", table.cascaded_updates),
                       table.table),
           fmt::format("{} reports success. An ON DELETE SET NULL or SET DEFAULT (dropping a table fires it "
                       "while foreign keys are on) or a trigger did it; driftwood switches foreign keys off "
                       "before the file begins.",
                       profile_.name));
}

base::Result<bool> Execution::still_wanted(const MigrationFile& file, RunReport& report) {
  const unsigned version = data_version(database_);
  if (data_version_ != version) {
    if (auto looked = look_again(); !looked) return tl::make_unexpected(looked.error());
    data_version_ = version;
  }
  const auto* row = history_.find(file.version);
  const bool recorded = row != nullptr && row->state != RecordState::failed;
  // A repeatable one that is recorded runs because its text has changed.
  const bool again =
      recorded && file.kind == MigrationKind::repeatable && !same_content(profile_, *row, file);
  if (!again && recorded == (direction_ == Direction::up)) return false;
  if (obstacles_.empty()) return true;
  report.problems = obstacles_;
  report.failed_version = file.version;
  report.failure = refusal(direction_, report);
  return false;
}

base::Result<void> Execution::look_again() {
  auto history = books_.read(database_);
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

}  // namespace simulator::migration
