#include "tests/bench/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>

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

constexpr const char* row = "{:<78} {:>10} {:>10} {:>8} {:>7}  {}\n";

}  // namespace

bool Table::ReportContext(const Context&) {
  fmt::print(row, "corpus, ours / floor (medians; CPU time)", "floor", "ours", "ratio", "limit", "pairs");
  return true;
}

void Table::ReportRuns(const std::vector<Run>& runs) {
  if (runs.front().run_type != Run::RT_Iteration) return;  // Google Benchmark's own means and medians
  const Pair& pair = pairs_[std::stoul(runs.front().run_name.function_name)];
  std::vector<double> floor;
  std::vector<double> ours;
  std::vector<double> ratios;
  for (const Run& run : runs) {
    if (run.error_occurred) {
      within_limits_ = false;
      fmt::print("{}: not measured: {}\n", pair.corpus, run.error_message);
      return;
    }
    floor.push_back(run.counters.at("floor").value);
    ours.push_back(run.counters.at("ours").value);
    ratios.push_back(ours.back() / floor.back());
  }
  const double ratio = median(ratios);
  const bool over = pair.limit && ratio > *pair.limit;
  within_limits_ = within_limits_ && !over;
  fmt::print(row, pair.corpus, duration(median(floor)), duration(median(ours)), fmt::format("{:.3f}", ratio),
             pair.limit ? fmt::format("{:.3f}", *pair.limit) : "none",
             fmt::format("{}{}", runs.size(), over ? "  OVER" : ""));
  std::fflush(stdout);
}

}  // namespace bench
