// A migrate or backfill step of the plain search (brute_force.h), a file or a batch at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/deploy/scenario.h"
#include "simulator/migration/layout.h"
#include "simulator/sql/environment_store.h"

namespace simulator::deploy::testing_support {

struct Worked {
  bool failed = false;  ///< an oracle that counts saw it
  bool error = false;
  bool lock = false;
  bool finished = true;
  bool changed_rows = false;
  std::vector<std::uint8_t> kills;  ///< statements after which the migrator can be killed
};

/// `kill`: the migrator dies after so many statements.
[[nodiscard]] Worked work(sql::EnvironmentStore& store, const Scenario& scenario,
                          const migration::MigrationSet& set, const Step& step,
                          std::optional<std::uint8_t> kill);

}  // namespace simulator::deploy::testing_support
