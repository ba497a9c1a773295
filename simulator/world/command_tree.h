// All commands ever given to a World, as a tree with a cursor. Undo and redo move the cursor, a command after
// an undo starts a branch, nothing is thrown away.
//
// Ownership: what happened at a node is shared and immutable, so copying a tree (World::fork) is cheap.
// Threads: a tree belongs to one thread; what `record` points at may be read from any.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/world/command.h"
#include "simulator/world/event.h"

namespace simulator::world {

/// 0 is the start; then 1, 2, ... in the order in which commands were given. A parent's id is the smaller.
using NodeId = std::size_t;
inline constexpr NodeId start_node_id = 0;

/// A command that was applied, and what came of it.
struct CommandRecord {
  Command command;
  std::int64_t vm_operations = 0;  ///< its budget; decides where endless SQL stops, so it is part of it
  std::vector<Event> events;
  std::string hash;               ///< hash_of(events)
  bool ok = true;                 ///< no event has an error
  std::int64_t time_unix_ms = 0;  ///< the World's clock while it ran
};

struct CommandNode {
  NodeId id = start_node_id;
  NodeId parent = start_node_id;                ///< the start is its own parent
  std::size_t depth = 0;                        ///< commands since the start
  std::shared_ptr<const CommandRecord> record;  ///< null at the start
  std::vector<NodeId> children;                 ///< oldest first
  std::optional<NodeId> next;                   ///< the child that redo goes to: the one last visited
};

class CommandTree {
 public:
  CommandTree() : nodes_(1) {}

  /// Below the cursor, which moves there.
  NodeId add(std::shared_ptr<const CommandRecord> record);
  /// False when there is nothing to undo (redo).
  bool undo();
  bool redo();
  /// False when there is no such node. Redo from an ancestor then leads back here.
  bool go_to(NodeId id);
  /// Where redo leads from `id`: `child` must be one of its children.
  void set_next(NodeId id, NodeId child) { nodes_[id].next = child; }

  [[nodiscard]] NodeId cursor() const { return cursor_; }
  [[nodiscard]] bool can_undo() const { return cursor_ != start_node_id; }
  [[nodiscard]] bool can_redo() const { return nodes_[cursor_].next.has_value(); }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  /// Precondition: id < size().
  [[nodiscard]] const CommandNode& node(NodeId id) const { return nodes_[id]; }
  /// From the start (left out) to `id` (included).
  [[nodiscard]] std::vector<NodeId> path_to(NodeId id) const;
  /// The path through the cursor, and on along `next` to the end of the branch: what a time strip draws.
  [[nodiscard]] std::vector<NodeId> line() const;

 private:
  std::vector<CommandNode> nodes_;
  NodeId cursor_ = start_node_id;
};

}  // namespace simulator::world
