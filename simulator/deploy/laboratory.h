// Runs one action on one DataState, for real: SQLite databases in memory, guarded connections with foreign
// keys on, migrations by migration::Runner under the rules of the scenario's tool.
//
// Requests of one DataState share a connection and are taken back, unless they lead to a DataState that
// nobody knows yet; a request with a transaction of its own, and everything that runs beside a migration,
// gets a fresh database. Clock and randomness are the same at the beginning of every action.
//
// Ownership: owns its databases; plan, requests and files must outlive it. Threads: one at a time, so every
// thread has its own.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/asked.h"
#include "simulator/deploy/effect.h"
#include "simulator/deploy/sending.h"
#include "simulator/migration/migration_set.h"

namespace simulator::deploy {

/// What all laboratories of an exploration share.
struct Experiment {
  const Plan* plan = nullptr;
  AskedList asked;
  migration::MigrationSet files;
  ReservedNumbers reserved;
  std::vector<std::string> backups;  ///< names, "start" first
  std::stop_token stop;

  [[nodiscard]] std::optional<std::size_t> backup(const std::string& name) const;
};

class Laboratory {
 public:
  using Known = std::function<bool(const Fingerprint&)>;

  /// `known` is asked which DataStates need not be kept.
  Laboratory(const Experiment& experiment, Known known);
  ~Laboratory();
  Laboratory(const Laboratory&) = delete;
  Laboratory& operator=(const Laboratory&) = delete;

  /// The DataState of this database at the start: the facts as the starting versions read them.
  [[nodiscard]] base::Result<DataState> begin(const sql::Image& image);

  /// Of one action; plenty on a small database, and a statement without an end is found out in a moment.
  static constexpr sql::Budget budget{2'000'000, std::chrono::seconds(20)};

  /// The next request gets a connection of its own, whichever ran here before: what a connection remembers
  /// (total_changes()) then depends on nothing but what was asked for together.
  void begin_batch();

  /// An error means that nothing is known: cancelled, out of time, a database that cannot be opened.
  [[nodiscard]] base::Result<Outcome> run(const DataState& state, const Action& action);

 private:
  /// The database under work.
  static constexpr std::string_view environment_name = "rollout";

  struct Work;
  /// A migrate or backfill step's next piece on a connection of its own.
  [[nodiscard]] base::Result<Work> work(StepIndex step, std::optional<std::uint8_t> kill_after);
  [[nodiscard]] base::Result<Work> migrate(const Step& step, Line& line,
                                           std::optional<std::uint8_t> kill_after);
  [[nodiscard]] base::Result<Work> backfill(const Step& step, Line& line);

  [[nodiscard]] base::Result<Outcome> request(const DataState& state, const Asked& asked);
  [[nodiscard]] base::Result<Outcome> request_alone(const DataState& state, const Asked& asked);
  [[nodiscard]] base::Result<Outcome> in_flight(const DataState& state, StepIndex step, const Asked& asked);
  [[nodiscard]] base::Result<Outcome> over_a_restore(const DataState& state, const KeptBackup& backup,
                                                     const Asked& asked, Line line, Sending& sending);
  [[nodiscard]] base::Result<Outcome> rest_of(const DataState& state, const Asked& asked, Line& line,
                                              Sending& sending, Outcome out);
  [[nodiscard]] base::Result<Outcome> step(const DataState& state, const Action& action);
  [[nodiscard]] base::Result<Outcome> look(const DataState& state, const Action& action);

  static bool execute(sqlite3* connection, const char* sql);
  [[nodiscard]] base::Result<Line*> session(const DataState& state);
  [[nodiscard]] base::Result<void> restore(const DataState& state);
  /// The first promise that does not hold.
  [[nodiscard]] std::optional<Failure> judge(const DataState& state, const Asked& asked,
                                             const Sending& sending) const;
  [[nodiscard]] Failure failure_of(const Asked& asked, FailureKind kind, std::string message) const;
  void note(Outcome& out, std::optional<Failure> failure) const;
  /// The DataState that a request leaves, but for the image.
  [[nodiscard]] base::Result<DataState> behind(const DataState& state, sqlite3* connection,
                                               const Asked* asked, const Sending* sending, bool answered);
  [[nodiscard]] base::Result<void> settle(const DataState& state, DataState next, Outcome& out);

  const Experiment& experiment_;
  Known known_;
  sql::EnvironmentStore store_;
  const DataState* open_for_ = nullptr;
  std::optional<Line> session_;
  std::set<std::string> tables_;
};

}  // namespace simulator::deploy
