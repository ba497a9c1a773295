#include "tests/simulator/deploy/random_scenario.h"

#include <array>

#include "simulator/base/random.h"
#include "tests/simulator/deploy/textbook.h"

namespace simulator::deploy::testing_support {
namespace {

class Maker {
 public:
  Maker(std::uint64_t seed, const RandomShape& shape) : random_(seed), shape_(shape) {}

  Scenario make() {
    std::vector<migration::SourceFile> files = {
        {"20260101_begin.sql",
         "-- migrate:up\nCREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\nINSERT INTO t VALUES (1, 'one');\n"
         "CREATE TABLE u (id INTEGER PRIMARY KEY, x TEXT);\nINSERT INTO u VALUES (1, 'ex');\n-- "
         "migrate:down\n"}};
    two_facts_ = chance(4);
    const int changes = 1 + static_cast<int>(random_.below(2));
    for (int number = 2; number < 2 + changes; ++number)
      files.push_back({"2026010" + std::to_string(number) + "_change.sql", change()});
    std::vector<world::AppVersion> versions = {version("v0", 0)};
    const int later = 1 + static_cast<int>(random_.below(2));
    for (int number = 1; number <= later; ++number)
      versions.push_back(version("v" + std::to_string(number), number));
    Scenario scenario =
        scenario_of(std::move(files), std::move(versions),
                    1 + static_cast<int>(random_.below(static_cast<std::uint64_t>(shape_.nodes))));
    if (chance(5)) scenario.start.tool = migration::Tool::dbmate;
    scenario.entities = {{"f", {std::int64_t{1}}}};
    if (two_facts_) scenario.entities.push_back({"g", {std::int64_t{1}}});
    if (flag_) scenario.flags = {{"new", "off"}};
    if (chance(6)) scenario.live_versions = 3;
    if (chance(8)) add_workers(scenario);
    if (chance(8)) scenario.invariants = {{"no row is lost", "SELECT 1 WHERE (SELECT count(*) FROM u) <> 1"}};
    if (chance(8)) scenario.tolerates.push_back(FailureKind::waited);
    if (chance(12)) scenario.tolerates.push_back(FailureKind::step_failed);
    if (chance(12)) scenario.tolerates.push_back(FailureKind::refused_start);
    if (chance(5)) scenario.tolerates.clear();
    add_steps(scenario, changes);
    return scenario;
  }

 private:
  bool chance(std::uint64_t one_in) { return random_.below(one_in) == 0; }
  template <std::size_t n>
  std::string one_of(const std::array<const char*, n>& texts) {
    return texts[static_cast<std::size_t>(random_.below(n))];
  }

  std::string change() {
    constexpr std::array<const char*, 14> texts = {
        "ALTER TABLE t ADD COLUMN b TEXT;\n",
        "ALTER TABLE t ADD COLUMN b TEXT;\n",
        "ALTER TABLE t ADD COLUMN b TEXT;\nUPDATE t SET b = a;\n",
        "ALTER TABLE t DROP COLUMN a;\n",
        "ALTER TABLE t RENAME COLUMN a TO b;\n",
        "CREATE UNIQUE INDEX t_a ON t (a);\n",
        "ALTER TABLE t ADD COLUMN b TEXT;\nCREATE TRIGGER sync AFTER UPDATE OF a ON t BEGIN UPDATE t SET b = "
        "NEW.a WHERE id = "
        "NEW.id; END;\n",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, b TEXT);\nINSERT INTO n SELECT id, a FROM t;\nDROP TABLE "
        "t;\nALTER TABLE n "
        "RENAME TO t;\n",
        "ALTER TABLE t RENAME TO s;\nCREATE VIEW t AS SELECT id, a FROM s;\n",
        "ALTER TABLE u ADD COLUMN y TEXT;\n",
        "ALTER TABLE u RENAME COLUMN x TO y;\n",
        "-- migrate:up transaction:false\nALTER TABLE t ADD COLUMN b TEXT;\nUPDATE t SET b = a;\nALTER TABLE "
        "t DROP COLUMN "
        "a;\n",
        "UPDATE t SET a = 'fixed';\n",
        "INSERT INTO t VALUES (2, 'two');\n"};
    // Where two fields meet in a step it may take a write of each to fail.
    if (two_facts_ && chance(3))
      return "-- migrate:up\nUPDATE t SET a = 'lost' WHERE a <> 'one' AND EXISTS (SELECT 1 FROM u WHERE x <> "
             "'ex');\n-- migrate:down\n";
    const std::string text = one_of(texts);
    return (text.starts_with("-- migrate:up") ? text : "-- migrate:up\n" + text) + "-- migrate:down\n";
  }

  world::AppQuery write_f(int number) {
    constexpr std::array<const char*, 5> old = {
        "UPDATE t SET a = :value WHERE id = :id", "UPDATE t SET a = :value WHERE id = :id",
        "INSERT INTO t (id, a) VALUES (:id, :value) ON CONFLICT (id) DO UPDATE SET a = :value",
        "SELECT id AS found FROM t WHERE id = :id; UPDATE t SET a = :value WHERE id = :found",
        "BEGIN; SELECT a FROM t WHERE id = :id; UPDATE t SET a = :value WHERE id = :id; COMMIT"};
    constexpr std::array<const char*, 5> newer = {
        "UPDATE t SET b = :value WHERE id = :id", "UPDATE t SET a = :value, b = :value WHERE id = :id",
        "UPDATE t SET a = :value, b = :value WHERE id = :id",
        "UPDATE t SET b = :value WHERE id = :id; UPDATE t SET a = :value WHERE id = :id",
        "BEGIN; SELECT b FROM t WHERE id = :id; UPDATE t SET b = :value WHERE id = :id; COMMIT"};
    return writes("f", number == 0 || chance(4) ? one_of(old) : one_of(newer));
  }

