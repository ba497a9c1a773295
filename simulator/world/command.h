// Everything that can happen in a World. A Command is a value: it can be stored, sent, compared, replayed.
//
// In JSON (labs, saved Worlds, shared solutions) a command is an object whose key "do" names the kind, the
// other keys are the members below: {"do": "mark_applied", "environment": "laptop", "version": "20260514"}.
// Keys whose member has its default value are left out.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/base/json.h"
#include "simulator/migration/migration_file.h"
#include "simulator/world/app_version.h"

namespace simulator::world {

/// "write_file": makes or replaces a file of the migrations folder. `path` has no directories.
struct WriteFile {
  std::string path;
  std::string text;
  friend bool operator==(const WriteFile&, const WriteFile&) = default;
};
/// "delete_file"
struct DeleteFile {
  std::string path;
  friend bool operator==(const DeleteFile&, const DeleteFile&) = default;
};
/// "rename_file"
struct RenameFile {
  std::string path;
  std::string to;
  friend bool operator==(const RenameFile&, const RenameFile&) = default;
};
/// "run_sql": what somebody typed into the console of an environment. The statements run one after the other,
/// each in its own transaction unless the text says BEGIN; the first that fails ends it, those before it
/// stay. A transaction still open at the end of the text is rolled back.
struct RunSql {
  std::string environment;
  std::string sql;
  friend bool operator==(const RunSql&, const RunSql&) = default;
};
/// One request of a node, for a query of its version. `values` take the place of the query's own parameters
/// of the same name; what is in braces in a text is filled in as AppQuery says. No node: nobody is there to
/// serve it. In JSON {"node": "node 1", "query": "sign up", "values": {"email": "a@example.com"}}; a blob is
/// {"blob": "00FF"}.
struct Request {
  std::string node;
  std::string query;
  Parameters values = {};
  friend bool operator==(const Request&, const Request&) = default;
};
/// "migrate": `direction` is "up" or "down". Without `to` and `steps`: up runs everything pending, down takes
/// back the newest.
struct Migrate {
  std::string environment;
  migration::Direction direction = migration::Direction::up;
  std::optional<std::string> to;
  std::optional<int> steps;
  bool out_of_order = false;
  /// Its first statement comes before the migration, the others after it, on a connection that stays open.
  std::optional<Request> in_flight = std::nullopt;
  /// The migrator is killed after so many statements of its files: the database keeps what was committed by
  /// then.
  std::optional<int> killed_after = std::nullopt;
  friend bool operator==(const Migrate&, const Migrate&) = default;
};
/// "mark_applied": into the history without running it.
struct MarkApplied {
  std::string environment;
  std::string version;
  friend bool operator==(const MarkApplied&, const MarkApplied&) = default;
};
/// "amend_history": what the tool lets a person tell its history by hand; the schema stays as it is
/// (migration/amendment.h). `how`: "force" and "baseline" take a version, "repair" takes none.
struct AmendHistory {
  enum class How { force, repair, baseline };
  std::string environment;
  How how = How::repair;
  std::string version;
  friend bool operator==(const AmendHistory&, const AmendHistory&) = default;
};
[[nodiscard]] std::string_view to_string(AmendHistory::How how);
/// "clone_environment": a new environment. `from` empty: a blank database with nothing applied, as on a new
/// engineer's machine; otherwise a copy of that environment, rows and history included.
struct CloneEnvironment {
  std::string name;
  std::string from;
  friend bool operator==(const CloneEnvironment&, const CloneEnvironment&) = default;
};
/// "take_backup": the whole database, its history table included, kept under a name (replacing an older one).
struct TakeBackup {
  std::string environment;
  std::string backup;
  friend bool operator==(const TakeBackup&, const TakeBackup&) = default;
};
/// "restore_backup": connections are lost with the database that was there; a request in flight goes on with
/// another one.
struct RestoreBackup {
  std::string environment;
  std::string backup;
  std::optional<Request> in_flight = std::nullopt;
  friend bool operator==(const RestoreBackup&, const RestoreBackup&) = default;
};
/// "backfill": one batch, in one transaction. The event says how many rows it changed.
struct Backfill {
  std::string environment;
  std::string sql;
  std::optional<Request> in_flight = std::nullopt;
  friend bool operator==(const Backfill&, const Backfill&) = default;
};
/// "start_node": `version` is one of WorldStart::versions. A stopped or draining node of this name starts
/// anew. A version that refuses (AppVersion::refuses_when) leaves it stopped.
struct StartNode {
  std::string node;
  std::string environment;
  std::string version;
  friend bool operator==(const StartNode&, const StartNode&) = default;
};
/// "drain_node": it takes no new requests; the next traffic finishes those it had begun.
struct DrainNode {
  std::string node;
  friend bool operator==(const DrainNode&, const DrainNode&) = default;
};
/// "stop_node"
struct StopNode {
  std::string node;
  friend bool operator==(const StopNode&, const StopNode&) = default;
};
/// "traffic": every serving node runs each query of its version once, in the listed order, on a connection of
/// its own; which node comes first is random. A node that
/// was told to drain since the last traffic does so one last time.
struct Traffic {
  friend bool operator==(const Traffic&, const Traffic&) = default;
};

/// "serve": these requests, one after the other; each node has a connection of its own. Nodes that drain may
/// finish what they had, those that stopped serve nothing.
struct Serve {
  std::vector<Request> requests;
  friend bool operator==(const Serve&, const Serve&) = default;
};

using Command = std::variant<WriteFile, DeleteFile, RenameFile, RunSql, Migrate, MarkApplied,
                             CloneEnvironment, TakeBackup, RestoreBackup, StartNode, DrainNode, StopNode,
                             Traffic, AmendHistory, Backfill, Serve>;

/// The name used in JSON: "write_file".
[[nodiscard]] std::string_view kind(const Command& command);
/// For people, short, no full stop: "migrate laptop", "write 20260514_add_user_phone.sql".
[[nodiscard]] std::string title(const Command& command);
/// The environment it changes; empty for commands on files and nodes.
[[nodiscard]] std::string_view environment_of(const Command& command);

/// Compact, one line.
[[nodiscard]] std::string to_json(const Command& command);
/// Reports everything wrong with it (json.*, world.bad-command) and then returns nothing.
/// `file` and `text` are only for messages.
[[nodiscard]] std::optional<Command> read_command(const base::JsonValue& value, const std::string& file,
                                                  std::string_view text, base::Diagnostics& out);
/// Of one command alone; the first thing wrong with it is the error.
[[nodiscard]] base::Result<Command> command_from_json(std::string_view json);

}  // namespace simulator::world
