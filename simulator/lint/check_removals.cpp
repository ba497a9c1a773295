#include <fmt/format.h>

#include <algorithm>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"

namespace simulator::lint {
namespace {

using schema::same_name;
using Kind = Change::Kind;

std::string help_of(const Review& review, std::string_view otherwise) {
  if (review.live == nullptr) return std::string(otherwise);
  const bool breaks = std::any_of(review.live->begin(), review.live->end(), [](const LiveAnswer& answer) {
    return answer.breaks() || !answer.lost().empty();
  });
  return breaks ? "Which queries of running versions that concerns is said beside it."
                : "No query of a version that can run meanwhile uses it.";
}

/// The name that a table has at the end of the file.
std::string last_name_of(const Replay& replay, const Step& from, std::string table) {
  for (const Step* step = &from; step != replay.steps.data() + replay.steps.size(); ++step) {
    for (const Change& change : step->changes)
      if (change.kind == Kind::rename_table && same_name(change.was, table)) table = change.name;
  }
  return table;
}

void drop_table(Review& review, const Step& step, const std::string& name) {
  if (!review.existed(name) || review.rebuild_of(name) || review.is_scaffold(name) ||
      !find_name(step.text, name))
    return;
  const std::int64_t rows = review.row_count(step, name);
  std::string message = fmt::format("this drops the table {}", name);
  if (rows > 0) message += fmt::format(" with its {}", counted_rows(rows));
  Finding& finding = review.report_name(
      "drop-table", step, name, std::move(message),
      help_of(review, "Make sure that no running version uses it, and keep a backup; --deploy can tell."));
  finding.level = rows == 0 ? Level::note : review.if_programs_decide(finding.level);
}

void drop_column(Review& review, const Step& step, const std::string& table, const std::string& column) {
  Finding& finding = review.report_name(
      "drop-column", step, column, fmt::format("this drops the column {}.{}", table, column),
      help_of(review, "Make sure that no running version reads or writes it; --deploy can tell."));
  finding.level = review.if_programs_decide(finding.level);
}

void rename_table(Review& review, const Step& step, const Change& change) {
  if (!review.existed(change.was) || review.rebuild_of(change.was) || review.rebuild_of(change.name)) return;
  const schema::Schema& after = *review.replay.after;
  const bool view = after.find_view(change.was) != nullptr;
  if (after.find_table(change.was) != nullptr) return;
  const bool writable =
      std::any_of(after.triggers.begin(), after.triggers.end(), [&](const schema::Trigger& one) {
        return same_name(one.table, change.was) && one.timing == "instead of";
      });
  if (view && writable) return;
  Finding& finding = review.report_name(
      "rename-table", step, change.was,
      view ? fmt::format("{} is a view now: running code can read it and no longer write it", change.was)
           : fmt::format("this renames the table {} to {}", change.was, change.name),
      view ? fmt::format("INSTEAD OF triggers on the view {} would take the writes.", change.was)
           : help_of(review, fmt::format("CREATE VIEW {} AS SELECT * FROM {}; keeps old readers working.",
                                         change.was, change.name)));
  finding.level = view ? Level::note : review.if_programs_decide(finding.level);
}

void rename_column(Review& review, const Step& step, const Change& change) {
  if (!review.existed(change.table)) return;
  const schema::Table* now = review.replay.after->find_table(last_name_of(review.replay, step, change.table));
  const bool readable = now != nullptr && now->find(change.was) != nullptr;
  Finding& finding = review.report_name(
      "rename-column", step, change.was,
      readable
          ? fmt::format("{}.{} is a generated column now: running code can read it and no longer write it",
                        change.table, change.was)
          : fmt::format("this renames the column {}.{} to {}", change.table, change.was, change.name),
      readable
          ? std::string()
          : help_of(review, fmt::format("ALTER TABLE {} ADD COLUMN {} AS ({}); keeps old readers working.",
                                        change.table, change.was, change.name)));
  finding.level = readable ? Level::note : review.if_programs_decide(finding.level);
}

}  // namespace

void check_removals(Review& review) {
  if (review.replay.failed) return;  // a rebuild that did not get to its end looks like a removal
  for (const Step& step : review.replay.steps) {
    for (const Change& change : step.changes) {
      if (change.kind == Kind::drop_table) drop_table(review, step, change.name);
      if (change.kind == Kind::rename_table) rename_table(review, step, change);
      if (change.kind == Kind::rename_column) rename_column(review, step, change);
      if (change.kind == Kind::drop_column && review.existed(change.table)) {
        const schema::Table* was = review.replay.before->find_table(change.table);
        if (was->find(change.name) != nullptr) drop_column(review, step, change.table, change.name);
      }
    }
  }
  for (const Rebuild& rebuild : review.rebuilds) {
    for (const schema::Column& column : rebuild.was->columns)
      if (rebuild.now->find(column.name) == nullptr)
        drop_column(review, *rebuild.leave, rebuild.table, column.name);
  }
}

}  // namespace simulator::lint
