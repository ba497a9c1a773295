// What a lab asks for, as criteria that look at the World and never at how the learner got there.
//
// In JSON a criterion is an object whose "kind" is one of
//   seen_drift     { "environment", "object" }      at some moment up to now, `object` was there (or gone, or
//                                                   changed) and no migration had made it so
//   environment    { "environment" }                it exists
//   object         { "environment", "object" }      "users", "users.phone", "index users_email", "view v",
//   ... query          { "environment", "sql", "rows", "ordered": false }   a SELECT gives exactly these rows
//   schemas_agree  { "environments": [...] }        no behavioural difference between any two
//   history        { "environments": [...] }        nothing pending, no file edited or missing, no drift
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/json.h"
#include "simulator/sql/value.h"
#include "simulator/world/world.h"

namespace lessons::lab {

struct SeenDrift {
  std::string environment;
  std::string object;
};
struct EnvironmentExists {
  std::string environment;
};
struct ObjectExists {
  std::string environment;
  std::string object;
};
struct QueryGives {
  std::string environment;
  std::string sql;
  std::vector<std::vector<simulator::sql::Value>> rows;
  bool ordered = false;
};
struct SchemasAgree {
  std::vector<std::string> environments;
};
struct HistoryHolds {
  std::vector<std::string> environments;
};
using Criterion =
    std::variant<SeenDrift, EnvironmentExists, ObjectExists, QueryGives, SchemasAgree, HistoryHolds>;

struct Goal {
  std::string id;
  std::string title;  ///< inline markdown
  Criterion criterion;
  simulator::base::Position at;
};

struct GoalResult {
  std::string id;
  bool reached = false;
  std::string why_not;  ///< one sentence, empty when reached
};

/// Every goal, in order, at the World's cursor. Looking only: the World is as before (its memory of past
/// moments may be refilled). A goal whose query cannot run is not reached, and `why_not` says so.
[[nodiscard]] std::vector<GoalResult> evaluate(const std::vector<Goal>& goals, simulator::world::World& world,
                                               std::stop_token stop = {});

[[nodiscard]] bool all_reached(const std::vector<GoalResult>& results);

/// Reads one criterion; what is wrong with it is reported.
[[nodiscard]] Criterion read_criterion(const simulator::base::JsonValue& value, const std::string& file,
                                       std::string_view text, simulator::base::Diagnostics& out);

/// The environments it speaks of.
[[nodiscard]] std::vector<std::string> environments_of(const Criterion& criterion);

}  // namespace lessons::lab
