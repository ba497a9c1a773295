#include "tests/simulator/deploy/brute_force.h"

#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "simulator/base/clock.h"
#include "simulator/migration/layout.h"
#include "simulator/migration/runner.h"
#include "simulator/migration/tool_profile.h"
#include "simulator/sql/environment_store.h"
#include "simulator/sql/splitter.h"
#include "simulator/world/world.h"

namespace simulator::deploy::testing_support {
namespace {

using Facts = std::map<std::string, std::optional<std::string>>;

struct Data {
  sql::Image image;
  std::string text;  ///< all of it
  Facts last;
  std::set<std::string> once;
  std::map<std::string, std::pair<sql::Image, std::string>> backups;

  [[nodiscard]] std::string key() const {
    std::string out = text;
    for (const auto& [fact, value] : last) out += "\n" + fact + (value ? "=" + *value : "?");
    for (const std::string& each : once) out += "\nonce " + each;
    for (const auto& [name, backup] : backups) out += "\nbackup " + name + "\n" + backup.second;
    return out;
  }
};

struct Node {
  Situation at;
  std::vector<std::string> begun;
  Data data;
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

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

bool begins_with_word(std::string_view sql, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [sql](std::string_view word) {
    return sql.size() >= word.size() && std::equal(word.begin(), word.end(), sql.begin(), [](char a, char b) {
             return a == (b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b);
           });
  });
}

/// One request: a version's query with one entity.
struct Shot {
  const world::AppVersion* version = nullptr;
  const world::AppQuery* query = nullptr;
  std::optional<sql::Value> entity;
};

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
        std::vector<Data> written;
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

  sql::Database open(sql::EnvironmentStore& store) const {
    auto database = store.open("d");
    if (!database || !database->execute("PRAGMA foreign_keys = ON")) throw std::runtime_error("cannot open");
    return std::move(*database);
  }
  sql::EnvironmentStore copy(const sql::Image& image) const {
    sql::EnvironmentStore store({scenario_.start.seed, scenario_.start.start_unix_ms, 64U << 20U});
    if (!store.restore("d", image)) throw std::runtime_error("cannot restore");
    return store;
  }
  static std::string dump(sql::Database& database) {
    std::string out;
    std::vector<std::string> tables;
    const auto schema = database.query("SELECT type, name, sql FROM sqlite_master ORDER BY type, name");
    for (const auto& row : schema->rows) {
      for (const sql::Value& value : row) out += sql::to_display(value) + "|";
      if (sql::to_display(row[0]) == "table") tables.push_back(sql::to_display(row[1]));
    }
    for (const std::string& table : tables) {
      out += "\n#" + table;
      const auto rows = database.query("SELECT * FROM " + sql::quote_identifier(table));
      for (const auto& row : rows->rows) {
        out += "\n";
        for (const sql::Value& value : row)
          out += std::to_string(value.index()) + sql::to_display(value) + "|";
      }
    }
    return out;
  }
  /// What the store holds now, with the rest as it was.
  Data taken(sql::EnvironmentStore& store, const Data& before) const {
    Data data = before;
    {
      sql::Database database = open(store);
      data.text = dump(database);
    }
    data.image = *store.image("d");
    return data;
  }

