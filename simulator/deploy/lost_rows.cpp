#include "simulator/deploy/lost_rows.h"

namespace simulator::deploy {

std::string lost_rows(const std::vector<migration::TableChanges>& changes) {
  if (!migration::loses_unnamed_rows(changes)) return {};
  std::vector<migration::TableChanges> lost;
  for (const migration::TableChanges& table : changes) {
    migration::TableChanges& only = lost.emplace_back();
    only.table = table.table;
    only.cascaded_deletes = table.cascaded_deletes;
  }
  return "rows went that no statement names: " + migration::describe(lost);
}

}  // namespace simulator::deploy
