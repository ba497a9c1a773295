#include "engine/views/safe_plan.h"

#include <algorithm>

namespace engine::views {
namespace deploy = simulator::deploy;

std::vector<std::string> safe_plan(const deploy::Scenario& scenario, const deploy::Exploration* found) {
  if (!scenario.plan.empty()) return scenario.plan;
  const auto titles = [&scenario](const std::vector<std::string>& order) {
    std::vector<std::string> lines;
    for (const std::string& id : order)
      if (const deploy::Step* step = scenario.step(id); step != nullptr) lines.push_back(step->title);
    return lines;
  };
  const auto safe = [](const auto& order) { return order.safe; };
  if (found != nullptr)
    if (const auto proven = std::find_if(found->orders.begin(), found->orders.end(), safe);
        proven != found->orders.end())
      return titles(proven->order);
  const auto said = std::find_if(scenario.orders.begin(), scenario.orders.end(), safe);
  return said == scenario.orders.end() ? std::vector<std::string>() : titles(said->steps);
}

}  // namespace engine::views
