// Everything there is to say about one failure of a replay: who asked what, which versions were there, what
// the last change of the schema took or brought, what other databases say to the same mistake.
//
// Pure: values in, values out. Threads: none shared.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/views/replay_failures.h"
#include "simulator/base/error.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/trace.h"
#include "simulator/migration/tool_words.h"

namespace engine::views {

/// A version and the nodes that ran it.
struct LiveVersion {
  std::string version;
  std::vector<std::string> nodes;
};

/// The schema before and after the change that the failing moment lives with.
struct SchemaChange {
  std::size_t tick = 0;  ///< in which it happened
  std::string before;    ///< labels: "20260401 create_users"
  std::string after;
  std::vector<std::string> gone;  ///< "users.nickname", "index users_email"
  std::vector<std::string> come;
  std::vector<std::string> differ;  ///< "users.phone: not null"
};

struct FailureStory {
  std::string where;     ///< "t = 4 · node 1 · v1 · list users"
  std::string sql;       ///< of the request, or of the rule that was broken; empty when neither shows it
  std::string bindings;  ///< ":id = 1, :email = 'ana@example.com'"; empty without any
  bool in_flight = false;
  std::string message;
  std::optional<simulator::base::Error> error;  ///< of the request or the step; a request's place is in `sql`
  simulator::migration::Explanation explain;    ///< of a migration that failed: what the tool did
  std::optional<std::string> postgres;  ///< what PostgreSQL says to the same mistake: quoted, not executed
  std::string what_happened;            ///< in the tick: "20260601_drop_user_nickname ran"
  std::vector<LiveVersion> live;
  std::optional<SchemaChange> change;  ///< empty while the schema is that of the start
};

[[nodiscard]] FailureStory story_of(const simulator::deploy::Scenario& scenario,
                                    const simulator::deploy::Trace& trace, const ReplayFailure& failure);

/// Versions that serve or finish requests at the tick, in the order in which their nodes started.
[[nodiscard]] std::vector<LiveVersion> live_at(const simulator::deploy::Trace& trace, std::size_t tick);
/// ":id = 1, :email = 'ana@example.com'".
[[nodiscard]] std::string to_text(const simulator::world::Parameters& bindings);

}  // namespace engine::views
