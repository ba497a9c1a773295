#include <fmt/format.h>

#include <algorithm>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"
#include "simulator/lint/table_keys.h"

namespace simulator::lint {
namespace {

using schema::same_name;
using Kind = Change::Kind;

/// `v1 may still be running, and its query "list"`
std::string who(const LiveAnswer& answer) {
  return fmt::format("{} may still be running, and its query \"{}\"", answer.version->name,
                     answer.query->name);
}

/// A table or column the query uses that a statement takes away, renames or adds.
struct Cause {
  const Step* step = nullptr;
  std::string what;    ///< "reads users.nickname", "writes users"
  std::string name{};  ///< to point at in the statement
};

class Search {
 public:
  Search(const Review& review, const LiveAnswer& answer)
      : review_(review), use_(answer.before->use), insert_(read_insert(answer.query->sql)) {}

  Cause run() const {
    for (const Step& step : review_.replay.steps) {
      for (const Change& change : step.changes) {
        if (auto cause = by_change(step, change)) return *cause;
      }
    }
    for (const Rebuild& rebuild : review_.rebuilds) {
      for (const schema::Column& column : rebuild.was->columns) {
        if (rebuild.now->find(column.name) != nullptr) continue;
        if (const std::string verb = uses(rebuild.table, column.name); !verb.empty())
          return {rebuild.create, fmt::format("{} {}.{}", verb, rebuild.table, column.name), rebuild.table};
      }
    }
    // A constraint an upsert counted on, an index it named: whatever changed the table last.
    for (auto step = review_.replay.steps.rbegin(); step != review_.replay.steps.rend(); ++step)
      for (const Change& change : step->changes)
        if (touches(change.table)) return {&*step, fmt::format("uses {}", change.table), change.name};
    return {&review_.replay.steps.back(), "uses what this file changes"};
  }

  /// "reads", "writes", or nothing.
  [[nodiscard]] std::string uses(const std::string& table, const std::string& column) const {
    const ColumnUse wanted{schema::fold_name(table), schema::fold_name(column)};
    if (use_.updates.contains(wanted)) return "writes";
    if (insert_ && same_name(insert_->table, table)) {
      const bool named = std::any_of(insert_->columns.begin(), insert_->columns.end(),
                                     [&](const std::string& one) { return same_name(one, column); });
      if (named || (insert_->columns.empty() && !insert_->default_values)) return "writes";
    }
    return use_.reads.contains(wanted) ? "reads" : "";
  }

  [[nodiscard]] bool touches(const std::string& table) const {
    return use_.reads_table(table) || use_.writes_table(table);
  }

 private:
  [[nodiscard]] std::optional<Cause> by_change(const Step& step, const Change& change) const {
    const bool rebuilt = review_.rebuild_of(change.table) || review_.rebuild_of(change.was);
    const std::string& old = change.was.empty() ? change.name : change.was;
    switch (change.kind) {
      case Kind::drop_column:
      case Kind::rename_column: {
        const std::string verb = uses(change.table, old);
        if (verb.empty()) return std::nullopt;
        return Cause{&step, fmt::format("{} {}.{}", verb, change.table, old), old};
      }
      case Kind::drop_table:
      case Kind::rename_table:
        if (rebuilt || !touches(old)) return std::nullopt;
        return Cause{&step, fmt::format("{} {}", use_.writes_table(old) ? "writes" : "reads", old), old};
      case Kind::add_column:
        if (!insert_ || !insert_->columns.empty() || !same_name(insert_->table, change.table))
          return std::nullopt;
        return Cause{&step, fmt::format("writes {} without naming the columns", change.table), change.name};
      default:
        return std::nullopt;
    }
  }

