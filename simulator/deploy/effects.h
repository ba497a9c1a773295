// Everything that was executed so far: which DataStates there are, and what each action does to each. A pair
// is executed once; asking again costs a look into a table.
//
// Missing pairs are executed together, spread over threads (requests of a DataState that is not large share a
// connection and so a thread), and numbered in the order in which they were asked for, so nothing depends on
// how many threads there are or which was faster.
//
// Ownership: owns DataStates and effects; the Experiment must outlive it. Threads: its caller's; it starts
// others only inside require().
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/effect.h"
#include "simulator/deploy/laboratory.h"

namespace simulator::deploy {

using DataId = std::uint32_t;

/// What is kept of an Outcome.
struct Effect {
  DataId next = 0;
  bool finished = true;
  bool refused = false;
  bool leads_on = true;
  std::optional<std::uint32_t> failure;  ///< of Effects::failure
  std::vector<std::uint8_t> crash_points;
};

class Effects {
 public:
  Effects(const Experiment& experiment, int threads);
  ~Effects();

  /// The DataState at the start, number 0.
  [[nodiscard]] base::Result<void> begin(const sql::Image& image);

  /// Executes those that are not known yet. Codes: sandbox.deadline, sandbox.cancelled, sqlite.*, store.*.
  [[nodiscard]] base::Result<void> require(const std::vector<std::pair<DataId, Action>>& wanted);
  [[nodiscard]] bool knows(DataId data, const Action& action) const;
  /// Precondition: knows(data, action).
  [[nodiscard]] const Effect& of(DataId data, const Action& action) const;
  [[nodiscard]] const Failure& failure(std::uint32_t number) const { return failures_[number]; }

  [[nodiscard]] const DataState& state(DataId data) const { return states_[data]; }
  [[nodiscard]] std::size_t states() const { return states_.size(); }
  [[nodiscard]] std::size_t executed() const { return executed_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  /// Tables that SQLite said are touched together: by all statements of a request, by all files of a step.
  [[nodiscard]] const std::set<std::string>& tables_of_request(std::size_t asked) const {
    return by_asked_[asked];
  }
  [[nodiscard]] const std::set<std::string>& tables_of_step(StepIndex step) const {
    return by_step_[static_cast<std::size_t>(step)];
  }
  [[nodiscard]] const std::set<std::string>& tables_of_invariants() const { return of_invariants_; }

 private:
  [[nodiscard]] std::size_t slot(const Action& action) const;
  [[nodiscard]] DataId intern(DataState state, const Fingerprint& print);
  void note_tables(const Action& action, const std::set<std::string>& tables);

  const Experiment& experiment_;
  std::vector<std::unique_ptr<Laboratory>> laboratories_;
  std::deque<DataState> states_;
  std::unordered_map<Fingerprint, DataId, FingerprintHash> by_print_;
  std::vector<std::vector<std::uint32_t>> by_slot_;  ///< by DataState and slot: 1 + index into effects_
  std::deque<Effect> effects_;
  std::vector<Failure> failures_;
  std::vector<std::set<std::string>> by_asked_;
  std::vector<std::set<std::string>> by_step_;
  std::set<std::string> of_invariants_;
  std::size_t executed_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace simulator::deploy
