// A deploy scenario, read from a *.deploy.json: an environment with data, two or more versions of the app,
// the nodes that run the first of them, and the steps of a rollout whose order the learner chooses.
//
//   { "$schema": "...", "id": "add-phone", "title": "...", "task": "...",
//     "environment": { "name": "production", "seed": 4, "time": "2026-05-14T12:00:00Z",
//                      "migrations": "migrations/phone", "migrated_to": "20260401", "setup": ["INSERT ..."]
//                      },
//     "versions": [ { "name": "v1", "queries": [ { "name": "sign up", "sql": "INSERT ... (:email)",
//                                                  "parameters": { "email": "p{request}@example.com" } } ] }
//                                                  ],
//     "nodes": { "count": 3, "version": "v1" },
//     "steps": [ { "id": "migrate", "title": "...", "do": "migrate", "to": "20260514" },
//                { "id": "deploy", "title": "...", "do": "deploy", "version": "v2", "old_nodes": "replace" },
//                { "id": "drain", "title": "...", "do": "drain", "version": "v1", "after": ["deploy"] },
//                { "id": "review", "title": "...", "do": "nothing" } ],
//     "orders": [ { "steps": ["migrate", "deploy"], "safe": true, "why": "..." },
//                 { "steps": ["deploy", "migrate"], "safe": false, "fails_with": "no such column: phone",
//                   "why": "..." } ] }
//
// Ownership: plain values. Threads: none shared.
#pragma once

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
  migrate,  ///< runs the folder on the environment: up to `to` (or all), or down
  deploy,   ///< brings `version` up
  drain,    ///< waits until no node runs `version`: they finish what they began, then stop
  nothing,  ///< something people do that the databases do not notice (a review, a merge)
};
[[nodiscard]] std::string_view to_string(StepKind kind);

struct Step {
  std::string id;
  std::string title;
  StepKind kind = StepKind::nothing;
  migration::Direction direction = migration::Direction::up;  ///< of migrate
  std::optional<std::string> to;                              ///< of migrate
  std::string version;                                        ///< of deploy and drain
  /// Of deploy. false ("replace"): one node after the other drains, stops and starts with the new version.
  /// true ("keep"): as many new nodes start beside the old ones.
  bool keep_old_nodes = false;
  std::vector<std::string> after;  ///< steps that have to come first, in every order
  base::Position at;
};

/// An order the author speaks about. `check` runs it: safe must mean that nothing fails, unsafe that the
/// first failure's message contains `fails_with`.
struct Order {
  std::vector<std::string> steps;
  bool safe = false;
  std::string fails_with;
  std::string why;
  base::Position at;
};

struct Scenario {
  std::string id;
  std::string title;
  std::string task;
  std::string file;         ///< for messages
  std::string environment;  ///< where everything happens
  world::WorldStart start;  ///< one environment, the app's versions
  int node_count = 3;
  std::string node_version;
  std::vector<Step> steps;
  std::vector<Order> orders;

  [[nodiscard]] const Step* step(std::string_view id) const;
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
/// deploy.unknown-migration, world.*, migration.*.
[[nodiscard]] ScenarioResult read_scenario(const base::Folder& folder, const std::string& name);
/// The same, with `text` in place of what the file holds.
[[nodiscard]] ScenarioResult read_scenario(const base::Folder& folder, const std::string& name,
                                           std::string_view text);

}  // namespace simulator::deploy
