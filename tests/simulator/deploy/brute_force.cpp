#include "tests/simulator/deploy/brute_force.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "simulator/migration/layout.h"
#include "simulator/world/world.h"
#include "tests/simulator/deploy/brute_data.h"
#include "tests/simulator/deploy/brute_request.h"
#include "tests/simulator/deploy/brute_step.h"

namespace simulator::deploy::testing_support {
namespace {

struct Node {
  Situation at;
  std::vector<std::string> begun;
  BruteData data;
};

std::string key_of(const Situation& at) {
  std::string out;
  const auto add = [&out](auto number) { out += std::to_string(static_cast<int>(number)) + ","; };
  for (const NodeAt& node : at.nodes) {
    add(node.group);
    add(node.version);
    add(node.life);
  }
  add(at.done);
  add(at.running);
  add(at.rollout ? at.rollout->step : -2);
  add(at.rollout ? at.rollout->target : -2);
  add(at.newest ? *at.newest : -1);
  add(at.previous ? *at.previous : -1);
  for (const std::string& flag : at.flags) out += flag + ",";
  add(at.rolled_back);
  add(at.crashed);
  return out;
}

enum class Result { fine, failed, not_answered };

class Search {
 public:
  Search(const Scenario& scenario, const Mishaps& mishaps, std::size_t limit)
      : scenario_(scenario), plan_(scenario), mishaps_(mishaps), limit_(limit) {
    set_ = migration::read_layout(scenario.start.tool, scenario.start.files, "migrations").set;
  }

  BruteForce run() {
    std::vector<Node> level = {{plan_.begin(), {}, start()}};
    std::set<std::string> seen = {key_of(level[0])};
    for (std::size_t depth = 0; !level.empty(); ++depth) {
      std::vector<Node> next;
      for (const Node& node : level) {
        if (++out_.states > limit_) {
          out_.complete = false;
          return std::move(out_);
        }
        std::vector<BruteData> written;
        if (fails(node, written)) {
          note(node.begun, node.at.rolled_back, depth);
          continue;
        }
        for (Node& each : successors(node, std::move(written), depth)) {
          if (seen.insert(key_of(each)).second) next.push_back(std::move(each));
        }
      }
      level = std::move(next);
    }
    find_orders(plan_.begin(), {});
    for (const End& end : ends_) apply(end);
    return std::move(out_);
  }

 private:
  static std::string key_of(const Node& node) {
    std::string out = testing_support::key_of(node.at);
    for (const std::string& step : node.begun) out += "/" + step;
    return out + "\n" + node.data.key();
  }

  /// Without the database: as if nothing could fail.
  void find_orders(const Situation& from, const std::vector<std::string>& begun) {
    if (!walked_
             .insert(testing_support::key_of(from) +
                     [&] {
                       std::string all;
                       for (const std::string& step : begun) all += "/" + step;
                       return all;
                     }())
             .second)
      return;
    if (begun.size() == plan_.steps() && plan_.at_rest(from)) out_.orders[begun];
    for (const Move& move : plan_.moves(from)) {
      std::vector<std::string> after = begun;
      if (move.begins) after.push_back(plan_.step(move.step).id);
      find_orders(plan_.after(from, move), after);
    }
  }

  struct End {
    std::vector<std::string> begun;
    bool back = false;
    std::size_t acts = 0;
  };

  void note(const std::vector<std::string>& begun, bool back, std::size_t acts) {
    ends_.push_back({begun, back, acts});
  }

  void apply(const End& end) {
    const auto& [begun, back, acts] = end;
    for (auto& [order, verdict] : out_.orders) {
      if (begun.size() > order.size() || !std::equal(begun.begin(), begun.end(), order.begin())) continue;
      auto& shortest = back ? verdict.fails_back : verdict.fails;
      if (!shortest || acts < *shortest) shortest = acts;
    }
  }

  // The database.

