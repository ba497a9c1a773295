#include "tests/simulator/deploy/brute_effects.h"

#include <sqlite3.h>

#include <stdexcept>
#include <utility>

#include "simulator/migration/layout.h"
#include "simulator/world/world.h"
#include "tests/simulator/deploy/brute_step.h"

namespace simulator::deploy::testing_support {
namespace {

std::string name_of(const Shot& shot) {
  return shot.version->name + "/" + shot.query->name + "/" +
         (shot.entity ? sql::to_display(*shot.entity) : "");
}

/// What the map has under that name; made when there is none yet.
template <class Value, class Make>
const Value& once(std::map<std::string, Value>& known, const std::string& name, const Make& make) {
  const auto [found, is_new] = known.try_emplace(name);
  if (is_new) found->second = make();
  return found->second;
}

}  // namespace

BruteEffects::BruteEffects(const Scenario& scenario)
    : scenario_(scenario),
      set_(migration::read_layout(scenario.start.tool, scenario.start.files, "migrations").set) {}

BruteData BruteEffects::start() const {
  auto world = world::World::create(scenario_.start);
  if (!world) throw std::runtime_error(to_string(world.error()));
  sql::EnvironmentStore store = copy_of(*world->image(scenario_.environment), scenario_);
  BruteData data = taken(store, {});
  data.backups["start"] = {data.image, data.text};
  for (const NodeGroup& group : scenario_.groups) {
    const world::AppVersion& version = *scenario_.version(group.version);
    for (const world::AppQuery& query : version.queries) {
      if (!query.writes.empty()) continue;
      for (const Shot& shot : shots(scenario_, version, query)) {
        sql::EnvironmentStore each = copy_of(data.image, scenario_);
        sql::Database database = open_copy(each);
        ShotRun run(shot, data);
        if (run.send(database, 0, SIZE_MAX)) continue;
        for (const world::Promise& promise : query.reads) {
          const auto value = run.column(promise.value);
          if (value) data.last.emplace(fact(promise, shot), *value);
        }
      }
    }
  }
  return data;
}

bool BruteEffects::finds(const std::string& sql, const BruteData& data, bool when_refused) const {
  sql::EnvironmentStore store = copy_of(data.image, scenario_);
  sql::Database database = open_copy(store);
  const auto rows = database.query(sql);
  return rows ? !rows->rows.empty() : when_refused;
}

/// What the oracles say of a request that came to its end, true: it failed. `data` gets what is known
/// afterwards.
bool BruteEffects::judge(const Shot& shot, const ShotRun& run, const BruteData& before,
                         std::optional<int> error, BruteData& data) const {
  if (error) {
    const bool lock = (*error & 0xFF) == SQLITE_BUSY || (*error & 0xFF) == SQLITE_LOCKED;
    if (counts(lock ? FailureKind::waited : FailureKind::sql_error)) return true;
    if (run.changed() > 0) {
      for (const world::Promise& promise : shot.query->writes) data.last[fact(promise, shot)].reset();
    }
    return false;
  }
  if (!shot.query->writes.empty() && run.changed() == 0 && counts(FailureKind::lost_write)) return true;
  for (const world::Promise& promise : shot.query->reads) {
    const auto last = before.last.find(fact(promise, shot));
    if (last == before.last.end() || !last->second || run.column(promise.value) == last->second) continue;
    const bool somewhere = before.text.find(*last->second) != std::string::npos;
    if (counts(somewhere ? FailureKind::stale_read : FailureKind::lost_write)) return true;
  }
  for (const world::Promise& promise : shot.query->writes)
    data.last[fact(promise, shot)] = run.value(promise.value);
  if (shot.query->once) data.once.insert(shot.version->name + "/" + shot.query->name);
  return false;
}

/// The statements from `from` on, and what the oracles say of the whole.
BruteEffects::Outcome BruteEffects::finish(const Shot& shot, ShotRun& run, std::size_t from,
                                           const BruteData& before, sql::EnvironmentStore& store,
                                           std::optional<sql::Database> database) const {
  BruteData data = before;
  const auto error = run.send(*database, from, SIZE_MAX);
  if (database->in_transaction()) static_cast<void>(database->execute("ROLLBACK"));
  Outcome out;
  out.fails = judge(shot, run, before, error, data);
  database.reset();
  if (!out.fails && shot.stays()) out.after = taken(store, data);
  return out;
}

BruteEffects::Outcome BruteEffects::sent(const Shot& shot, const BruteData& before) const {
  sql::EnvironmentStore store = copy_of(before.image, scenario_);
  ShotRun run(shot, before);
  return finish(shot, run, 0, before, store, open_copy(store));
}

BruteEffects::Outcome BruteEffects::worked(const Step& step, const BruteData& before) const {
  sql::EnvironmentStore store = copy_of(before.image, scenario_);
  const Worked worked = testing_support::work(store, scenario_, set_, step, std::nullopt);
  Outcome out;
  out.after = taken(store, before);
  const bool endless = step.kind == StepKind::backfill && worked.changed_rows &&
                       out.after->text == before.text && counts(FailureKind::step_failed);
  out.fails = worked.failed || endless;
  if (out.fails) out.after.reset();
  out.finished = worked.finished;
  return out;
}

BruteEffects::Outcome BruteEffects::worked_within(const Step& step, const Shot& shot,
                                                  const BruteData& before) const {
  ShotRun run(shot, before);
  if (run.first_part() == 0) return {};
  sql::EnvironmentStore store = copy_of(before.image, scenario_);
  sql::Database database = open_copy(store);
  if (run.send(database, 0, run.first_part())) return {};
  const Worked worked = testing_support::work(store, scenario_, set_, step, std::nullopt);
  Outcome out;
  out.fails = worked.error && worked.lock && counts(FailureKind::waited);
  if (worked.error) return out;
  out = finish(shot, run, run.first_part(), before, store, std::move(database));
  out.finished = worked.finished;
  return out;
}

std::vector<BruteEffects::Killed> BruteEffects::killed_at_each(const Step& step,
                                                               const BruteData& before) const {
  sql::EnvironmentStore store = copy_of(before.image, scenario_);
  std::vector<Killed> out;
  for (const std::uint8_t statement :
       testing_support::work(store, scenario_, set_, step, std::nullopt).kills) {
    sql::EnvironmentStore each = copy_of(before.image, scenario_);
    const bool finished = testing_support::work(each, scenario_, set_, step, statement).finished;
    out.push_back({statement, finished, taken(each, before)});
  }
  return out;
}

BruteEffects::Outcome BruteEffects::over_restore(const Shot& shot, const BruteData& before,
                                                 const BruteData& restored) const {
  ShotRun run(shot, before);
  if (run.first_part() == 0) return {};
  bool lost = false;
  {
    sql::EnvironmentStore store = copy_of(before.image, scenario_);
    sql::Database database = open_copy(store);
    if (run.send(database, 0, run.first_part())) return {};
    lost = database.in_transaction();
  }
  if (lost) return {.fails = counts(FailureKind::sql_error), .finished = true, .after = {}};
  sql::EnvironmentStore store = copy_of(restored.image, scenario_);
  return finish(shot, run, run.first_part(), before, store, open_copy(store));
}

const BruteEffects::Outcome& BruteEffects::request(const Shot& shot, const BruteData& before,
                                                   const std::string& key) {
  return once(outcomes_, key + "\nsent " + name_of(shot), [&] { return sent(shot, before); });
}

const BruteEffects::Outcome& BruteEffects::work(const Step& step, const BruteData& before,
                                                const std::string& key) {
  return once(outcomes_, key + "\ndid " + step.id, [&] { return worked(step, before); });
}

const BruteEffects::Outcome& BruteEffects::within(const Step& step, const Shot& shot, const BruteData& before,
                                                  const std::string& key) {
  return once(outcomes_, key + "\ndid " + step.id + " within " + name_of(shot),
              [&] { return worked_within(step, shot, before); });
}

const std::vector<BruteEffects::Killed>& BruteEffects::killed(const Step& step, const BruteData& before,
                                                              const std::string& key) {
  return once(killed_, key + "\ndid " + step.id, [&] { return killed_at_each(step, before); });
}

}  // namespace simulator::deploy::testing_support
