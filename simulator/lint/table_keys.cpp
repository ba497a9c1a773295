#include "simulator/lint/table_keys.h"

#include <algorithm>

namespace simulator::lint {
namespace {

std::vector<std::string> texts(const std::vector<schema::KeyPart>& parts) {
  std::vector<std::string> out;
  for (const schema::KeyPart& part : parts) out.push_back(part.text);
  return out;
}

}  // namespace

std::vector<UniqueKey> unique_keys(const schema::Schema& schema, const std::set<std::string>& tables) {
  std::vector<UniqueKey> out;
  for (const schema::Table& table : schema.tables) {
    if (!tables.contains(schema::fold_name(table.name))) continue;
    if (table.primary_key) out.push_back({table.name, texts(table.primary_key->parts), "", ""});
    for (const schema::Unique& unique : table.uniques)
      out.push_back({table.name, texts(unique.parts), "", ""});
  }
  for (const schema::Index& index : schema.indexes)
    if (index.unique && tables.contains(schema::fold_name(index.table)))
      out.push_back({index.table, texts(index.parts), index.where, index.name});
  return out;
}

bool is_unique(const schema::Schema& schema, const UniqueKey& key) {
  const std::vector<UniqueKey> all = unique_keys(schema, {schema::fold_name(key.table)});
  return std::any_of(all.begin(), all.end(), [&](const UniqueKey& other) {
    return schema::same_name(other.table, key.table) && (other.where.empty() || other.where == key.where) &&
           std::is_permutation(other.columns.begin(), other.columns.end(), key.columns.begin(),
                               key.columns.end());
  });
}

}  // namespace simulator::lint
