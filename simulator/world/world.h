// The simulated world: a folder of migrations, environments (real sandboxed databases) and running nodes of
// the app. Everything that happens is a Command; the tree of commands with a cursor is the state.
//
// How it keeps its promises:
// - A moment is a value: files, nodes, clock, randomness and one image a database. A command is a function
//   from one moment to the next: it opens connections on the images, works, closes them and takes images.
//   So the same start and the same path of commands give the same bytes, whatever was undone in between.
// - SQL stops after so many VM operations, a number kept with the command: the same place everywhere. A
//   deadline by the clock on the wall, or a stop request, throws the half-done moment away: it never
//   happened.
// - Moments are kept while they fit a byte budget; beyond it some are dropped and made again by replaying.
//
// Ownership: owns everything in it. Movable, not copyable: fork(). Threads: one at a time; a fork is
// independent of its origin and may live on another thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/sql/image.h"
#include "simulator/sql/value.h"
#include "simulator/world/command.h"
#include "simulator/world/command_tree.h"
#include "simulator/world/event.h"
#include "simulator/world/world_start.h"
#include "simulator/world/world_view.h"

namespace simulator::world {

class PrefixSnapshots;

struct Limits {
  std::int64_t vm_operations = 20'000'000;  ///< stored with the command
  std::chrono::milliseconds wall{5000};     ///< beyond it the command never happened
};

/// How many rows of one statement an Event keeps.
inline constexpr std::size_t event_row_limit = 500;
/// The longest text of one command, in bytes.
inline constexpr std::size_t command_text_limit = 1U << 20U;

class World {
 public:
  /// Codes: world.bad-start (a migration or a setup statement of the start failed; the message says which).
  /// Whoever makes several Worlds of like starts gives them the same snapshots.
  [[nodiscard]] static base::Result<World> create(const WorldStart& start,
                                                  std::shared_ptr<PrefixSnapshots> snapshots = {});
  World(World&&) noexcept;
  World& operator=(World&&) noexcept;
  ~World();

  /// Applies a command at the cursor. A command that fails (an SQL error, a migration refused) happened: it
  /// is a node with an event that has an error. A Result without a node means that nothing happened; codes:
  /// world.unknown-environment, world.unknown-backup, world.unknown-file, world.unknown-node,
  /// world.unknown-version, world.unknown-query, world.node-down, world.bad-command, world.name-taken,
  /// world.bad-name, world.too-large, world.too-many, world.deadline, world.cancelled.
  [[nodiscard]] base::Result<NodeId> apply(const Command& command, std::stop_token stop = {},
                                           const Limits& limits = {});

  /// What came of the command at the cursor; empty at the start.
  [[nodiscard]] const std::vector<Event>& last_events() const;

  // Looking: changes nothing, not the tree, not the clock, not the randomness.

  /// Whether the text only reads, so that it is a look and not a command. A text that does not compile counts
  /// as reading when its first word is one that reads (SELECT, WITH, VALUES, EXPLAIN, PRAGMA).
  [[nodiscard]] bool only_reads(std::string_view environment, std::string_view sql);
  /// Runs a text that only reads: an event for each statement, up to the first that fails.
  [[nodiscard]] base::Result<std::vector<Event>> look(std::string_view environment, std::string_view sql,
                                                      std::stop_token stop = {}, const Limits& limits = {});
  /// One statement that reads. Codes: world.unknown-environment, sqlite.*, sandbox.*.
  [[nodiscard]] base::Result<sql::ResultSet> query(std::string_view environment, std::string_view sql,
                                                   std::stop_token stop = {}, const Limits& limits = {});
  /// The same at another moment, without going there.
  [[nodiscard]] base::Result<sql::ResultSet> query_at(NodeId moment, std::string_view environment,
                                                      std::string_view sql, std::stop_token stop = {},
                                                      const Limits& limits = {});
  /// Parts of the view, for callers that need only these.
  [[nodiscard]] std::vector<AppNodeView> nodes();
  /// Null when there is no such environment.
  [[nodiscard]] std::shared_ptr<const DatabaseView> database_view(std::string_view environment);
  [[nodiscard]] WorldView view();
  [[nodiscard]] WorldView view_at(NodeId moment);

  // Time.

  bool undo();
  bool redo();
  /// Codes: world.unknown-moment.
  [[nodiscard]] base::Result<void> go_to(NodeId moment);
  [[nodiscard]] const CommandTree& tree() const;

  /// An independent World with the same tree and the same cursor. Costs neither copying databases nor
  /// replaying.
  [[nodiscard]] World fork() const;

  [[nodiscard]] const WorldStart& start() const;

  // Keeping it.

  /// The tree as JSON: hash of the start, commands with their budgets and hashes, cursor. Not the databases:
  /// load() makes them again.
  [[nodiscard]] std::string save_json() const;
  struct Loaded;
  /// Replays a saved tree. Codes: world.unreadable. A start that is not the one it was saved from
  /// (world.start-changed), a command that no longer gives what it gave (world.diverged) or can no longer be
  /// applied (world.lost-command, it and what follows it are left out) are warnings in Loaded.
  [[nodiscard]] static base::Result<Loaded> load(const WorldStart& start, std::string_view json,
                                                 std::stop_token stop = {},
                                                 std::shared_ptr<PrefixSnapshots> snapshots = {});

  /// Bytes of database pages that kept moments may use; dropped moments are replayed when visited.
  void set_memory_budget(std::size_t bytes);
  [[nodiscard]] std::size_t kept_moments() const;

  /// A database at the cursor; null when there is no such environment.
  [[nodiscard]] std::shared_ptr<const sql::Image> image(std::string_view environment) const;
  /// SHA-256 over the bytes of every database (backups included) at the cursor.
  [[nodiscard]] std::string image_hash() const;

 private:
  class State;
  explicit World(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct World::Loaded {
  World world;
  base::Diagnostics warnings;
};

}  // namespace simulator::world
