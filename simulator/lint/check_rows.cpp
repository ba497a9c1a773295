#include <fmt/format.h>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"

namespace simulator::lint {

void check_rows(Review& review) {
  if (review.rows == nullptr || review.replay.failed) return;
  for (const Step& step : review.replay.steps) {
    const RowFacts* facts = review.facts(step);
    if (facts == nullptr || !facts->error) continue;
    Range range = step.range;
    if (facts->error->at.known()) {
      const Range token = token_range(step.text, offset_of(step.text, facts->error->at));
      range = {step.range.offset + token.offset, token.length};
    }
    std::string counts;
    for (const auto& [table, count] : facts->rows)
      counts += fmt::format("{}{} has {}", counts.empty() ? "" : ", ", table, counted_rows(count));
    review.report(
        "fails-on-rows", step, range,
        fmt::format("this passes on an empty database and fails on this one: {}", facts->error->message),
        counts.empty() ? "The file would be rolled back." : counts + ". The file would be rolled back.");
  }
  if (review.rows->orphans.empty() || review.replay.steps.empty()) return;
  const Step& last = review.replay.steps.back();
  std::string help = listed({review.rows->orphans.begin(),
                             review.rows->orphans.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                                                review.rows->orphans.size(), 3))});
  if (review.rows->orphans.size() > 3) help += fmt::format(" and {} more", review.rows->orphans.size() - 3);
  review.report("fails-on-rows", last, last.range,
                fmt::format("this file leaves {} of this database with a foreign key that points nowhere",
                            counted_rows(static_cast<std::int64_t>(review.rows->orphans.size()))),
                help);
}

}  // namespace simulator::lint
