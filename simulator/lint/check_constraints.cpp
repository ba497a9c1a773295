#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"
#include "simulator/lint/table_keys.h"

namespace simulator::lint {
namespace {

using schema::same_name;

void check_column(Review& review, const TablePair& pair, const schema::Column& was,
                  const schema::Column& now) {
  const std::string name = fmt::format("{}.{}", pair.now->name, now.name);
  if (was.affinity != now.affinity) {
    Finding& finding = review.report_name(
        "change-type", *pair.step, now.name,
        fmt::format("{} changes from {} to {}", name, to_string(was.affinity), to_string(now.affinity)),
        fmt::format("See what is there first: SELECT typeof({0}), count(*) FROM {1} GROUP BY 1;", now.name,
                    pair.now->name));
    finding.level = review.if_programs_decide(finding.level);
  }
  const bool required = now.not_null || pair.now->implies_not_null(now);
  const bool was_required = was.not_null || pair.was->implies_not_null(was);
  if (required && !was_required) {
    Finding& finding = review.report_name(
        "set-not-null", *pair.step, now.name, fmt::format("{} must not be NULL any more", name),
        fmt::format("Look first: SELECT count(*) FROM {} WHERE {} IS NULL;", pair.now->name, now.name));
    finding.level = review.if_rows_decide(finding.level);
  } else if (!required && was_required) {
    Finding& finding = review.report_name("drop-not-null", *pair.step, now.name,
                                          fmt::format("{} may be NULL from now on", name),
                                          "Code that reads it has never met NULL.");
    finding.level = review.if_programs_decide(finding.level);
  }
}

std::string key_text(const schema::ForeignKey& key) {
  return fmt::format("({}) to {} ({})", fmt::join(key.columns, ", "), key.parent,
                     fmt::join(key.parent_columns, ", "));
}

bool has_key(const schema::Table& table, const schema::ForeignKey& key) {
  return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                     [&](const schema::ForeignKey& other) {
                       return other.columns == key.columns && same_name(other.parent, key.parent) &&
                              other.parent_columns == key.parent_columns;
                     });
}

/// New columns that no statement of the rebuild fills refer to nothing yet.
bool is_left_empty(const Review& review, const TablePair& pair, const schema::ForeignKey& key) {
  const Rebuild* rebuild = review.rebuild_of(pair.now->name);
  return rebuild != nullptr &&
         std::all_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) {
           return pair.was->find(name) == nullptr &&
                  std::none_of(rebuild->copies.begin(), rebuild->copies.end(),
                               [&](const Step* copy) { return !find_names(copy->text, name).empty(); });
         });
}

void check_foreign_keys(Review& review, const TablePair& pair) {
  for (const schema::ForeignKey& key : pair.now->foreign_keys) {
    if (has_key(*pair.was, key) || is_left_empty(review, pair, key)) continue;
    Finding& finding = review.report_name(
        "add-foreign-key", *pair.step, key.parent,
        fmt::format("{} gets a foreign key from {}", pair.now->name, key_text(key)),
        fmt::format("SQLite does not check the rows that are there: PRAGMA foreign_key_check({}); does.",
                    pair.now->name));
    finding.level = review.if_rows_decide(finding.level);
  }
  for (const schema::ForeignKey& key : pair.was->foreign_keys) {
    const bool columns_stay =
        std::all_of(key.columns.begin(), key.columns.end(),
                    [&](const std::string& column) { return pair.now->find(column) != nullptr; });
    if (!has_key(*pair.now, key) && columns_stay)
      review.report("drop-foreign-key", *pair.step, pair.step->range,
                    fmt::format("{} gives up its foreign key from {}", pair.was->name, key_text(key)),
                    "If that is meant, say so with driftwood:ignore.");
  }
}

void check_checks(Review& review, const TablePair& pair) {
  for (const schema::Check& check : pair.now->checks) {
    const bool known = std::any_of(pair.was->checks.begin(), pair.was->checks.end(),
                                   [&](const schema::Check& old) { return old.text == check.text; });
    if (known) continue;
    Finding& finding = review.report_name(
        "add-check", *pair.step, "CHECK",
        fmt::format("rows of {} must satisfy {} from now on", pair.now->name, check.text),
        fmt::format("Look first: SELECT count(*) FROM {} WHERE NOT ({});", pair.now->name, check.text));
    finding.level = review.if_rows_decide(finding.level);
  }
}

/// The statement that made the index, or the new form of the table.
const Step* maker_of(const Review& review, const UniqueKey& key) {
  for (const Step& step : review.replay.steps) {
    for (const Change& change : step.changes)
      if (change.kind == Change::Kind::create_index && !key.index.empty() &&
          same_name(change.name, key.index))
        return &step;
  }
  const Rebuild* rebuild = review.rebuild_of(key.table);
  return rebuild != nullptr ? rebuild->create : nullptr;
}

void check_uniques(Review& review) {
  for (const UniqueKey& key : unique_keys(*review.replay.after, touched_tables(review.replay))) {
    if (!review.existed(key.table) || is_unique(*review.replay.before, key)) continue;
    const schema::Table* was = review.replay.before->find_table(key.table);
    const bool all_new = std::none_of(key.columns.begin(), key.columns.end(), [&](const std::string& column) {
      return was->find(column) != nullptr;
    });
    const Step* step = maker_of(review, key);
    if (all_new || step == nullptr) continue;
    const std::string columns = fmt::format("{}", fmt::join(key.columns, ", "));
    Finding& finding = review.report_name(
        "add-unique", *step, key.columns.front(),
        fmt::format("{} ({}) must be unique from now on", key.table, columns),
        fmt::format("Look first: SELECT {0}, count(*) FROM {1}{2} GROUP BY {0} HAVING count(*) > 1;", columns,
                    key.table, key.where.empty() ? "" : " WHERE " + key.where));
    finding.level = review.if_rows_decide(finding.level);
  }
}

}  // namespace

void check_constraints(Review& review) {
  if (review.replay.failed) return;
  for (const TablePair& pair : review.table_pairs()) {
    for (const schema::Column& now : pair.now->columns) {
      if (const schema::Column* was = pair.was->find(now.name)) check_column(review, pair, *was, now);
    }
    if (!pair.rewritten) continue;
    check_foreign_keys(review, pair);
    check_checks(review, pair);
  }
  check_uniques(review);
}

}  // namespace simulator::lint
