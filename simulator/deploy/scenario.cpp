#include "simulator/deploy/scenario.h"

#include <algorithm>
#include <array>

namespace simulator::deploy {

std::string_view to_string(StepKind kind) {
  constexpr std::array<std::string_view, 8> names = {"migrate", "deploy", "drain",   "backfill",
                                                     "flag",    "backup", "restore", "nothing"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Strategy strategy) {
  constexpr std::array<std::string_view, 5> names = {"rolling", "blue-green", "canary", "recreate", "beside"};
  return names[static_cast<std::size_t>(strategy)];
}

std::string_view to_string(Updates updates) {
  constexpr std::array<std::string_view, 3> names = {"with-deploy", "late", "never"};
  return names[static_cast<std::size_t>(updates)];
}

std::string_view to_string(FailureKind kind) {
  constexpr std::array<std::string_view, 9> names = {"sql-error",  "no-node",    "refused-start",
                                                     "lost-write", "stale-read", "broken-invariant",
                                                     "data-lost",  "waited",     "step-failed"};
  return names[static_cast<std::size_t>(kind)];
}

bool Scenario::counts(FailureKind kind) const {
  return std::find(tolerates.begin(), tolerates.end(), kind) == tolerates.end();
}

const Entities* Scenario::entities_of(std::string_view field) const {
  for (const Entities& each : entities) {
    if (each.field == field) return &each;
  }
  return nullptr;
}

const world::AppVersion* Scenario::version(std::string_view wanted) const {
  for (const world::AppVersion& each : start.versions) {
    if (each.name == wanted) return &each;
  }
  return nullptr;
}

const Step* Scenario::step(std::string_view wanted) const {
  for (const Step& each : steps) {
    if (each.id == wanted) return &each;
  }
  return nullptr;
}

std::vector<std::string> Scenario::listed_order() const {
  std::vector<std::string> order;
  for (const Step& each : steps) order.push_back(each.id);
  return order;
}

const Order* Scenario::find_order(const std::vector<std::string>& order) const {
  for (const Order& each : orders) {
    if (each.steps == order) return &each;
  }
  return nullptr;
}

}  // namespace simulator::deploy
