#include <fmt/format.h>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"

namespace simulator::lint {
namespace {

using Kind = Change::Kind;

/// Below this many rows nobody notices (SQLite reads a million in a tenth of a second).
constexpr std::int64_t worth_saying = 1000;

struct Work {
  std::string what;
  std::string table;
};

std::optional<Work> work_of(const Review& review, const Step& step) {
  for (const Change& change : step.changes) {
    if (!review.existed(change.table)) continue;
    if (change.kind == Kind::create_index) return Work{"sorts every row", change.table};
    if (change.kind == Kind::drop_column) return Work{"rewrites every row", change.table};
    if (change.kind == Kind::add_column && has_word(step.text, "CHECK"))
      return Work{"checks every row", change.table};
  }
  for (const Rebuild& rebuild : review.rebuilds) {
    if (!rebuild.copies.empty() && rebuild.copies.front() == &step)
      return Work{"copies every row", rebuild.table};
  }
  if (step.use.defines || has_outer_word(step.text, "WHERE")) return std::nullopt;
  for (const ColumnUse& use : step.use.updates)
    if (begins_with(step.text, "UPDATE") && review.existed(use.table))
      return Work{"changes every row", use.table};
  for (const std::string& table : step.use.deletes)
    if (begins_with(step.text, "DELETE") && review.existed(table)) return Work{"deletes every row", table};
  return std::nullopt;
}

}  // namespace

void check_cost(Review& review) {
  for (const Step& step : review.replay.steps) {
    const auto work = step.error ? std::nullopt : work_of(review, step);
    if (!work) continue;
    const RowFacts* facts = review.facts(step);
    std::int64_t rows = facts != nullptr ? review.row_count(step, work->table) : -1;
    if (rows >= 0 && rows < worth_saying) continue;
    review.report("cost", step, step.range,
                  rows < 0 ? fmt::format("this {} of {}", work->what, work->table)
                           : fmt::format("this {} of {}: {}", work->what, work->table, counted_rows(rows)),
                  "Nobody else can write meanwhile. About 0.1 to 1 s for a million rows.");
  }
}

}  // namespace simulator::lint
