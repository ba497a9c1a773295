#include "simulator/world/command.h"

#include "simulator/base/counted.h"

#include <fmt/format.h>

#include <array>

namespace simulator::world {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/// The first line of a text, cut where a strip has no more room.
std::string short_sql(const std::string& sql) {
  constexpr std::size_t longest = 48;
  const std::size_t begin = sql.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "nothing";
  const std::size_t end = sql.find_first_of("\r\n", begin);
  std::string line = sql.substr(begin, end == std::string::npos ? end : end - begin);
  const bool more = end != std::string::npos && sql.find_first_not_of(" \t\r\n", end) != std::string::npos;
  if (line.size() > longest) {
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    return line.substr(0, cut) + "…";
  }
  return more ? line + " …" : line;
}

std::string migrate_title(const Migrate& command) {
  std::string text = command.direction == migration::Direction::up
                         ? fmt::format("migrate {}", command.environment)
                         : fmt::format("take {} back", command.environment);
  if (command.to) text += fmt::format(" to {}", *command.to);
  if (command.steps) text += fmt::format(" by {} {}", *command.steps, *command.steps == 1 ? "file" : "files");
  if (command.killed_after)
    text += ", killed after " +
            base::counted(static_cast<std::size_t>(*command.killed_after), "statement", "statements");
  return text;
}

std::string serve_title(const Serve& command) {
  if (command.requests.size() != 1) return fmt::format("{} requests arrive", command.requests.size());
  const Request& request = command.requests.front();
  if (request.node.empty()) return "a request arrives and no node is there";
  return fmt::format("{}: {}", request.node, request.query);
}

}  // namespace

std::string_view kind(const Command& command) {
  static constexpr std::array<std::string_view, std::variant_size_v<Command>> names = {
      "write_file",        "delete_file",   "rename_file",    "run_sql",    "migrate",    "mark_applied",
      "clone_environment", "take_backup",   "restore_backup", "start_node", "drain_node", "stop_node",
      "traffic",           "amend_history", "backfill",       "serve"};
  return names.at(command.index());
}

std::string title(const Command& command) {
  return std::visit(
      Overloaded{
          [](const WriteFile& c) { return fmt::format("write {}", c.path); },
          [](const DeleteFile& c) { return fmt::format("delete {}", c.path); },
          [](const RenameFile& c) { return fmt::format("rename {} to {}", c.path, c.to); },
          [](const RunSql& c) { return fmt::format("{}: {}", c.environment, short_sql(c.sql)); },
          [](const Migrate& c) { return migrate_title(c); },
          [](const MarkApplied& c) {
            return fmt::format("mark {} as applied on {}", c.version, c.environment);
          },
          [](const CloneEnvironment& c) {
            return c.from.empty() ? fmt::format("new {} from blank", c.name)
                                  : fmt::format("copy {} to {}", c.from, c.name);
          },
          [](const TakeBackup& c) { return fmt::format("back {} up as {}", c.environment, c.backup); },
          [](const RestoreBackup& c) { return fmt::format("restore {} on {}", c.backup, c.environment); },
          [](const StartNode& c) { return fmt::format("start {} on {}", c.version, c.node); },
          [](const DrainNode& c) { return fmt::format("drain {}", c.node); },
          [](const StopNode& c) { return fmt::format("stop {}", c.node); },
          [](const Traffic&) { return std::string("requests arrive"); },
          [](const Backfill& c) { return fmt::format("backfill {}: {}", c.environment, short_sql(c.sql)); },
          [](const Serve& c) { return serve_title(c); },
          [](const AmendHistory& c) {
            return c.how == AmendHistory::How::repair
                       ? fmt::format("repair the history of {}", c.environment)
                       : fmt::format("{} {} on {}", to_string(c.how), c.version, c.environment);
          },
      },
      command);
}

std::string_view to_string(AmendHistory::How how) {
  switch (how) {
    case AmendHistory::How::force:
      return "force";
    case AmendHistory::How::repair:
      return "repair";
    case AmendHistory::How::baseline:
      return "baseline";
  }
  return {};
}

std::string_view environment_of(const Command& command) {
  return std::visit(Overloaded{
                        [](const RunSql& c) -> std::string_view { return c.environment; },
                        [](const Migrate& c) -> std::string_view { return c.environment; },
                        [](const MarkApplied& c) -> std::string_view { return c.environment; },
                        [](const AmendHistory& c) -> std::string_view { return c.environment; },
                        [](const CloneEnvironment& c) -> std::string_view { return c.name; },
                        [](const TakeBackup& c) -> std::string_view { return c.environment; },
                        [](const RestoreBackup& c) -> std::string_view { return c.environment; },
                        [](const StartNode& c) -> std::string_view { return c.environment; },
                        [](const Backfill& c) -> std::string_view { return c.environment; },
                        [](const auto&) -> std::string_view { return {}; },
                    },
                    command);
}

}  // namespace simulator::world
