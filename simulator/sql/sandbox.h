// The guard around one connection that runs SQL from people we do not know: learners, courses, app versions.
// It lowers SQLite's limits, lets through only what the mode allows, replaces the functions that can hold one
// instruction for seconds, refuses statements that would explode while they are being prepared, and stops a
// command at its budget, its deadline or its cancel token.
//
// What is bounded by what
//   - Running: a progress handler every 50 VM instructions counts the budget (the same statements stop at
//     the same instruction everywhere) and looks at the deadline and the token.
//   - One instruction: strings and blobs are at most 200 kB; printf, format, instr, replace and trim are our
//     own (SQLite 3.40's printf('%.*c', 2000000000, 'x') runs 11 s, its trim of 100 kB by 40 kB 18 s).
//   - Preparing, where SQLite 3.40 calls no progress handler: statement_size.h estimates how large views,
//     WITH tables, triggers and generated columns make a statement, before SQLite sees it.
//
// Measured (release, 2 busy cores, the 74 scripts of tests/simulator/sql/hostile): the longest stretch in
// which nothing could have stopped a script was 0.20 s (fifty JSON calls, each parsing 180 kB), then 0.10 s
// (LIKE with 90 underscores on 198 kB), 0.06 s (preparing 6,000 terms before they are counted); all others
// below 0.04 s.
//
// The limits and hooks stay on the connection until it is closed, also when the Sandbox goes first.
//
// Threads: as the Database, except that the token of begin() may be stopped from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "simulator/base/clock.h"
#include "simulator/base/error.h"
#include "simulator/base/random.h"
#include "simulator/sql/database.h"
#include "simulator/sql/sandbox_rules.h"

namespace simulator::sql {

struct SandboxOptions {
  /// SQLite's old habit of taking "no such column" for a text. Off: an error. Applications (the mode) have it
  /// in any case, for they talk to SQLite as it comes.
  bool double_quoted_strings = false;
  /// The connection's VFS keeps temporary files in memory and counts them (MemoryVfs does). Then large sorts
  /// go through the VFS in pieces; otherwise temporary data stays on the heap.
  bool temporary_files_stay_in_memory = false;
  /// Source of random() and randomblob(); must outlive the connection. Null: an own source, seed 0.
  base::Random* random = nullptr;
  /// For the deadline; must outlive the connection. Null: the system's.
  const base::Clock* clock = nullptr;
};

struct Budget {
  std::int64_t vm_operations = 20'000'000;
  std::chrono::milliseconds wall{5000};
};

class Sandbox {
 public:
  /// Before the first untrusted statement. Code sandbox.setup when SQLite refuses a setting.
  [[nodiscard]] static base::Result<std::unique_ptr<Sandbox>> guard(Database& database, SandboxMode mode,
                                                                    const SandboxOptions& options = {});

  /// A statement is judged by the mode at the time it is prepared.
  void set_mode(SandboxMode mode);
  [[nodiscard]] SandboxMode mode() const;

  /// Told of every action SQLite asks about while it prepares a statement, allowed or not: what the statement
  /// touches. Not of the sandbox's own looks into the schema.
  using Watcher = std::function<void(const SandboxAction&)>;
  void watch(Watcher watcher);

  /// Refills budget and deadline for one command. Until the first call the default Budget holds.
  void begin(const Budget& budget, std::stop_token stop = {});

  /// Since begin(), counted in steps of 50 and always at or below the truth: a statement's last 49 are not
  /// seen. Deterministic.
  [[nodiscard]] std::int64_t operations_used() const;

  /// Gives an error that the sandbox caused its own code and words; any other error comes back unchanged.
  /// Place and excerpt are kept. Codes:
  ///   sandbox.denied     not allowed in this mode; the help says what to do instead
  ///   sandbox.budget     out of VM operations
  ///   sandbox.deadline   out of time (the only one that depends on the machine)
  ///   sandbox.cancelled  the token was stopped
  ///   sandbox.too-big    a limit on size: text, depth, columns, what a statement expands to
  [[nodiscard]] base::Error explain(base::Error error) const;

 private:
  struct State;
  explicit Sandbox(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;  // shared with the connection's hooks
};

}  // namespace simulator::sql
