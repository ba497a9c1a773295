#include "tests/simulator/deploy/brute_step.h"

#include <sqlite3.h>

#include "simulator/base/clock.h"
#include "simulator/migration/runner.h"
#include "simulator/migration/tool_profile.h"
#include "tests/simulator/deploy/brute_data.h"

namespace simulator::deploy::testing_support {

Worked work(sql::EnvironmentStore& store, const Scenario& scenario, const migration::MigrationSet& set,
            const Step& step, std::optional<std::uint8_t> kill) {
  Worked out;
  sql::Database database = open_copy(store);
  if (step.kind == StepKind::backfill) {
    const std::int64_t before = database.total_changes();
    auto ran = database.execute("BEGIN IMMEDIATE; " + step.sql + "; COMMIT");
    if (!ran) {
      out.error = true;
      out.lock = (ran.error().native & 0xFF) == SQLITE_BUSY;
      if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
      out.failed = scenario.counts(FailureKind::step_failed);
      return out;
    }
    out.changed_rows = database.total_changes() != before;
    out.finished = !out.changed_rows;
    return out;
  }
  const base::ManualClock clock(scenario.start.start_unix_ms);
  migration::RunHooks hooks;
  std::size_t started = 0;
  bool killed = false;
  hooks.progress = [&](const migration::Progress& progress) {
    if (progress.kind != migration::Progress::Kind::statement_started || !kill || started++ < *kill) return;
    killed = true;
    store.set_fault([](const sql::FaultPoint& point) {
      return point.operation == sql::FileOperation::write || point.operation == sql::FileOperation::sync ||
                     point.operation == sql::FileOperation::truncate ||
                     point.operation == sql::FileOperation::remove
                 ? SQLITE_IOERR
                 : 0;
    });
  };
  migration::Runner runner(database, set, clock, hooks);
  migration::Target all;
  all.to = step.to;
  const auto plan = runner.plan(step.direction, all);
  if (!plan) {
    out.error = true;
    out.failed = scenario.counts(FailureKind::step_failed);
    return out;
  }
  if (plan->problems.empty() && plan->migrations.empty()) return out;
  if (!plan->migrations.empty() &&
      (!plan->migrations[0].transaction ||
       migration::profile_of(scenario.start.tool).transaction != migration::TransactionRule::file_and_row)) {
    for (std::size_t count = 1; count < plan->migrations[0].statements.size(); ++count)
      out.kills.push_back(static_cast<std::uint8_t>(count));
  }
  migration::Target one;
  one.steps = 1;
  const bool up = step.direction == migration::Direction::up;
  if (up) one.to = step.to;
  const migration::RunReport report = up ? runner.up(one) : runner.down(one);
  store.set_fault({});
  if (killed) {
    out.finished = false;
    return out;
  }
  for (const auto& applied : report.applied)
    out.failed = out.failed ||
                 (migration::loses_unnamed_rows(applied.rows) && scenario.counts(FailureKind::data_lost));
  if (report.failure) {
    out.error = true;
    const int code = report.failure->native & 0xFF;
    out.lock = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    out.failed =
        out.failed || scenario.counts(FailureKind::step_failed) ||
        (migration::loses_unnamed_rows(report.failed_rows) && scenario.counts(FailureKind::data_lost));
    return out;
  }
  if (!up && !step.to) return out;
  const auto left = runner.plan(step.direction, all);
  out.finished = left && left->problems.empty() && left->migrations.empty();
  if (!left) out.failed = scenario.counts(FailureKind::step_failed);
  if (!left) out.finished = true;
  return out;
}

}  // namespace simulator::deploy::testing_support
