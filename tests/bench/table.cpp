#include "tests/bench/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bench {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::string duration(double seconds) {
  if (seconds >= 1) return fmt::format("{:.2f} s", seconds);
  if (seconds >= 1e-3) return fmt::format("{:.2f} ms", seconds * 1e3);
  return fmt::format("{:.2f} us", seconds * 1e6);
}

}  // namespace

bool Table::ReportContext(const Context&) { return true; }

void Table::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.run_type != Run::RT_Iteration) continue;
    Measured& at = measured_[run.run_name.function_name];
    if (run.error_occurred) {
      at.error = run.error_message;
      continue;
    }
    const double floor = run.counters.at("floor").value;
    const double ours = run.counters.at("ours").value;
    at.floor.push_back(floor);
    at.ours.push_back(ours);
    at.ratio.push_back(ours / floor);
  }
}

void Table::Finalize() {
  constexpr const char* row = "{:<78} {:>10} {:>10} {:>8} {:>7}  {}\n";
  fmt::print(row, "corpus, ours / floor (medians; CPU time)", "floor", "ours", "ratio", "limit", "pairs");
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const auto found = measured_.find(std::to_string(i));
    if (found == measured_.end()) continue;  // left out by --benchmark_filter
    const Measured& at = found->second;
    if (at.ratio.empty()) {
      within_limits_ = false;
      fmt::print("{}: not measured: {}\n", pairs_[i].corpus, at.error);
      continue;
    }
    const double ratio = median(at.ratio);
    const std::optional<double> limit = pairs_[i].limit;
    const bool over = limit && ratio > *limit;
    within_limits_ = within_limits_ && !over;
    fmt::print(row, pairs_[i].corpus, duration(median(at.floor)), duration(median(at.ours)),
               fmt::format("{:.3f}", ratio), limit ? fmt::format("{:.3f}", *limit) : "none",
               fmt::format("{}{}", at.ratio.size(), over ? "  OVER" : ""));
  }
}

}  // namespace bench