  Data start() {
    auto world = world::World::create(scenario_.start);
    if (!world) throw std::runtime_error(to_string(world.error()));
    sql::EnvironmentStore store = copy(*world->image(scenario_.environment));
    Data data = taken(store, {});
    data.backups["start"] = {data.image, data.text};
    for (const NodeGroup& group : scenario_.groups) {
      const world::AppVersion& version = *scenario_.version(group.version);
      for (const world::AppQuery& query : version.queries) {
        if (!query.writes.empty()) continue;
        for (const Shot& shot : shots(version, query)) {
          sql::EnvironmentStore each = copy(data.image);
          sql::Database database = open(each);
          Run run(*this, shot, data);
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

  static std::string fact(const world::Promise& promise, const Shot& shot) {
    return promise.field + (promise.key.empty() || !shot.entity ? "" : "/" + sql::to_display(*shot.entity));
  }

  std::vector<Shot> shots(const world::AppVersion& version, const world::AppQuery& query) const {
    std::vector<std::optional<sql::Value>> entities;
    for (const auto* promises : {&query.writes, &query.reads}) {
      for (const world::Promise& promise : *promises) {
        for (const Entities& known : scenario_.entities) {
          if (known.field != promise.field || promise.key.empty()) continue;
          for (const sql::Value& key : known.keys) {
            if (std::find(entities.begin(), entities.end(), std::optional(key)) == entities.end())
              entities.emplace_back(key);
          }
        }
      }
    }
    if (entities.empty()) entities.emplace_back();
    std::vector<Shot> out;
    for (const auto& entity : entities) out.push_back({&version, &query, entity});
    return out;
  }

  /// A request while it runs.
  class Run {
   public:
    Run(const Search& search, const Shot& shot, const Data& data) : shot_(shot) {
      std::string everything = data.text;
      for (const auto& [name, backup] : data.backups) everything += backup.second;
      for (const auto& [fact, value] : data.last) everything += value.value_or("") + "\n";
      int number = 710'001;
      while (everything.find(std::to_string(number)) != std::string::npos) ++number;
      values_ = shot.query->parameters;
      for (auto& [name, value] : values_) {
        if (auto* text = std::get_if<std::string>(&value))
          *text = replaced(*text, "{write}", std::to_string(number));
        for (const auto* promises : {&shot.query->writes, &shot.query->reads}) {
          for (const world::Promise& promise : *promises) {
            if (shot.entity && promise.key == name) value = *shot.entity;
          }
        }
      }
      pieces_ = sql::split_statements(shot.query->sql);
      static_cast<void>(search);
    }

    /// The error, if one comes.
    std::optional<int> send(sql::Database& database, std::size_t from, std::size_t to) {
      for (std::size_t index = from; index < std::min(to, pieces_.size()); ++index) {
        const std::int64_t before = database.total_changes();
        auto statement = database.prepare(pieces_[index].text);
        if (!statement) return statement.error().native;
        for (const auto& [name, value] : values_) {
          if (!statement->bind(name, value)) throw std::runtime_error("cannot bind");
        }
        std::vector<sql::Value> first;
        std::vector<sql::Value> last;
        for (;;) {
          auto row = statement->step();
          if (!row) {
            changed_ += database.total_changes() - before;
            return row.error().native;
          }
          if (!*row) break;
          last.clear();
          for (int column = 0; column < statement->column_count(); ++column)
            last.push_back(statement->value(column));
          if (first.empty()) first = last;
        }
        changed_ += database.total_changes() - before;
        if (statement->column_count() == 0) continue;
        columns_.clear();
        for (int column = 0; column < statement->column_count(); ++column)
          columns_.push_back(statement->column_name(column));
        row_ = first;
        for (std::size_t column = 0; column < last.size(); ++column) {
          const std::string name = ":" + columns_[column];
          std::erase_if(values_, [&](const auto& each) { return each.first == name && !is_parameter(name); });
          if (!is_parameter(name)) values_.emplace_back(name, last[column]);
        }
      }
      return std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> column(const std::string& name) const {
      for (std::size_t index = 0; index < columns_.size(); ++index) {
        if (columns_[index] == name) return row_.empty() ? "NULL" : sql::to_display(row_[index]);
      }
      return std::nullopt;
    }
    [[nodiscard]] std::string value(const std::string& name) const {
      for (const auto& [each, value] : values_) {
        if (each == name) return sql::to_display(value);
      }
      return {};
    }
    [[nodiscard]] std::int64_t changed() const { return changed_; }
    /// One past the first statement that looks at the database; 0 when no other does.
    [[nodiscard]] std::size_t first_part() const {
      std::size_t part = 0;
      std::size_t looks = 0;
      for (std::size_t index = 0; index < pieces_.size(); ++index) {
        if (begins_with_word(pieces_[index].text, {"BEGIN", "COMMIT", "END", "ROLLBACK"})) continue;
        if (++looks == 1) part = index + 1;
      }
      return looks > 1 ? part : 0;
    }

   private:
    [[nodiscard]] bool is_parameter(const std::string& name) const {
      return std::any_of(shot_.query->parameters.begin(), shot_.query->parameters.end(),
                         [&](const auto& each) { return each.first == name; });
    }
    Shot shot_;
    world::Parameters values_;
    std::vector<sql::StatementText> pieces_;
    std::vector<std::string> columns_;
    std::vector<sql::Value> row_;
    std::int64_t changed_ = 0;
  };

  [[nodiscard]] bool counts(FailureKind kind) const { return scenario_.counts(kind); }

  /// What the oracles say of a request that came to its end; `data` gets what is known afterwards.
  Result judge(const Shot& shot, const Run& run, const Data& before, std::optional<int> error,
               Data& data) const {
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
        for (const Shot& shot : shots(version, version.queries[index])) out.push_back(shot);
      }
    }
    return out;
  }

  Result shoot(const Shot& shot, const Data& before, std::optional<Data>& after) const {
    sql::EnvironmentStore store = copy(before.image);
    Data data = before;
    Result result = Result::fine;
    {
      sql::Database database = open(store);
      Run run(*this, shot, before);
      const auto error = run.send(database, 0, SIZE_MAX);
      if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
      result = judge(shot, run, before, error, data);
    }
    const bool stays = !shot.query->writes.empty() || shot.query->once;
    if (result != Result::failed && stays) after = taken(store, data);
    return result;
  }

  /// `after`: what requests that stay leave behind.
  bool fails(const Node& node, std::vector<Data>& after) const {
    if (plan_.unserved(node.at) && counts(FailureKind::no_node)) return true;
    for (const Invariant& invariant : scenario_.invariants) {
      sql::EnvironmentStore store = copy(node.data.image);
      sql::Database database = open(store);
      const auto rows = database.query(invariant.sql);
      if (rows && !rows->rows.empty() && counts(FailureKind::broken_invariant)) return true;
    }
    for (const Shot& shot : live_shots(node)) {
      std::optional<Data> left;
      if (shoot(shot, node.data, left) == Result::failed) return true;
      if (left) after.push_back(std::move(*left));
    }
    return false;
  }

  struct Worked {
    bool failed = false;  ///< an oracle that counts saw it
    bool error = false;
    bool lock = false;
    bool finished = true;
    bool changed_rows = false;
    std::vector<std::uint8_t> kills;
  };

  Worked work(sql::EnvironmentStore& store, const Step& step, std::optional<std::uint8_t> kill) const {
    Worked out;
    sql::Database database = open(store);
    if (step.kind == StepKind::backfill) {
      const std::int64_t before = database.total_changes();
      auto ran = database.execute("BEGIN IMMEDIATE; " + step.sql + "; COMMIT");
      if (!ran) {
        out.error = true;
        out.lock = (ran.error().native & 0xFF) == SQLITE_BUSY;
        if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
        out.failed = counts(FailureKind::step_failed);
        return out;
      }
      out.changed_rows = database.total_changes() != before;
      out.finished = !out.changed_rows;
      return out;
    }
    const base::ManualClock clock(scenario_.start.start_unix_ms);
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
    migration::Runner runner(database, set_, clock, hooks);
    migration::Target all;
    all.to = step.to;
    const auto plan = runner.plan(step.direction, all);
    if (!plan) {
      out.error = true;
      out.failed = counts(FailureKind::step_failed);
      return out;
    }
    if (plan->problems.empty() && plan->migrations.empty()) return out;
    if (!plan->migrations.empty() &&
        (!plan->migrations[0].transaction || migration::profile_of(scenario_.start.tool).transaction !=
                                                 migration::TransactionRule::file_and_row)) {
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
      out.failed =
          out.failed || (migration::loses_unnamed_rows(applied.rows) && counts(FailureKind::data_lost));
    if (report.failure) {
      out.error = true;
      const int code = report.failure->native & 0xFF;
      out.lock = code == SQLITE_BUSY || code == SQLITE_LOCKED;
      out.failed = out.failed || counts(FailureKind::step_failed) ||
                   (migration::loses_unnamed_rows(report.failed_rows) && counts(FailureKind::data_lost));
      return out;
    }
    if (!up && !step.to) return out;
    const auto left = runner.plan(step.direction, all);
    out.finished = left && left->problems.empty() && left->migrations.empty();
    if (!left) out.failed = counts(FailureKind::step_failed);
    if (!left) out.finished = true;
    return out;
  }

  std::vector<Node> successors(const Node& node, std::vector<Data> written, std::size_t depth) {
    std::vector<Node> out;
    for (Data& each : written) out.push_back({node.at, node.begun, std::move(each)});
    Mishaps mishaps = mishaps_;
    mishaps.crash = false;
    for (const Move& move : plan_.moves(node.at, mishaps)) {
      std::vector<std::string> begun = node.begun;
      if (move.begins) begun.push_back(plan_.step(move.step).id);
      const bool back = node.at.rolled_back || move.kind == Move::Kind::roll_back;
      const auto fail = [&] { note(begun, back, depth + 1); };
      const auto go_on = [&](Data data, bool finished, bool refused) {
        out.push_back({plan_.after(node.at, move, finished, refused), begun, std::move(data)});
      };
      if (move.kind == Move::Kind::start || move.kind == Move::Kind::update) {
        const std::string& question = plan_.version(move.version).refuses_when;
        bool refused = false;
        if (!question.empty()) {
          sql::EnvironmentStore store = copy(node.data.image);
          sql::Database database = open(store);
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
        Data data = node.data;
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
        Data data = node.data;
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
  void fly_over_restore(const Node& node, const Data& restored, const Fail& fail, const GoOn& go_on) {
    for (const Shot& shot : live_shots(node)) {
      Run run(*this, shot, node.data);
      if (run.first_part() == 0) continue;
      bool lost = false;
      {
        sql::EnvironmentStore store = copy(node.data.image);
        sql::Database database = open(store);
        if (run.send(database, 0, run.first_part())) continue;
        lost = database.in_transaction();
      }
      if (lost) {
        if (counts(FailureKind::sql_error)) fail();
        continue;
      }
      sql::EnvironmentStore store = copy(restored.image);
      Data data = node.data;
      Result result = Result::fine;
      {
        sql::Database database = open(store);
        const auto error = run.send(database, run.first_part(), SIZE_MAX);
        if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
        result = judge(shot, run, node.data, error, data);
      }
      if (result == Result::failed) fail();
      if (result != Result::failed && (!shot.query->writes.empty() || shot.query->once))
        go_on(taken(store, data), true, false);
    }
  }

  template <class Fail, class GoOn>
  void do_work(const Node& node, const Move& move, const Step& step, const Fail& fail, const GoOn& go_on,
               std::vector<Node>& out, const std::vector<std::string>& begun) {
    Worked worked;
    {
      sql::EnvironmentStore store = copy(node.data.image);
      worked = work(store, step, std::nullopt);
      Data data = taken(store, node.data);
      const bool endless = step.kind == StepKind::backfill && worked.changed_rows &&
                           data.text == node.data.text && counts(FailureKind::step_failed);
      if (worked.failed || endless)
        fail();
      else
        go_on(std::move(data), worked.finished, false);
    }
    for (const Shot& shot : live_shots(node)) {
      Run run(*this, shot, node.data);
      if (run.first_part() == 0) continue;
      sql::EnvironmentStore store = copy(node.data.image);
      Data data = node.data;
      Result result = Result::fine;
      Worked beside;
      {
        sql::Database database = open(store);
        if (run.send(database, 0, run.first_part())) continue;
        beside = work(store, step, std::nullopt);
        if (beside.error && beside.lock && counts(FailureKind::waited)) fail();
        if (beside.error) continue;
        const auto error = run.send(database, run.first_part(), SIZE_MAX);
        if (database.in_transaction()) static_cast<void>(database.execute("ROLLBACK"));
        result = judge(shot, run, node.data, error, data);
      }
      if (result == Result::failed) fail();
      if (result != Result::failed && (!shot.query->writes.empty() || shot.query->once))
        go_on(taken(store, data), beside.finished, false);
    }
    if (!mishaps_.crash || node.at.crashed || step.kind != StepKind::migrate) return;
    for (const std::uint8_t statement : worked.kills) {
      Move kill = move;
      kill.kind = Move::Kind::crash;
      kill.statement = statement;
      sql::EnvironmentStore store = copy(node.data.image);
      const Worked killed = work(store, step, statement);
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
  BruteForce out_;
};

}  // namespace

BruteForce search(const Scenario& scenario, const Mishaps& mishaps, std::size_t state_limit) {
  return Search(scenario, mishaps, state_limit).run();
}

}  // namespace simulator::deploy::testing_support
