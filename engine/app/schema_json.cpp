#include "engine/app/schema_json.h"

#include <nlohmann/json.hpp>

#include "simulator/base/json_text.h"
#include "simulator/schema/print.h"

namespace engine::app {
namespace {

using Json = nlohmann::ordered_json;
namespace schema = simulator::schema;

template <class List, class Item>
Json list(const List& items, Item item) {
  Json result = Json::array();
  for (const auto& each : items) result.push_back(item(each));
  return result;
}

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

Json part(const schema::KeyPart& key) {
  return {{key.expression ? "expression" : "column", key.text},
          {"collation", key.collation},
          {"descending", key.descending}};
}

Json column(const schema::Column& c) {
  return {{"name", c.name},
          {"type", c.type},
          {"affinity", to_string(c.affinity)},
          {"not_null", c.not_null},
          {"not_null_conflict", text_or_null(to_string(c.not_null_conflict))},
          {"default", text_or_null(c.default_value.value_or(""))},
          {"collation", c.collation},
          {"generated", text_or_null(to_string(c.generated))},
          {"expression", text_or_null(c.expression)}};
}

Json primary_key(const schema::PrimaryKey& key) {
  return {{"columns", list(key.parts, part)},
          {"rowid", key.rowid_alias},
          {"autoincrement", key.autoincrement},
          {"conflict", text_or_null(to_string(key.conflict))}};
}

Json foreign_key(const schema::ForeignKey& key) {
  return {{"columns", key.columns},
          {"parent", key.parent},
          {"parent_columns", key.parent_columns},
          {"on_delete", to_string(key.on_delete)},
          {"on_update", to_string(key.on_update)},
          {"match", text_or_null(key.match)},
          {"deferred", key.deferred}};
}

Json table(const schema::Table& t) {
  return {
      {"name", t.name},
      {"columns", list(t.columns, column)},
      {"primary_key", t.primary_key ? primary_key(*t.primary_key) : Json()},
      {"unique",
       list(
           t.uniques,
           [](const schema::Unique& u) {
             return Json{{"columns", list(u.parts, part)}, {"conflict", text_or_null(to_string(u.conflict))}};
           })},
      {"checks", list(t.checks,
                      [](const schema::Check& c) {
                        return Json{{"name", text_or_null(c.name)}, {"expression", c.text}};
                      })},
      {"foreign_keys", list(t.foreign_keys, foreign_key)},
      {"strict", t.strict},
      {"without_rowid", t.without_rowid},
      {"module", text_or_null(t.module)},
      {"sql", print_sql(t)}};
}

Json index(const schema::Index& i) {
  return {{"name", i.name},
          {"table", i.table},
          {"unique", i.unique},
          {"columns", list(i.parts, part)},
          {"where", text_or_null(i.where)},
          {"sql", print_sql(i)}};
}

Json trigger(const schema::Trigger& t) {
  return {{"name", t.name},
          {"table", t.table},
          {"timing", t.timing},
          {"event", t.event},
          {"when", text_or_null(t.when)},
          {"body", t.body},
          {"sql", print_sql(t)}};
}

Json view(const schema::View& v) {
  return {{"name", v.name}, {"columns", v.columns}, {"body", v.body}, {"sql", print_sql(v)}};
}

}  // namespace

std::string schema_json(const schema::Schema& schema) {
  Json document;
  document["tables"] = list(schema.tables, table);
  document["indexes"] = list(schema.indexes, index);
  document["triggers"] = list(schema.triggers, trigger);
  document["views"] = list(schema.views, view);
  return simulator::base::json_text(document) + "\n";
}

std::string drift_json(const std::vector<schema::Difference>& differences) {
  Json document;
  document["differences"] = list(differences, [](const schema::Difference& d) {
    return Json{{"kind", to_string(d.kind)},    {"class", to_string(d.severity)},
                {"object", d.object},           {"attribute", text_or_null(d.attribute)},
                {"left", text_or_null(d.left)}, {"right", text_or_null(d.right)}};
  });
  return simulator::base::json_text(document) + "\n";
}

}  // namespace engine::app