  BruteData start() {
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

  [[nodiscard]] bool counts(FailureKind kind) const { return scenario_.counts(kind); }

  /// What the oracles say of a request that came to its end; `data` gets what is known afterwards.
  Result judge(const Shot& shot, const ShotRun& run, const BruteData& before, std::optional<int> error,
               BruteData& data) const {
    if (error) {
      const bool lock = (*error & 0xFF) == SQLITE_BUSY || (*error & 0xFF) == SQLITE_LOCKED;
      if (counts(lock ? FailureKind::waited : FailureKind::sql_error)) return Result::failed;
      if (run.changed() > 0) {
        for (const world::Promise& promise : shot.query->writes) data.last[fact(promise, shot)].reset();
      }
      return Result::not_answered;
    }
    if (!shot.query->writes.empty() && run.changed() == 0 && counts(FailureKind::lost_write))
      return Result::failed;
    for (const world::Promise& promise : shot.query->reads) {
      const auto last = before.last.find(fact(promise, shot));
      if (last == before.last.end() || !last->second || run.column(promise.value) == last->second) continue;
      const bool somewhere = before.text.find(*last->second) != std::string::npos;
      if (counts(somewhere ? FailureKind::stale_read : FailureKind::lost_write)) return Result::failed;
    }
    for (const world::Promise& promise : shot.query->writes)
      data.last[fact(promise, shot)] = run.value(promise.value);
    if (shot.query->once) data.once.insert(shot.version->name + "/" + shot.query->name);
    return Result::fine;
  }

  std::vector<Shot> live_shots(const Node& node) const {
    std::vector<Shot> out;
    for (const NodeAt& each : node.at.nodes) {
      if (!each.live()) continue;
      const world::AppVersion& version = plan_.version(each.version);
      for (const std::size_t index : plan_.queries(node.at, each)) {
        if (node.data.once.contains(version.name + "/" + version.queries[index].name)) continue;
        for (const Shot& shot : shots(scenario_, version, version.queries[index])) out.push_back(shot);
      }
    }
    return out;
  }

  struct Shown {
    Result result = Result::fine;
    std::optional<BruteData> after;  ///< what a request that stays leaves behind
  };

  /// A request gives the same on the same database, so it is sent once and not for every situation again.
  /// `key`: of `before`.
  const Shown& shown(const Shot& shot, const BruteData& before, const std::string& key) {
    const std::string entity = shot.entity ? sql::to_display(*shot.entity) : "";
    const auto [found, is_new] =
        shown_.try_emplace(key + "\nsent " + shot.version->name + "/" + shot.query->name + "/" + entity);
    if (is_new) found->second.result = shoot(shot, before, found->second.after);
    return found->second;
  }

  Result shoot(const Shot& shot, const BruteData& before, std::optional<BruteData>& after) const {
    sql::EnvironmentStore store = copy_of(before.image, scenario_);
    BruteData data = before;
    Result result = Result::fine;
    {
      sql::Database database = open_copy(store);
      ShotRun run(shot, before);
      const auto error = run.send(database, 0, SIZE_MAX);
      if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
      result = judge(shot, run, before, error, data);
    }
    if (result != Result::failed && shot.stays()) after = taken(store, data);
    return result;
  }

  /// `after`: what requests that stay leave behind.
  bool fails(const Node& node, std::vector<BruteData>& after) {
    if (plan_.unserved(node.at) && counts(FailureKind::no_node)) return true;
    for (const Invariant& invariant : scenario_.invariants) {
      sql::EnvironmentStore store = copy_of(node.data.image, scenario_);
      sql::Database database = open_copy(store);
      const auto rows = database.query(invariant.sql);
      if (rows && !rows->rows.empty() && counts(FailureKind::broken_invariant)) return true;
    }
    const std::string key = node.data.key();
    for (const Shot& shot : live_shots(node)) {
      const Shown& each = shown(shot, node.data, key);
      if (each.result == Result::failed) return true;
      if (each.after) after.push_back(*each.after);
    }
    return false;
  }

  std::vector<Node> successors(const Node& node, std::vector<BruteData> written, std::size_t depth) {
    std::vector<Node> out;
    for (BruteData& each : written) out.push_back({node.at, node.begun, std::move(each)});
    Mishaps mishaps = mishaps_;
    mishaps.crash = false;
    for (const Move& move : plan_.moves(node.at, mishaps)) {
      std::vector<std::string> begun = node.begun;
      if (move.begins) begun.push_back(plan_.step(move.step).id);
      const bool back = node.at.rolled_back || move.kind == Move::Kind::roll_back;
      const auto fail = [&] { note(begun, back, depth + 1); };
      const auto go_on = [&](BruteData data, bool finished, bool refused) {
        out.push_back({plan_.after(node.at, move, finished, refused), begun, std::move(data)});
      };
      if (move.kind == Move::Kind::start || move.kind == Move::Kind::update) {
        const std::string& question = plan_.version(move.version).refuses_when;
        bool refused = false;
        if (!question.empty()) {
          sql::EnvironmentStore store = copy_of(node.data.image, scenario_);
          sql::Database database = open_copy(store);
          const auto rows = database.query(question);
          refused = !rows || !rows->rows.empty();
        }
        if (refused && counts(FailureKind::refused_start))
          fail();
        else
          go_on(node.data, true, refused);
        continue;
      }
      if (move.kind != Move::Kind::work) {
        go_on(node.data, true, false);
        continue;
      }
      const Step& step = plan_.step(move.step);
      if (step.kind == StepKind::flag || step.kind == StepKind::nothing) {
        go_on(node.data, true, false);
      } else if (step.kind == StepKind::backup) {
        BruteData data = node.data;
        data.backups[step.backup] = {data.image, data.text};
        go_on(std::move(data), true, false);
      } else if (step.kind == StepKind::restore) {
        const auto backup = node.data.backups.find(step.backup);
        if (backup == node.data.backups.end()) {
          if (counts(FailureKind::step_failed))
            fail();
          else
            go_on(node.data, true, false);
          continue;
        }
        BruteData data = node.data;
        data.image = backup->second.first;
        data.text = backup->second.second;
        fly_over_restore(node, data, fail, go_on);
        go_on(std::move(data), true, false);
      } else {
        do_work(node, move, step, fail, go_on, out, begun);
      }
    }
    return out;
  }

  template <class Fail, class GoOn>
  void fly_over_restore(const Node& node, const BruteData& restored, const Fail& fail, const GoOn& go_on) {
    for (const Shot& shot : live_shots(node)) {
      ShotRun run(shot, node.data);
      if (run.first_part() == 0) continue;
      bool lost = false;
      {
        sql::EnvironmentStore store = copy_of(node.data.image, scenario_);
        sql::Database database = open_copy(store);
        if (run.send(database, 0, run.first_part())) continue;
        lost = database.in_transaction();
      }
      if (lost) {
        if (counts(FailureKind::sql_error)) fail();
        continue;
      }
      sql::EnvironmentStore store = copy_of(restored.image, scenario_);
      BruteData data = node.data;
      Result result = Result::fine;
      {
        sql::Database database = open_copy(store);
        const auto error = run.send(database, run.first_part(), SIZE_MAX);
        if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
        result = judge(shot, run, node.data, error, data);
      }
      if (result == Result::failed) fail();
      if (result != Result::failed && shot.stays()) go_on(taken(store, data), true, false);
    }
  }

  template <class Fail, class GoOn>
  void do_work(const Node& node, const Move& move, const Step& step, const Fail& fail, const GoOn& go_on,
               std::vector<Node>& out, const std::vector<std::string>& begun) {
    Worked worked;
    {
      sql::EnvironmentStore store = copy_of(node.data.image, scenario_);
      worked = work(store, scenario_, set_, step, std::nullopt);
      BruteData data = taken(store, node.data);
      const bool endless = step.kind == StepKind::backfill && worked.changed_rows &&
                           data.text == node.data.text && counts(FailureKind::step_failed);
      if (worked.failed || endless)
        fail();
      else
        go_on(std::move(data), worked.finished, false);
    }
    for (const Shot& shot : live_shots(node)) {
      ShotRun run(shot, node.data);
      if (run.first_part() == 0) continue;
      sql::EnvironmentStore store = copy_of(node.data.image, scenario_);
      BruteData data = node.data;
      Result result = Result::fine;
      Worked beside;
      {
        sql::Database database = open_copy(store);
        if (run.send(database, 0, run.first_part())) continue;
        beside = work(store, scenario_, set_, step, std::nullopt);
        if (beside.error && beside.lock && counts(FailureKind::waited)) fail();
        if (beside.error) continue;
        const auto error = run.send(database, run.first_part(), SIZE_MAX);
        if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
        result = judge(shot, run, node.data, error, data);
      }
      if (result == Result::failed) fail();
      if (result != Result::failed && shot.stays()) go_on(taken(store, data), beside.finished, false);
    }
    if (!mishaps_.crash || node.at.crashed || step.kind != StepKind::migrate) return;
    for (const std::uint8_t statement : worked.kills) {
      Move kill = move;
      kill.kind = Move::Kind::crash;
      kill.statement = statement;
      sql::EnvironmentStore store = copy_of(node.data.image, scenario_);
      const Worked killed = work(store, scenario_, set_, step, statement);
      out.push_back({plan_.after(node.at, kill, killed.finished), begun, taken(store, node.data)});
    }
  }

  const Scenario& scenario_;
  Plan plan_;
  Mishaps mishaps_;
  std::size_t limit_;
  migration::MigrationSet set_;
  std::set<std::string> walked_;
  std::vector<End> ends_;
  std::map<std::string, Shown> shown_;
  BruteForce out_;
};

}  // namespace

BruteForce search(const Scenario& scenario, const Mishaps& mishaps, std::size_t state_limit) {
  return Search(scenario, mishaps, state_limit).run();
}

}  // namespace simulator::deploy::testing_support
