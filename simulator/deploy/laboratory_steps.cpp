// The steps of a rollout in the Laboratory (laboratory.h): migrations, backfills, backups, and requests in
// flight across them.
#include <fmt/format.h>
#include <sqlite3.h>

#include "simulator/base/clock.h"
#include "simulator/deploy/laboratory.h"
#include "simulator/deploy/lost_rows.h"
#include "simulator/migration/runner.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::deploy {

/// What a step's piece did on its connection.
struct Laboratory::Work {
  std::optional<base::Error> error;
  bool finished = true;
  std::string lost;  ///< rows that no statement names, in words
  std::vector<std::uint8_t> crash_points;
};

base::Result<Outcome> Laboratory::step(const DataState& state, const Action& action) {
  const Step& step = experiment_.plan->step(action.step);
  Outcome out;
  const auto failed = [&](FailureKind kind, std::string message) {
    note(out, Failure{kind, std::move(message), {}, {}, step.id});
  };
  if (step.kind == StepKind::flag || step.kind == StepKind::nothing) return out;
  if (step.kind == StepKind::backup || step.kind == StepKind::restore) {
    const std::size_t backup = *experiment_.backup(step.backup);
    DataState next = state;
    if (step.kind == StepKind::backup) {
      next.backups[backup] = KeptBackup{state.image, state.dump};
    } else if (!state.backups[backup]) {
      failed(FailureKind::step_failed, fmt::format("there is no backup \"{}\" yet", step.backup));
      return out;
    } else {
      next.image = state.backups[backup]->image;
      next.dump = state.backups[backup]->dump;
    }
    out.print = fingerprint_of(next, experiment_.reserved);
    out.changed = !(out.print == fingerprint_of(state, experiment_.reserved));
    if (out.changed && !known_(out.print)) out.next = std::move(next);
    return out;
  }
  if (auto restored = restore(state); !restored) return tl::make_unexpected(restored.error());
  const auto kill = action.kind == Action::Kind::crash ? std::optional(action.statement) : std::nullopt;
  auto worked = work(action.step, kill);
  if (!worked) return tl::make_unexpected(worked.error());
  out.finished = worked->finished;
  out.crash_points = std::move(worked->crash_points);
  if (worked->error && !kill) failed(FailureKind::step_failed, worked->error->message);
  if (!worked->lost.empty()) failed(FailureKind::data_lost, worked->lost);
  if (out.failure) return out;
  auto line = Line::open(store_, environment_name, sql::SandboxMode::application);
  if (!line) return tl::make_unexpected(line.error());
  auto next = behind(state, line->database.handle(), nullptr, nullptr, false);
  if (!next) return tl::make_unexpected(next.error());
  if (auto settled = settle(state, std::move(*next), out); !settled)
    return tl::make_unexpected(settled.error());
  if (step.kind == StepKind::backfill && !out.finished && !out.changed)
    failed(FailureKind::step_failed, "the backfill changes rows again and again and would never end");
  return out;
}

base::Result<Outcome> Laboratory::in_flight(const DataState& state, StepIndex number, const Asked& asked) {
  if (auto restored = restore(state); !restored) return tl::make_unexpected(restored.error());
  Outcome out;
  out.leads_on = false;
  auto line = Line::open(store_, environment_name, sql::SandboxMode::application);
  if (!line) return tl::make_unexpected(line.error());
  line->watch(tables_);
  line->sandbox->begin(budget, experiment_.stop);
  const std::string& text = experiment_.plan->version(asked.version).queries[asked.query].sql;
  Sending sending(*line, asked, with_write(asked.parameters, fresh_number(state, experiment_.reserved)));
  const auto first = sending.run(0, asked.sent_before, text, false);
  if (!first) {
    if (is_interruption(first.error())) return tl::make_unexpected(first.error());
    return out;
  }
  if (experiment_.plan->step(number).kind == StepKind::restore) {
    const std::optional<KeptBackup>& backup =
        state.backups[*experiment_.backup(experiment_.plan->step(number).backup)];
    if (!backup) return out;
    sending.leave();
    return over_a_restore(state, *backup, asked, std::move(*line), sending);
  }
  auto worked = work(number, std::nullopt);
  if (!worked) return tl::make_unexpected(worked.error());
  out.finished = worked->finished;
  if (worked->error) {
    // What is wrong with the step itself shows without the request, too.
    if (is_lock(*worked->error))
      note(out, Failure{FailureKind::waited,
                        fmt::format("the step has to wait for \"{}\": {}",
                                    experiment_.plan->version(asked.version).queries[asked.query].name,
                                    worked->error->message),
                        experiment_.plan->version(asked.version).name,
                        experiment_.plan->version(asked.version).queries[asked.query].name,
                        experiment_.plan->step(number).id});
    return out;
  }
  return rest_of(state, asked, *line, sending, std::move(out));
}

/// The database is another one, and the connections to it are new.
base::Result<Outcome> Laboratory::over_a_restore(const DataState& state, const KeptBackup& backup,
                                                 const Asked& asked, Line line, Sending& sending) {
  Outcome out;
  out.leads_on = false;
  const bool in_transaction = line.database.in_transaction();
  { const Line gone = std::move(line); }
  if (in_transaction) {
    note(out,
         failure_of(asked, FailureKind::sql_error, "the connection was lost in the middle of a transaction"));
    return out;
  }
  if (auto restored = store_.restore(environment_name, backup.image); !restored)
    return tl::make_unexpected(restored.error());
  auto fresh = Line::open(store_, environment_name, sql::SandboxMode::application);
  if (!fresh) return tl::make_unexpected(fresh.error());
  fresh->watch(tables_);
  sending.go_over(*fresh);
  return rest_of(state, asked, *fresh, sending, std::move(out));
}

