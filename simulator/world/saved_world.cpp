// World::save_json and World::load.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulator/base/json.h"
#include "simulator/base/json_text.h"
#include "simulator/world/world.h"
#include "simulator/world/world_state.h"

namespace simulator::world {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t format_number = 1;
/// A saved file is not trusted to keep the machine busy for longer than this at each command.
constexpr std::int64_t largest_budget = 5 * Limits{}.vm_operations;

struct SavedCommand {
  NodeId parent = start_node_id;
  std::int64_t budget = 0;
  std::string hash;
  Command command;
};
struct SavedTree {
  std::string start;
  NodeId cursor = start_node_id;
  std::vector<SavedCommand> commands;  ///< the n-th is node n + 1
  std::vector<NodeId> next;            ///< by node; 0 for none
};

base::Result<SavedTree> read_saved(std::string_view json) {
  base::JsonDocument document = base::parse_json(json, "");
  base::Diagnostics& wrong = document.diagnostics;
  SavedTree saved;
  if (!base::has_errors(wrong)) {
    base::JsonReader reader(document.root, "saved world", "", json, wrong);
    if (reader.integer("format") != format_number) {
      return base::failure("world.unreadable", "this was saved by another version of Driftwood",
                           "It was left as it is. Open it with the version that made it, or a newer one.");
    }
    saved.start = reader.string("start");
    saved.cursor = static_cast<NodeId>(reader.integer("cursor"));
    for (const base::JsonValue& item : reader.array("next"))
      saved.next.push_back(static_cast<NodeId>(item.integer));
    for (const base::JsonValue& item : reader.array("commands")) {
      base::JsonReader each(item, "saved command", "", json, wrong);
      SavedCommand command;
      command.parent = static_cast<NodeId>(each.integer("parent"));
      command.budget = std::min(each.integer("budget"), largest_budget);
      command.hash = each.string("hash");
      const base::JsonValue* value = each.object("command");
      const auto read = value != nullptr ? read_command(*value, "", json, wrong) : std::nullopt;
      if (read) command.command = *read;
      if (command.parent > saved.commands.size()) {
        each.report("world.unreadable", "a command comes before the one it follows", each.at("parent"));
      }
      saved.commands.push_back(std::move(command));
    }
  }
  for (const base::Diagnostic& diagnostic : wrong) {
    if (diagnostic.severity != base::Severity::error) continue;
    base::Error error = diagnostic.what;
    error.message = "the saved world cannot be read: " + error.message;
    error.code = "world.unreadable";
    return tl::unexpected(std::move(error));
  }
  return saved;
}

base::Diagnostic warning(const char* code, std::string message, std::string help) {
  return {base::Severity::warning, base::failure(code, std::move(message), std::move(help)).value()};
}

}  // namespace

std::string World::save_json() const {
  Json json;
  json["format"] = format_number;
  json["start"] = hash_of(start());
  json["cursor"] = tree().cursor();
  json["next"] = Json::array();
  json["commands"] = Json::array();
  for (NodeId id = 0; id < tree().size(); ++id) {
    const CommandNode& node = tree().node(id);
    json["next"].push_back(node.next.value_or(start_node_id));
    if (node.record == nullptr) continue;
    Json command;
    command["parent"] = node.parent;
    command["budget"] = node.record->vm_operations;
    command["hash"] = node.record->hash;
    command["command"] = base::json_of(to_json(node.record->command));
    json["commands"].push_back(std::move(command));
  }
  return base::json_line(json);
}

base::Result<World::Loaded> World::load(const WorldStart& start, std::string_view json, std::stop_token stop,
                                        std::shared_ptr<PrefixSnapshots> snapshots) {
  auto saved = read_saved(json);
  if (!saved) return tl::unexpected(saved.error());
  auto world = World::create(start, std::move(snapshots));
  if (!world) return tl::unexpected(world.error());
  Loaded loaded{std::move(*world), {}};
  if (saved->start != hash_of(start)) {
    loaded.warnings.push_back(warning("world.start-changed",
                                      "the state this began in has been changed since it was saved",
                                      "The same commands were run again from the new state."));
  }
  CommandTree& tree = loaded.world.state_->tree();
  std::vector<std::optional<NodeId>> now{start_node_id};  // saved node -> node
  for (const SavedCommand& command : saved->commands) {
    now.emplace_back();
    const std::optional<NodeId> parent = now[command.parent];
    if (!parent) continue;
    tree.go_to(*parent);
    const auto applied = loaded.world.apply(command.command, stop, {command.budget, no_deadline});
    if (!applied) {
      if (applied.error().code == "world.cancelled") return tl::unexpected(applied.error());
      loaded.warnings.push_back(warning(
          "world.lost-command",
          fmt::format("\"{}\" can no longer be done: {}", title(command.command), applied.error().message),
          "It and what followed it are left out."));
      continue;
    }
    now.back() = *applied;
    if (tree.node(*applied).record->hash != command.hash) {
      loaded.warnings.push_back(
          warning("world.diverged",
                  fmt::format("command {}, \"{}\", no longer gives what it gave when this was saved",
                              *applied, title(command.command)),
                  "What you see is what it gives now."));
    }
  }
  for (NodeId id = 0; id < saved->next.size() && id < now.size(); ++id) {
    const NodeId next = saved->next[id];
    if (next == start_node_id || next >= now.size() || !now[id] || !now[next]) continue;
    if (tree.node(*now[next]).parent == *now[id]) tree.set_next(*now[id], *now[next]);
  }
  // The cursor, or its nearest ancestor that is still there.
  NodeId cursor = saved->cursor < now.size() ? saved->cursor : start_node_id;
  while (cursor != start_node_id && !now[cursor]) cursor = saved->commands[cursor - 1].parent;
  tree.go_to(*now[cursor]);
  return loaded;
}

}  // namespace simulator::world
