#include "simulator/world/world_view.h"

#include <algorithm>

namespace simulator::world {

std::string_view to_string(NodeState state) {
  switch (state) {
    case NodeState::serving:
      return "serving";
    case NodeState::draining:
      return "draining";
    case NodeState::stopped:
      break;
  }
  return "stopped";
}

std::size_t EnvironmentView::pending() const {
  return static_cast<std::size_t>(
      std::count_if(status.begin(), status.end(), [](const migration::StatusRow& row) {
        return row.state == migration::MigrationState::pending ||
               row.state == migration::MigrationState::out_of_order;
      }));
}

bool EnvironmentView::as_history_says() const {
  return pending() == 0 && problems.empty() && !shadow_failure && !database->problem &&
         std::all_of(drift.begin(), drift.end(), [](const schema::Difference& difference) {
           return difference.severity == schema::DifferenceClass::cosmetic;
         });
}

const EnvironmentView* WorldView::environment(std::string_view name) const {
  const auto found = std::find_if(environments.begin(), environments.end(),
                                  [name](const EnvironmentView& each) { return each.name == name; });
  return found == environments.end() ? nullptr : &*found;
}

const FileView* WorldView::file(std::string_view name) const {
  const auto found =
      std::find_if(files.begin(), files.end(), [name](const FileView& each) { return each.name == name; });
  return found == files.end() ? nullptr : &*found;
}

}  // namespace simulator::world