  const Review& review_;
  const StatementUse& use_;
  std::optional<InsertText> insert_;
};

void report_break(Review& review, const LiveAnswer& answer) {
  const Cause cause = Search(review, answer).run();
  review.report_name(
      "breaks-live-version", *cause.step, cause.name,
      fmt::format("{} {}: after this file it fails with {}", who(answer), cause.what, answer.error_after),
      fmt::format("{}\n  Wait until no node runs {}, then migrate.", answer.query->sql,
                  answer.version->name));
}

void report_change(Review& review, const LiveAnswer& answer) {
  for (const ColumnUse& use : answer.lost()) {
    const schema::Table* was = review.replay.before->find_table(use.table);
    const schema::Table* now = review.replay.after->find_table(use.table);
    if (was == nullptr || was->find(use.column) == nullptr) continue;
    if (now != nullptr && now->find(use.column) != nullptr) continue;
    const Cause cause = Search(review, answer).run();
    const bool star = answer.before->columns != answer.after->columns;
    review.report_name(
        "changes-live-version", *cause.step, use.column,
        fmt::format("{} reads {}.{}: after this file it runs on, {}", who(answer), use.table, use.column,
                    star ? "with a column less" : "and takes the quoted name for a string"),
        answer.query->sql);
  }
}

/// One column or key that a statement restricts.
struct Narrowing {
  const Step* step = nullptr;
  std::string table;
  std::vector<std::string> columns;
  std::string what;
  bool not_null = false;
};

std::vector<Narrowing> narrowings(const Review& review) {
  std::vector<Narrowing> out;
  for (const TablePair& pair : review.table_pairs()) {
    for (const schema::Column& now : pair.now->columns) {
      const schema::Column* was = pair.was->find(now.name);
      const bool was_required = was != nullptr && (was->not_null || pair.was->implies_not_null(*was));
      if (now.not_null && !was_required && now.generated == schema::Generated::no)
        out.push_back({pair.step, pair.now->name, {now.name}, "must not be NULL", !now.default_value});
    }
    for (const schema::Check& check : pair.now->checks) {
      const bool known = std::any_of(pair.was->checks.begin(), pair.was->checks.end(),
                                     [&](const schema::Check& old) { return old.text == check.text; });
      if (known) continue;
      Narrowing narrowing{pair.step, pair.now->name, {}, fmt::format("must satisfy {}", check.text)};
      for (const schema::Column& column : pair.was->columns)
        if (!find_names(check.text, column.name).empty()) narrowing.columns.push_back(column.name);
      out.push_back(std::move(narrowing));
    }
  }
  for (const UniqueKey& key : unique_keys(*review.replay.after, touched_tables(review.replay))) {
    if (!review.existed(key.table) || is_unique(*review.replay.before, key)) continue;
    const Rebuild* rebuild = review.rebuild_of(key.table);
    const Step* step = rebuild != nullptr ? rebuild->create : nullptr;
    for (const Step& each : review.replay.steps)
      for (const Change& change : each.changes)
        if (change.kind == Kind::create_index && same_name(change.name, key.index)) step = &each;
    if (step != nullptr) out.push_back({step, key.table, key.columns, "must be unique"});
  }
  return out;
}

void report_narrowing(Review& review, const LiveAnswer& answer, const Narrowing& narrowing) {
  if (!answer.before || !answer.after) return;
  const Search search(review, answer);
  const auto insert = read_insert(answer.query->sql);
  for (const std::string& column : narrowing.columns) {
    const bool inserts = insert && same_name(insert->table, narrowing.table) && !insert->default_values;
    const bool writes = search.uses(narrowing.table, column) == "writes";
    const bool leaves_out = narrowing.not_null && inserts && !writes;
    if (!writes && !leaves_out) continue;
    Finding& finding = review.report_name(
        "narrows-live-version", *narrowing.step, column,
        leaves_out ? fmt::format("{} inserts into {} without {}: after this file it fails with NOT NULL "
                                 "constraint failed",
                                 who(answer), narrowing.table, column)
                   : fmt::format("{} writes {}.{}, which {} after this file", who(answer), narrowing.table,
                                 column, narrowing.what),
        answer.query->sql);
    if (leaves_out) finding.level = Level::error;
    return;
  }
}

}  // namespace

void check_live(Review& review) {
  if (review.live == nullptr || review.replay.failed || review.replay.steps.empty()) return;
  const std::vector<Narrowing> narrowed = narrowings(review);
  for (const LiveAnswer& answer : *review.live) {
    if (answer.breaks()) report_break(review, answer);
    report_change(review, answer);
    for (const Narrowing& narrowing : narrowed) report_narrowing(review, answer, narrowing);
  }
}

}  // namespace simulator::lint
