// One run of a rollout, act by act: what the replay follows and what the explorer finds. A story with a
// failure ends in the Situation and on the database where it shows.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/json.h"
#include "simulator/deploy/situation.h"
#include "simulator/sql/value.h"

namespace simulator::deploy {

/// A request of any live node of this group that runs this version.
struct RequestBy {
  std::uint8_t group = 0;
  VersionIndex version = 0;
  std::uint16_t query = 0;           ///< of the version
  std::optional<sql::Value> entity;  ///< value of the key parameters of its promises
  friend bool operator==(const RequestBy&, const RequestBy&) = default;
};

struct Act {
  std::optional<Move> move;  ///< exactly one of move and request, unless the request is in flight across it
  std::optional<RequestBy> request;
  /// `request` sent its first statement before the move and the others after it.
  [[nodiscard]] bool in_flight() const { return move && request; }
  friend bool operator==(const Act&, const Act&) = default;
};

/// What an oracle saw.
struct Failure {
  FailureKind kind = FailureKind::sql_error;
  std::string message;  ///< one sentence; SQLite's own words for an SQL error
  std::string version;  ///< of the app; may be empty
  std::string query;    ///< its name, or the invariant's; may be empty
  std::string step;     ///< id; of step_failed and data_lost
  friend bool operator==(const Failure&, const Failure&) = default;
};

struct Story {
  std::vector<std::string> order;  ///< steps in the order in which they began
  std::vector<Act> acts;
  std::optional<Failure> failure;
  std::optional<RequestBy> failing;  ///< the request that shows it at the end, when one does
  int nodes = 0;                     ///< of the first group
  friend bool operator==(const Story&, const Story&) = default;
};

/// "v1: list users", "node starts v2", "20260514 runs on production": one line for people.
[[nodiscard]] std::string describe(const Act& act, const Plan& plan);

/// With names instead of indices; for keeping a story and giving it to `deploy replay --story`.
[[nodiscard]] std::string to_json(const Story& story, const Plan& plan);
/// Everything wrong with it is reported (json.*, deploy.bad-story).
[[nodiscard]] std::optional<Story> read_story(std::string_view text, const std::string& file,
                                              const Plan& plan, base::Diagnostics& out);

}  // namespace simulator::deploy
