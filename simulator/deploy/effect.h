// What one action does to one DataState: the explorer's unit of execution.
//
// Ownership: plain values. May cross threads.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/deploy/data_state.h"
#include "simulator/deploy/situation.h"
#include "simulator/deploy/story.h"

namespace simulator::deploy {

struct Action {
  enum class Kind : std::uint8_t {
    request,     ///< `asked`
    invariants,  ///< all of the scenario's
    start,       ///< may a node of `version` start
    work,        ///< the next piece of `step`
    crash,       ///< the same, killed after `statement` statements
    in_flight,   ///< the same, and `asked` began before and ends after it
  };
  Kind kind = Kind::request;
  StepIndex step = no_step;
  VersionIndex version = 0;
  std::uint8_t statement = 0;
  std::uint16_t asked = 0;  ///< of AskedList::all
  friend auto operator<=>(const Action&, const Action&) = default;
};

/// What came of it.
struct Outcome {
  std::optional<Failure> failure;  ///< only of kinds that the scenario counts
  bool finished = true;            ///< of work and crash: nothing of the step is left
  bool refused = false;            ///< of start
  bool leads_on = true;            ///< false: taken back, or it did not come about (turned away by a lock)
  bool changed = false;            ///< there is another DataState behind it
  std::vector<std::uint8_t> crash_points;  ///< of work: where a kill would leave something behind
  Fingerprint print;                       ///< of that DataState
  std::optional<DataState> next;           ///< it; empty when it was known already
  std::set<std::string> tables;            ///< that SQLite said it touches, in lower case
};

}  // namespace simulator::deploy
