#include "simulator/deploy/liveness.h"

#include <algorithm>
#include <map>
#include <set>

#include "simulator/deploy/replay.h"

namespace simulator::deploy {
namespace {

lint::LiveVersion plain(const world::AppVersion& version) {
  lint::LiveVersion out;
  out.name = version.name;
  for (const world::AppQuery& query : version.queries) out.queries.push_back({query.name, query.sql});
  return out;
}

bool is_at_most(const std::string& version, const std::optional<std::string>& limit) {
  return !limit || !migration::version_less(*limit, version);
}

/// Walks the steps and keeps account of who serves and which files have run. A rollout that is not waited
/// for, and workers that update late, may be anywhere on their way: both of their versions count until a
/// drain.
class Walk {
 public:
  Walk(const Scenario& scenario, const migration::MigrationSet& set) : set_(set) {
    for (const std::string& version : applied_at_start(scenario, set)) applied_.insert(version);
    for (const NodeGroup& group : scenario.groups) {
      (group.updates == Updates::never ? forgotten_ : serving_).insert(group.version);
      if (group.updates == Updates::late) late_.insert(group.version);
      begin(group.version);
    }
  }

  void take(const Step& step) {
    if (step.kind == StepKind::migrate && step.direction == migration::Direction::up) {
      for (const migration::MigrationFile& file : set_.files)
        if (is_at_most(file.version, step.to) && applied_.insert(file.version).second) run(file.version);
    } else if (step.kind == StepKind::deploy) {
      if (step.wait && step.strategy != Strategy::beside) serving_ = late_;
      if (!late_.empty()) late_.insert(step.version);
      serving_.insert(step.version);
      begin(step.version);
    } else if (step.kind == StepKind::drain) {
      serving_.erase(step.version);
      late_.erase(step.version);
    }
  }

  [[nodiscard]] const std::set<std::string>& migrations() const { return run_; }
  [[nodiscard]] const std::set<std::string>& during(const std::string& version) { return during_[version]; }

 private:
  /// From here on it meets the schema of every file that has run.
  void begin(const std::string& version) { during_[version].insert(run_.begin(), run_.end()); }

  void run(const std::string& migration) {
    run_.insert(migration);
    for (const auto* versions : {&serving_, &forgotten_})
      for (const std::string& version : *versions) during_[version].insert(migration);
  }

  const migration::MigrationSet& set_;
  std::set<std::string> applied_;
  std::set<std::string> run_;
  std::set<std::string> serving_;    ///< by nodes and workers that steps change
  std::set<std::string> late_;       ///< of them those that a late worker may still run
  std::set<std::string> forgotten_;  ///< by those that no step changes
  std::map<std::string, std::set<std::string>> during_;
};

}  // namespace

base::Result<lint::Rollout> live_versions(const Scenario& scenario, const std::vector<std::string>& order,
                                          const migration::MigrationSet& set) {
  if (auto good = check_order(scenario, order); !good) return tl::make_unexpected(good.error());
  Walk walk(scenario, set);
  for (const std::string& id : order) walk.take(*scenario.step(id));
  lint::Rollout rollout;
  rollout.migrations = walk.migrations();
  for (const world::AppVersion& version : scenario.start.versions) {
    rollout.versions.push_back(plain(version));
    rollout.versions.back().during = walk.during(version.name);
  }
  return rollout;
}

std::vector<std::string> applied_at_start(const Scenario& scenario, const migration::MigrationSet& set) {
  std::vector<std::string> out;
  if (scenario.start.environments.empty() || scenario.start.environments.front().migrated_to.empty())
    return out;
  const std::string& last = scenario.start.environments.front().migrated_to;
  for (const migration::MigrationFile& file : set.files)
    if (is_at_most(file.version, last)) out.push_back(file.version);
  return out;
}

}  // namespace simulator::deploy
