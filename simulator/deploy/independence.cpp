#include "simulator/deploy/independence.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "simulator/base/lower_case.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::deploy {
namespace {

/// Names that belong together (union-find).
class Circles {
 public:
  void join(const std::string& a, const std::string& b) { parent_[root(a)] = root(b); }
  [[nodiscard]] std::string root(const std::string& name) {
    auto found = parent_.emplace(name, name).first;
    while (found->second != found->first) found = parent_.find(found->second);
    return found->first;
  }

 private:
  std::map<std::string, std::string> parent_;
};

base::Result<void> join_foreign_keys(const sql::Image& image, Circles& circles) {
  sql::EnvironmentStore store{{}};
  if (auto restored = store.restore("keys", image); !restored) return restored;
  auto database = store.open("keys");
  if (!database) return tl::make_unexpected(database.error());
  auto keys = database->query(
      "SELECT m.name, k.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = "
      "'table'");
  if (!keys) return tl::make_unexpected(keys.error());
  for (const auto& row : keys->rows)
    circles.join("t " + base::lower_case(sql::to_display(row[0])),
                 "t " + base::lower_case(sql::to_display(row[1])));
  return {};
}

}  // namespace

base::Result<std::vector<std::vector<bool>>> writing_groups(const Experiment& experiment,
                                                            const Effects& effects) {
  const std::vector<Asked>& asked = experiment.asked.all();
  const Scenario& scenario = experiment.plan->scenario();
  Circles circles;
  bool one_group = !scenario.counts(FailureKind::refused_start) || !scenario.counts(FailureKind::step_failed);
  const std::string history =
      base::lower_case(std::string(migration::profile_of(scenario.start.tool).history_table));
  const auto join = [&](const std::set<std::string>& tables, const std::string& with) {
    for (const std::string& table : tables) {
      if (table == "sqlite_sequence") one_group = true;
      if (table != history && !table.starts_with("sqlite_")) circles.join("t " + table, with);
    }
  };
  for (std::size_t index = 0; index < asked.size(); ++index) {
    const std::string self = "r " + std::to_string(index);
    join(effects.tables_of_request(index), self);
    // By field, not by fact: a query that reads all entities at once does not say so.
    const auto promise = [&](const FactPromise& each) {
      circles.join("f " + experiment.asked.facts()[each.fact].field, self);
    };
    std::for_each(asked[index].writes.begin(), asked[index].writes.end(), promise);
    std::for_each(asked[index].reads.begin(), asked[index].reads.end(), promise);
  }
  for (std::size_t step = 0; step < experiment.plan->steps(); ++step)
    join(effects.tables_of_step(static_cast<StepIndex>(step)), "s " + std::to_string(step));
  join(effects.tables_of_invariants(), "i");
  std::set<std::string> schemas;
  for (DataId data = 0; data < effects.states(); ++data) {
    if (!schemas.insert(effects.state(data).dump->schema).second) continue;
    if (auto joined = join_foreign_keys(effects.state(data).image, circles); !joined)
      return tl::make_unexpected(joined.error());
  }

  std::map<std::string, std::size_t> numbers;
  std::vector<std::vector<bool>> groups;
  for (std::size_t index = 0; index < asked.size(); ++index) {
    if (!asked[index].stays()) continue;
    const std::string root = one_group ? std::string() : circles.root("r " + std::to_string(index));
    const auto [found, fresh] = numbers.emplace(root, groups.size());
    if (fresh) groups.emplace_back(asked.size());
    groups[found->second][index] = true;
  }
  if (groups.empty()) groups.emplace_back(asked.size());
  return groups;
}

}  // namespace simulator::deploy
