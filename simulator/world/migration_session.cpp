#include "simulator/world/migration_session.h"

#include "simulator/migration/tool_profile.h"

namespace simulator::world {

migration::RunHooks MigrationSession::hooks() {
  migration::RunHooks hooks;
  hooks.enter_script = [this] {
    const bool guarded = migration::profile_of(tool_).refuses_transaction_words;
    connection_.sandbox->set_mode(guarded ? sql::SandboxMode::migration : sql::SandboxMode::learner);
    allowance_.refill(*connection_.sandbox);
  };
  hooks.leave_script = [this] {
    // The Runner now ends its transaction, which it must be able to do however the script ended.
    allowance_.settle(*connection_.sandbox);
    connection_.sandbox->set_mode(sql::SandboxMode::learner);
    Allowance::refill_for_housekeeping(*connection_.sandbox);
  };
  hooks.explain = [this](base::Error error) { return connection_.sandbox->explain(std::move(error)); };
  return hooks;
}

}  // namespace simulator::world
