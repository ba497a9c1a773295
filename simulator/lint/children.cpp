#include "simulator/lint/children.h"

namespace simulator::lint {

std::vector<Child> acting_children(const schema::Schema& schema, const std::set<std::string>& parents) {
  using schema::ForeignKeyAction;
  std::vector<Child> out;
  for (const schema::Table& table : schema.tables) {
    if (parents.contains(schema::fold_name(table.name))) continue;
    for (const schema::ForeignKey& key : table.foreign_keys) {
      const bool acts =
          key.on_delete != ForeignKeyAction::no_action && key.on_delete != ForeignKeyAction::restrict;
      if (acts && parents.contains(schema::fold_name(key.parent))) out.push_back({&table, &key});
    }
  }
  return out;
}

}  // namespace simulator::lint
