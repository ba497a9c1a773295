#include "simulator/lint/rows.h"

#include <algorithm>

#include "simulator/lint/children.h"
#include "simulator/migration/foreign_keys.h"
#include "simulator/sql/database.h"

namespace simulator::lint {
namespace {

using Kind = Change::Kind;

/// Tables whose rows the statement reads or rewrites.
std::set<std::string> tables_of(const Step& step) {
  std::set<std::string> out = step.use.deletes;
  for (const ColumnUse& use : step.use.updates) out.insert(use.table);
  for (const Change& change : step.changes) {
    out.insert(schema::fold_name(change.table));
    if (change.kind == Kind::rename_table) out.insert(schema::fold_name(change.was));
  }
  if (!step.use.altered.empty()) out.insert(step.use.altered);
  std::erase_if(out, [&](const std::string& table) { return step.before->find_table(table) == nullptr; });
  return out;
}

std::string references(const schema::ForeignKey& key) {
  return key.columns.empty() ? std::string() : sql::quote_identifier(key.columns.front()) + " IS NOT NULL";
}

/// On a copy with foreign keys on: how many rows of other tables are gone afterwards.
std::vector<RowFacts::Loss> losses(Shadow& rows, const Step& step) {
  std::vector<RowFacts::Loss> out;
  const std::vector<Child> children = acting_children(*step.before, step.use.deletes);
  if (children.empty()) return out;
  auto copy = rows.fork();
  if (!copy) return out;
  copy->keys(true);
  std::vector<std::pair<std::int64_t, std::int64_t>> before;
  for (const Child& child : children)
    before.emplace_back(copy->count(child.table->name),
                        copy->count(child.table->name, references(*child.key)));
  if (copy->run(step.text).error) return out;
  for (std::size_t i = 0; i < children.size(); ++i) {
    const std::string& name = children[i].table->name;
    RowFacts::Loss loss;
    loss.table = name;
    loss.deleted = before[i].first - copy->count(name);
    loss.emptied = before[i].second - copy->count(name, references(*children[i].key)) - loss.deleted;
    const bool told =
        std::any_of(out.begin(), out.end(), [&](const RowFacts::Loss& other) { return other.table == name; });
    if (!told && (loss.deleted > 0 || loss.emptied > 0)) out.push_back(loss);
  }
  return out;
}

std::vector<std::string> sentences(const std::vector<migration::Violation>& violations) {
  std::vector<std::string> out;
  for (const migration::Violation& violation : violations)
    out.push_back(migration::describe(std::span(&violation, 1)));
  return out;
}

}  // namespace

base::Result<RowReplay> replay_on_rows(Shadow& rows, const Replay& plan, const RunRules& rules) {
  RowReplay out;
  auto before = rows.violations();
  if (!before) return tl::make_unexpected(before.error());
  if (rules.one_transaction) static_cast<void>(rows.execute("BEGIN IMMEDIATE"));
  for (const Step& step : plan.steps) {
    RowFacts& facts = out.steps.emplace_back();
    if (step.skipped || step.error) continue;
    for (const std::string& table : tables_of(step)) facts.rows[table] = rows.count(table);
    facts.lost_with_keys = losses(rows, step);
    facts.error = rows.run(step.text).error;
    if (facts.error) break;
  }
  if (!out.failed()) {
    auto after = rows.violations();
    if (!after) return tl::make_unexpected(after.error());
    out.orphans = sentences(migration::new_violations(*before, *after));
  }
  if (!out.failed() && rows.in_transaction()) static_cast<void>(rows.execute("COMMIT"));
  rows.rollback();
  return out;
}

}  // namespace simulator::lint
