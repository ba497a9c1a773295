// Google Benchmark's reporter for pairs: a line of the table as soon as its pairs have run.
#pragma once

#include <benchmark/benchmark.h>

#include <vector>

#include "tests/bench/pair.h"

namespace bench {

class Table final : public benchmark::BenchmarkReporter {
 public:
  /// The pairs in the order of their benchmarks, which are named by their place in it ("0", "1", ...).
  explicit Table(const std::vector<Pair>& pairs) : pairs_(pairs) {}

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  /// No row so far is over its limit, and each has been measured.
  [[nodiscard]] bool within_limits() const { return within_limits_; }

 private:
  const std::vector<Pair>& pairs_;
  bool within_limits_ = true;
};

}  // namespace bench
