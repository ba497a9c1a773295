// A deploy scenario, read from a *.deploy.json: an environment with data, two or more versions of the app,
// the nodes that run the first of them, and the steps of a rollout whose order the learner chooses.
//
//   { "$schema": "...", "id": "add-phone", "title": "...", "task": "...", "incident": "...", "plan": ["..."],
//     "environment": { "name": "production", "seed": 4, "time": "2026-05-14T12:00:00Z", "tool": "driftwood",
//                      "migrations": "migrations/phone", "migrated_to": "20260401", "setup": ["INSERT ..."]
//                      },
//     "versions": [ { "name": "v1", "refuses_when": "SELECT ...", "queries": [ {
//         "name": "change email", "sql": "UPDATE users SET email = :email WHERE id = :id",
//         "parameters": { "id": 1, "email": "p{write}@example.com" }, "weight": 2, "once": false,
//         "writes": [ { "field": "user.email", "key": "id", "value": "email" } ],
//         "reads": [ { "field": "user.email", "key": "id", "value": "email" } ],
//         "when": { "read new": "on" } } ] } ],
//     "entities": { "user.email": [1, 2] },
//     "flags": { "read new": "off" },
//     "invariants": [ { "name": "every order has a user", "sql": "SELECT ... (must return nothing)" } ],
//     "nodes": { "count": 3, "version": "v1" },
//     "workers": [ { "name": "nightly job", "count": 1, "version": "v1", "updates": "late",
//                    "queries": ["export"] } ],
//     "live_versions": 2, "tolerates": ["no-node"],
//     "steps": [ { "id": "migrate", "title": "...", "do": "migrate", "to": "20260514" },
//                { "id": "deploy", "title": "...", "do": "deploy", "version": "v2", "strategy": "rolling",
//                  "batch": 1, "surge": 0, "canary": 1, "share": 10, "wait": true },
//                { "id": "drain", "title": "...", "do": "drain", "version": "v1", "after": ["deploy"] },
//                { "id": "fill", "title": "...", "do": "backfill", "sql": "UPDATE ... (again until no row)"
//                }, { "id": "on", "title": "...", "do": "flag", "flag": "read new", "value": "on" }, { "id":
//                "save", "title": "...", "do": "backup", "backup": "before" }, { "id": "back", "title":
//                "...", "do": "restore", "backup": "before" }, { "id": "review", "title": "...", "do":
//                "nothing" } ],
//     "orders": [ { "steps": ["migrate", "deploy"], "safe": true, "why": "..." },
//                 { "steps": ["deploy", "migrate"], "safe": false, "fails_with": "no such column: phone",
//                   "why": "..." } ] }
//
// Rolling code back is a deploy of the older version, rolling the schema back a migrate with
// "direction": "down". A backup "start" is there from the beginning.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/files.h"
#include "simulator/migration/migration_file.h"
#include "simulator/world/app_version.h"
#include "simulator/world/world_start.h"

