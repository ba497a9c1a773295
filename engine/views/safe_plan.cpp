#include "engine/views/safe_plan.h"

namespace engine::views {
namespace deploy = simulator::deploy;

std::vector<std::string> safe_plan(const deploy::Scenario& scenario) {
  if (!scenario.plan.empty()) return scenario.plan;
  std::vector<std::string> lines;
  for (const deploy::Order& order : scenario.orders) {
    if (!order.safe) continue;
    for (const std::string& id : order.steps)
      if (const deploy::Step* step = scenario.step(id); step != nullptr) lines.push_back(step->title);
    break;
  }
  return lines;
}

}  // namespace engine::views
