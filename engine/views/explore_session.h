// Every order of a deploy, explored: what is asked for, how far it is, what was found. And the matrix of
// queries and schemas, which a small exploration in the background makes before anybody asks for a whole one.
//
// Ownership: shares the Scenario with the jobs it posts. Threads: the window's; explorations run on the
// worker, and end with the session.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "engine/platform/worker.h"
#include "simulator/deploy/explore.h"

namespace engine::views {

/// What an exploration is asked for.
struct ExploreWish {
  int nodes = 0;  ///< of the first group
  simulator::deploy::Mishaps mishaps;
  friend bool operator==(const ExploreWish&, const ExploreWish&) = default;
};

class ExploreSession {
 public:
  ExploreSession(platform::Worker& worker, std::shared_ptr<const simulator::deploy::Scenario> scenario);
  ExploreSession(const ExploreSession&) = delete;
  ExploreSession& operator=(const ExploreSession&) = delete;
  ~ExploreSession();

  void explore(const ExploreWish& wish);
  /// What was found up to then comes back, marked as incomplete.
  void cancel();
  /// How far it is, while one runs or waits.
  [[nodiscard]] std::optional<simulator::deploy::ExploreProgress> running() const;
  /// The latest, or null.
  [[nodiscard]] std::shared_ptr<const simulator::deploy::Exploration> found() const;
  /// Why the latest could not even begin.
  [[nodiscard]] std::optional<simulator::base::Error> failure() const;

  /// Makes the matrix in the background, unless it is there or on its way.
  void want_matrix();
  /// Somebody waits for the worker: the background gives it free. want_matrix() begins anew.
  void give_way();
  /// Of the latest exploration, or of the one in the background; null before.
  [[nodiscard]] std::shared_ptr<const simulator::deploy::Matrix> matrix() const;

 private:
  struct Shared;
  platform::Worker& worker_;
  std::shared_ptr<const simulator::deploy::Scenario> scenario_;
  std::stop_source exploring_;
  std::stop_source in_background_;
  bool matrix_wanted_ = false;
  std::shared_ptr<Shared> shared_;
};

}  // namespace engine::views