namespace simulator::deploy {

enum class StepKind {
  migrate,   ///< runs the folder on the environment, a file at a time: up to `to` (or all), or down
  deploy,    ///< brings `version` up
  drain,     ///< waits until no node runs `version`: they finish what they began, then stop
  backfill,  ///< runs `sql` again and again, each time in a transaction of its own, until it changes no row
  flag,      ///< every node sees the new value at once
  backup,
  restore,
  nothing,  ///< something people do that the databases do not notice (a review, a merge)
};
[[nodiscard]] std::string_view to_string(StepKind kind);

enum class Strategy {
  rolling,     ///< drain, stop and start, `batch` nodes out of service and `surge` nodes too many at most
  blue_green,  ///< as many new nodes start, then all traffic moves to them at once, then the old ones drain
  canary,      ///< rolling, and a pause with traffic after the first `canary` nodes
  recreate,    ///< everything old stops before anything new starts
  beside,      ///< as many new nodes start and the old ones stay ("old_nodes": "keep")
};
[[nodiscard]] std::string_view to_string(Strategy strategy);

struct Step {
  std::string id;
  std::string title;
  StepKind kind = StepKind::nothing;
  migration::Direction direction = migration::Direction::up;  ///< of migrate
  std::optional<std::string> to;                              ///< of migrate
  std::string version;                                        ///< of deploy and drain
  Strategy strategy = Strategy::rolling;                      ///< of deploy, as the four that follow
  int batch = 1;
  int surge = 0;
  int canary = 1;
  int share = 0;  ///< percent of the traffic that canaries get; 0: as much as any node
  /// false: the step is over once the rollout has begun; nodes change while the next steps run.
  bool wait = true;
  std::string sql;                 ///< of backfill
  std::string flag;                ///< of flag
  std::string value;               ///< of flag
  std::string backup;              ///< of backup and restore
  std::vector<std::string> after;  ///< steps that have to come first, in every order
  base::Position at;
};

/// An order the author speaks about. `check` replays and explores it: safe must mean that neither finds a
/// failure, unsafe that one of them does, and that `fails_with` is in the message it begins with.
struct Order {
  std::vector<std::string> steps;
  bool safe = false;
  std::string fails_with;
  std::string why;
  base::Position at;
};

enum class Updates {
  with_deploy,  ///< a deploy step replaces it
  late,         ///< a deploy step does not wait for it: it restarts with the new version some time later
  never,        ///< the one that was forgotten: no step changes it and none waits for it
};
[[nodiscard]] std::string_view to_string(Updates updates);

/// Nodes that are alike. The first group are the scenario's "nodes", the others its "workers".
struct NodeGroup {
  std::string name;  ///< "node": its nodes are node 1, node 2, ...; a group of one has the name alone
  int count = 3;
  std::string version;
  Updates updates = Updates::with_deploy;
  std::vector<std::string> queries;  ///< names; empty: all of its version
};

struct Flag {
  std::string name;
  std::string value;  ///< at the start
};

/// Whose values of a field are watched: the parameters that stand for the key.
struct Entities {
  std::string field;
  std::vector<sql::Value> keys;  ///< never empty; one NULL for a field without a key
};

/// Must return nothing at every moment.
struct Invariant {
  std::string name;
  std::string sql;
};

enum class FailureKind {
  sql_error,         ///< a request failed
  no_node,           ///< a request came and no node was there
  refused_start,     ///< a node did not start
  lost_write,        ///< an answered write is nowhere in the database any more
  stale_read,        ///< a live version reads something else than what was written last
  broken_invariant,  ///< an invariant returned rows
  data_lost,         ///< a migration deleted rows that none of its statements names
  waited,            ///< a request, or a migration, was kept waiting or turned away by a lock
  step_failed,       ///< a migration or a backfill failed
};
/// "sql-error", as in "tolerates" and `--json`.
[[nodiscard]] std::string_view to_string(FailureKind kind);

/// Of one group. The explorer can be asked about more.
inline constexpr std::int64_t most_nodes = 12;

struct Scenario {
  std::string id;
  std::string title;
  std::string task;
  std::string incident;           ///< what really happened somewhere, with a link; markdown, may be empty
  std::vector<std::string> plan;  ///< a safe plan in words, a line a step; may be empty
  std::string file;               ///< for messages
  std::string environment;        ///< where everything happens
  world::WorldStart start;        ///< one environment, the app's versions
  std::vector<NodeGroup> groups;  ///< never empty
  std::vector<Flag> flags;
  std::vector<Entities> entities;  ///< one for every field that a query promises something about
  std::vector<Invariant> invariants;
  int live_versions = 2;               ///< a deploy does not begin while it would make more live at once
  std::vector<FailureKind> tolerates;  ///< not counted
  std::vector<Step> steps;
  std::vector<Order> orders;

  [[nodiscard]] const Step* step(std::string_view id) const;
  [[nodiscard]] const world::AppVersion* version(std::string_view name) const;
  /// Of a field that a promise names; null when there are none.
  [[nodiscard]] const Entities* entities_of(std::string_view field) const;
  [[nodiscard]] const NodeGroup& nodes() const { return groups.front(); }
  [[nodiscard]] bool counts(FailureKind kind) const;
  /// The steps in the order in which the file lists them.
  [[nodiscard]] std::vector<std::string> listed_order() const;
  /// What the author says about exactly this order, if anything.
  [[nodiscard]] const Order* find_order(const std::vector<std::string>& order) const;
};

struct ScenarioResult {
  Scenario scenario;  ///< usable only when the diagnostics have no error
  base::Diagnostics diagnostics;
};

/// `name` lies in `folder` (the lesson's), where its migrations lie too. Codes: files.*, json.*,
/// deploy.duplicate-id, deploy.unknown-version, deploy.unknown-step, deploy.bad-order,
/// deploy.unknown-migration, deploy.cycle, deploy.bad-count, deploy.bad-promise, deploy.unknown-flag,
/// deploy.bad-parameter, deploy.bad-strategy, deploy.unknown-backup, deploy.unknown-query, deploy.too-many,
/// world.*, migration.*.
[[nodiscard]] ScenarioResult read_scenario(const base::Folder& folder, const std::string& name);
/// The same, with `text` in place of what the file holds.
[[nodiscard]] ScenarioResult read_scenario(const base::Folder& folder, const std::string& name,
                                           std::string_view text);

}  // namespace simulator::deploy
