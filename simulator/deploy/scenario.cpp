#include "simulator/deploy/scenario.h"

namespace simulator::deploy {

std::string_view to_string(StepKind kind) {
  switch (kind) {
    case StepKind::migrate:
      return "migrate";
    case StepKind::deploy:
      return "deploy";
    case StepKind::drain:
      return "drain";
    case StepKind::nothing:
      break;
  }
  return "nothing";
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