base::Result<Outcome> Laboratory::rest_of(const DataState& state, const Asked& asked, Line& line,
                                          Sending& sending, Outcome out) {
  const std::string& text = experiment_.plan->version(asked.version).queries[asked.query].sql;
  line.sandbox->begin(budget, experiment_.stop);
  const auto rest = sending.run(asked.sent_before, asked.statements.size(), text, false);
  if (!rest && is_interruption(rest.error())) return tl::make_unexpected(rest.error());
  line.refill_for_housekeeping();
  sqlite3* connection = line.database.handle();
  if (sqlite3_get_autocommit(connection) == 0) execute(connection, "ROLLBACK");
  if (!rest) {
    note(out, failure_of(asked, is_lock(rest.error()) ? FailureKind::waited : FailureKind::sql_error,
                         rest.error().message));
  } else {
    note(out, judge(state, asked, sending));
  }
  if (out.failure || !asked.stays()) return out;
  out.leads_on = true;
  auto next = behind(state, connection, &asked, &sending, rest.has_value());
  if (!next) return tl::make_unexpected(next.error());
  if (auto settled = settle(state, std::move(*next), out); !settled)
    return tl::make_unexpected(settled.error());
  return out;
}

base::Result<Laboratory::Work> Laboratory::work(StepIndex number, std::optional<std::uint8_t> kill_after) {
  const Step& step = experiment_.plan->step(number);
  auto line = Line::open(store_, environment_name, sql::SandboxMode::learner);
  if (!line) return tl::make_unexpected(line.error());
  line->watch(tables_);
  line->refill_for_housekeeping();
  return step.kind == StepKind::migrate ? migrate(step, *line, kill_after) : backfill(step, *line);
}

base::Result<Laboratory::Work> Laboratory::backfill(const Step& step, Line& line) {
  Work out;
  sqlite3* connection = line.database.handle();
  const std::int64_t before = line.database.total_changes();
  line.sandbox->begin(budget, experiment_.stop);
  auto ran = line.database.execute("BEGIN IMMEDIATE");
  if (ran) ran = line.database.execute(step.sql);
  if (ran) ran = line.database.execute("COMMIT");
  if (!ran) out.error = line.sandbox->explain(ran.error());
  line.refill_for_housekeeping();
  if (sqlite3_get_autocommit(connection) == 0) execute(connection, "ROLLBACK");
  if (out.error && is_interruption(*out.error)) return tl::make_unexpected(*out.error);
  out.finished = out.error.has_value() || line.database.total_changes() == before;
  return out;
}

base::Result<Laboratory::Work> Laboratory::migrate(const Step& step, Line& line,
                                                   std::optional<std::uint8_t> kill_after) {
  Work out;
  const migration::ToolProfile& profile = migration::profile_of(experiment_.plan->scenario().start.tool);
  migration::RunHooks hooks;
  bool killed = false;
  hooks.enter_script = [&] {
    line.sandbox->set_mode(profile.refuses_transaction_words ? sql::SandboxMode::migration
                                                             : sql::SandboxMode::learner);
    line.sandbox->begin(budget, experiment_.stop);
  };
  hooks.leave_script = [&] {
    line.sandbox->set_mode(sql::SandboxMode::learner);
    line.refill_for_housekeeping();
  };
  hooks.explain = [&](base::Error error) { return line.sandbox->explain(std::move(error)); };
  std::size_t statements = 0;
  hooks.progress = [&](const migration::Progress& progress) {
    if (progress.kind != migration::Progress::Kind::statement_started) return;
    if (!kill_after || statements++ < *kill_after) return;
    killed = true;
    // A process that is gone writes nothing more.
    store_.set_fault([](const sql::FaultPoint& point) {
      return point.operation == sql::FileOperation::read || point.operation == sql::FileOperation::open
                 ? 0
                 : SQLITE_IOERR;
    });
  };
  const base::ManualClock clock(experiment_.plan->scenario().start.start_unix_ms);
  migration::Runner runner(line.database, experiment_.files, clock, hooks);
  const bool up = step.direction == migration::Direction::up;
  migration::Target all;
  all.to = step.to;
  migration::Target one;
  one.steps = 1;
  if (up) one.to = step.to;
  const auto left = [&]() -> base::Result<migration::Plan> { return runner.plan(step.direction, all); };
  auto planned = left();
  if (!planned) {
    out.error = planned.error();
    return out;
  }
  if (planned->problems.empty() && planned->migrations.empty()) return out;
  if (!planned->migrations.empty()) {
    const migration::PlannedMigration& next = planned->migrations.front();
    if (!next.transaction || profile.transaction != migration::TransactionRule::file_and_row) {
      for (std::size_t count = 1; count < next.statements.size() && count < 250; ++count)
        out.crash_points.push_back(static_cast<std::uint8_t>(count));
    }
  }
  const migration::RunReport report =
      up ? runner.up(one, experiment_.stop) : runner.down(one, experiment_.stop);
  store_.set_fault({});
  if (report.failure && is_interruption(*report.failure)) return tl::make_unexpected(*report.failure);
  if (killed) {
    out.finished = false;
    return out;
  }
  for (const migration::AppliedMigration& applied : report.applied) {
    if (std::string lost = lost_rows(applied.rows); !lost.empty()) out.lost = std::move(lost);
  }
  if (report.failure) {
    out.error = report.failure;
    if (std::string lost = lost_rows(report.failed_rows); !lost.empty()) out.lost = std::move(lost);
    return out;
  }
  if (!up && !step.to) return out;
  planned = left();
  if (!planned) {
    out.error = planned.error();
    return out;
  }
  out.finished = planned->problems.empty() && planned->migrations.empty();
  return out;
}

}  // namespace simulator::deploy