  world::AppQuery read_f(int number) {
    constexpr std::array<const char*, 3> old = {"SELECT a AS value FROM t WHERE id = :id",
                                                "SELECT a AS value FROM t WHERE id = :id",
                                                "SELECT a AS value, * FROM t WHERE id = :id"};
    constexpr std::array<const char*, 4> newer = {
        "SELECT b AS value FROM t WHERE id = :id", "SELECT coalesce(b, a) AS value FROM t WHERE id = :id",
        "SELECT \"b\" AS value FROM t WHERE id = :id", "SELECT a AS value FROM t WHERE id = :id"};
    return reads("f", number == 0 || chance(4) ? one_of(old) : one_of(newer));
  }

  world::AppVersion version(const std::string& name, int number) {
    world::AppVersion out;
    out.name = name;
    out.queries = {write_f(number), read_f(number)};
    if (number > 0 && chance(5)) {
      flag_ = true;
      world::AppQuery by_flag = read_f(number);
      by_flag.name = "read by flag";
      by_flag.when = {{"new", "on"}};
      out.queries.push_back(by_flag);
    }
    if (two_facts_) {
      out.queries.push_back(writes("g", "UPDATE u SET x = :value WHERE id = :id"));
      out.queries.push_back(reads("g", "SELECT x AS value FROM u WHERE id = :id"));
    }
    if (chance(8)) {
      world::AppQuery once = asks("sign up", "INSERT INTO u (id, x) VALUES (77, 'new')");
      once.once = true;
      out.queries.push_back(once);
    }
    if (chance(8)) out.queries.push_back(asks("log", "INSERT INTO u (x) VALUES ('log')"));
    if (number > 0 && chance(10))
      out.refuses_when =
          "SELECT 'b is missing' WHERE NOT EXISTS (SELECT 1 FROM pragma_table_info('t') WHERE name = 'b')";
    return out;
  }

  void add_workers(Scenario& scenario) {
    NodeGroup group;
    group.name = "worker";
    group.count = 1;
    group.version = "v0";
    group.updates = chance(2) ? Updates::late : Updates::never;
    group.queries = {chance(2) ? "read f" : "write f"};
    scenario.groups.push_back(group);
  }

  void add_steps(Scenario& scenario, int changes) {
    std::vector<Step> steps;
    const int wanted = 2 + static_cast<int>(random_.below(static_cast<std::uint64_t>(shape_.steps - 1)));
    std::size_t next_version = 1;
    int next_file = 2;
    while (static_cast<int>(steps.size()) < wanted) {
      const std::string id = std::string(1, static_cast<char>('A' + static_cast<char>(steps.size())));
      switch (random_.below(9)) {
        case 0:
        case 1:
        case 2:
          if (next_version >= scenario.start.versions.size()) continue;
          steps.push_back(deploy(id, scenario.start.versions[next_version++].name));
          dress(steps.back());
          break;
        case 3:
        case 4:
        case 5:
          if (next_file >= 2 + changes) {
            if (!chance(3)) continue;
            steps.push_back(backfill(id, "UPDATE t SET a = a"));
            break;
          }
          steps.push_back(migrate(id, "2026010" + std::to_string(next_file++)));
          break;
        case 6:
          steps.push_back(backfill(
              id, chance(2) ? "UPDATE t SET b = a WHERE b IS NULL" : "UPDATE t SET b = a WHERE b IS NOT a"));
          break;
        case 7: {
          Step step;
          step.id = step.title = id;
          step.kind = StepKind::drain;
          step.version = "v0";
          if (flag_ && chance(2)) {
            step.kind = StepKind::flag;
            step.flag = "new";
            step.value = "on";
          }
          steps.push_back(step);
          break;
        }
        default: {
          Step step;
          step.id = step.title = id;
          step.kind = chance(3) ? StepKind::backup : StepKind::restore;
          step.backup = step.kind == StepKind::backup || chance(2) ? "mine" : "start";
          if (!chance(2)) step.kind = StepKind::nothing;
          steps.push_back(step);
        }
      }
    }
    for (std::size_t later = 1; later < steps.size(); ++later) {
      for (std::size_t before = 0; before < later; ++before) {
        if (chance(3)) steps[later].after.push_back(steps[before].id);
      }
    }
    scenario.steps = std::move(steps);
  }

  void dress(Step& step) {
    switch (random_.below(8)) {
      case 0:
        step.strategy = Strategy::blue_green;
        break;
      case 1:
        step.strategy = Strategy::recreate;
        break;
      case 2:
        step.strategy = Strategy::beside;
        break;
      case 3:
        step.surge = 1;
        break;
      default:
        break;
    }
    step.wait = !chance(4);
  }

  base::Random random_;
  RandomShape shape_;
  bool two_facts_ = false;
  bool flag_ = false;
};

}  // namespace

Scenario random_scenario(std::uint64_t seed, const RandomShape& shape) { return Maker(seed, shape).make(); }

}  // namespace simulator::deploy::testing_support
