// Google Benchmark's reporter for pairs: collects every repetition and prints one table at the end.
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

#include "tests/bench/pair.h"

namespace bench {

class Table final : public benchmark::BenchmarkReporter {
 public:
  /// The pairs in the order of their benchmarks, which are named by their place in it ("0", "1", ...).
  explicit Table(const std::vector<Pair>& pairs) : pairs_(pairs) {}

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;
  /// No row is over its limit, and every one has been measured.
  [[nodiscard]] bool within_limits() const { return within_limits_; }

 private:
  struct Measured {
    std::vector<double> floor, ours, ratio;
    std::string error;
  };
  const std::vector<Pair>& pairs_;
  std::map<std::string, Measured> measured_;
  bool within_limits_ = true;
};

}  // namespace bench
