#include "simulator/world/command_tree.h"

#include <algorithm>

namespace simulator::world {

NodeId CommandTree::add(std::shared_ptr<const CommandRecord> record) {
  CommandNode node;
  node.id = nodes_.size();
  node.parent = cursor_;
  node.depth = nodes_[cursor_].depth + 1;
  node.record = std::move(record);
  nodes_[cursor_].children.push_back(node.id);
  nodes_[cursor_].next = node.id;
  cursor_ = node.id;
  nodes_.push_back(std::move(node));
  return cursor_;
}

bool CommandTree::undo() {
  if (!can_undo()) return false;
  cursor_ = nodes_[cursor_].parent;
  return true;
}

bool CommandTree::redo() {
  if (!can_redo()) return false;
  cursor_ = *nodes_[cursor_].next;
  return true;
}

bool CommandTree::go_to(NodeId id) {
  if (id >= nodes_.size()) return false;
  for (NodeId at = id; at != start_node_id; at = nodes_[at].parent) nodes_[nodes_[at].parent].next = at;
  cursor_ = id;
  return true;
}

std::vector<NodeId> CommandTree::path_to(NodeId id) const {
  std::vector<NodeId> path;
  for (NodeId at = id; at != start_node_id; at = nodes_[at].parent) path.push_back(at);
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<NodeId> CommandTree::line() const {
  std::vector<NodeId> line = path_to(cursor_);
  for (NodeId at = cursor_; nodes_[at].next;) {
    at = *nodes_[at].next;
    line.push_back(at);
  }
  return line;
}

}  // namespace simulator::world
