// Puts a connection's sandbox into mode `migration` for the statements of a file, and back for the Runner's
// own; tools that let a file end its own transaction run it in mode `learner`, which does too. Part of the
// room's inside. The session must outlive the Runner; connection and allowance the session.
#pragma once

#include "simulator/migration/run_report.h"
#include "simulator/migration/tool.h"
#include "simulator/world/databases.h"

namespace simulator::world {

class MigrationSession {
 public:
  MigrationSession(Connection& connection, Allowance& allowance,
                   migration::Tool tool = migration::Tool::driftwood)
      : connection_(connection), allowance_(allowance), tool_(tool) {
    Allowance::refill_for_housekeeping(*connection_.sandbox);
  }

  [[nodiscard]] migration::RunHooks hooks();

 private:
  Connection& connection_;
  Allowance& allowance_;
  migration::Tool tool_;
};

}  // namespace simulator::world
