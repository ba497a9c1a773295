// What the plain search (brute_force.h) asks of SQLite: what a request or a work does to a database, and what
// the oracles say of it. Each is really run, on a fresh copy, once for each text of a database (its schema
// and rows, and what was said of them): the same on the same gives the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/deploy/scenario.h"
#include "simulator/migration/migration_set.h"
#include "simulator/sql/database.h"
#include "simulator/sql/environment_store.h"
#include "tests/simulator/deploy/brute_data.h"
#include "tests/simulator/deploy/brute_request.h"

namespace simulator::deploy::testing_support {

class BruteEffects {
 public:
  explicit BruteEffects(const Scenario& scenario);

  struct Outcome {
    bool fails = false;
    bool finished = true;            ///< of a work: there is nothing left of it to do
    std::optional<BruteData> after;  ///< empty: nothing stays, or it cannot be
  };
  struct Killed {
    std::uint8_t statement = 0;
    bool finished = false;
    BruteData after;
  };

  [[nodiscard]] BruteData start() const;
  [[nodiscard]] bool counts(FailureKind kind) const { return scenario_.counts(kind); }
  /// True when the statement has a row, or cannot be run.
  [[nodiscard]] bool finds(const std::string& sql, const BruteData& data, bool when_refused) const;

  // `key` is that of `before`.
  [[nodiscard]] const Outcome& request(const Shot& shot, const BruteData& before, const std::string& key);
  [[nodiscard]] const Outcome& work(const Step& step, const BruteData& before, const std::string& key);
  /// A work between the statements of a request.
  [[nodiscard]] const Outcome& within(const Step& step, const Shot& shot, const BruteData& before,
                                      const std::string& key);
  /// A migration, with each statement at which its process can be killed.
  [[nodiscard]] const std::vector<Killed>& killed(const Step& step, const BruteData& before,
                                                  const std::string& key);
  /// A restore between the statements of a request.
  [[nodiscard]] Outcome over_restore(const Shot& shot, const BruteData& before,
                                     const BruteData& restored) const;

 private:
  [[nodiscard]] bool judge(const Shot& shot, const ShotRun& run, const BruteData& before,
                           std::optional<int> error, BruteData& data) const;
  [[nodiscard]] Outcome sent(const Shot& shot, const BruteData& before) const;
  [[nodiscard]] Outcome worked(const Step& step, const BruteData& before) const;
  [[nodiscard]] Outcome worked_within(const Step& step, const Shot& shot, const BruteData& before) const;
  [[nodiscard]] std::vector<Killed> killed_at_each(const Step& step, const BruteData& before) const;
  [[nodiscard]] Outcome finish(const Shot& shot, ShotRun& run, std::size_t from, const BruteData& before,
                               sql::EnvironmentStore& store, std::optional<sql::Database> database) const;

  const Scenario& scenario_;
  migration::MigrationSet set_;
  std::map<std::string, Outcome> outcomes_;
  std::map<std::string, std::vector<Killed>> killed_;
};

}  // namespace simulator::deploy::testing_support
