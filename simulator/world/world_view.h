// An immutable picture of a World at one moment: what the UI draws and what goals look at.
//
// Cheap to make and to copy: what did not change since the last picture is shared, found by the identity of
// the database's image. Ownership: values and shared immutable parts, so it may cross threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/history.h"
#include "simulator/migration/status.h"
#include "simulator/schema/difference.h"
#include "simulator/schema/schema.h"
#include "simulator/world/command_tree.h"
#include "simulator/world/event.h"

namespace simulator::world {

struct TableRows {
  std::string table;
  std::int64_t rows = 0;
  friend bool operator==(const TableRows&, const TableRows&) = default;
};

/// What one database holds, read from one image.
struct DatabaseView {
  schema::Schema schema;              ///< without the history table
  std::vector<TableRows> row_counts;  ///< by table name, without the history table
  migration::History history;
  std::optional<base::Error> problem;  ///< it could not be read, or the history table is another tool's
  std::string image_hash;              ///< equal hashes: byte-identical databases
};

struct EnvironmentView {
  std::string name;
  std::shared_ptr<const DatabaseView> database;  ///< never null
  std::vector<migration::StatusRow> status;      ///< ascending by version
  std::vector<migration::Problem> problems;      ///< edited, missing, out of order
  /// Left is what its history makes on an empty database (the shadow), right what is there.
  std::vector<schema::Difference> drift;
  /// Set when the shadow could not be made: the history's files fail on an empty database. Then no drift is
  /// known.
  std::optional<base::Error> shadow_failure;
  std::vector<std::string> backups;  ///< oldest first

  [[nodiscard]] std::size_t pending() const;  ///< also out of order
  /// Nothing pending, no problem, no drift but cosmetic.
  [[nodiscard]] bool as_history_says() const;
};

/// Where a file stands on one environment; empty when the file is not a migration of the set.
struct FileStateOn {
  std::string environment;
  std::optional<migration::MigrationState> state;
};
struct FileView {
  std::string name;
  std::shared_ptr<const std::string> text;
  std::string version;  ///< empty when the file is not named like a migration
  std::vector<FileStateOn> on;
};

enum class NodeState { serving, draining, stopped };
[[nodiscard]] std::string_view to_string(NodeState state);
struct AppNodeView {
  std::string name;
  std::string environment;
  std::string version;
  NodeState state = NodeState::serving;
  bool in_flight = false;  ///< draining, and its last requests are not finished
};

/// One point of the time strip.
struct MomentView {
  NodeId id = start_node_id;
  std::string title;  ///< "start", or title(command)
  bool ok = true;
  bool future = false;                 ///< behind the cursor: redo leads there
  std::vector<NodeId> other_branches;  ///< its children that are not on this line
};

struct WorldView {
  std::vector<FileView> files;                ///< by name
  base::Diagnostics file_diagnostics;         ///< what is wrong with the migrations folder
  std::vector<EnvironmentView> environments;  ///< in the order in which they were made
  std::vector<AppNodeView> nodes;
  std::vector<MomentView> strip;  ///< from the start to the end of this branch
  NodeId cursor = start_node_id;
  bool can_undo = false;
  bool can_redo = false;
  std::size_t commands_done = 0;              ///< from the start to the cursor: what a lab's par counts
  std::shared_ptr<const CommandRecord> last;  ///< the command at the cursor; null at the start
  std::int64_t time_unix_ms = 0;

  [[nodiscard]] const EnvironmentView* environment(std::string_view name) const;
  [[nodiscard]] const FileView* file(std::string_view name) const;
};

}  // namespace simulator::world
