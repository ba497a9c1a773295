// check_order of replay.h.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/known_words.h"
#include "simulator/deploy/replay.h"

namespace simulator::deploy {

base::Result<void> check_order(const Scenario& scenario, std::span<const std::string> order) {
  // One more than there are steps has an unknown one or one twice, however long the rest is.
  order = order.first(std::min(order.size(), scenario.steps.size() + 1));
  const std::vector<std::string> known = scenario.listed_order();
  const auto place = [&order](const std::string& id) { return std::find(order.begin(), order.end(), id); };
  for (auto each = order.begin(); each != order.end(); ++each) {
    if (scenario.step(*each) == nullptr) {
      return base::failure("deploy.unknown-step", fmt::format("this rollout has no step \"{}\"", *each),
                           base::meant_or_known(*each, known, "Its steps"));
    }
    if (place(*each) != each) {
      return base::failure("deploy.duplicate-step", fmt::format("the order has \"{}\" twice", *each));
    }
  }
  for (const Step& step : scenario.steps) {
    if (place(step.id) == order.end()) {
      return base::failure("deploy.missing-step", fmt::format("the order leaves \"{}\" out", step.id),
                           fmt::format("Its steps: {}.", fmt::join(known, ", ")));
    }
  }
  for (const Step& step : scenario.steps) {
    for (const std::string& before : step.after) {
      if (place(before) < place(step.id)) continue;
      return base::failure("deploy.impossible-order",
                           fmt::format("\"{}\" can only happen after \"{}\"", step.id, before),
                           "Nothing was run. Put them the other way round.");
    }
  }
  return {};
}

}  // namespace simulator::deploy
