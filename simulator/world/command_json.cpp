// Commands in JSON: to_json, read_command, command_from_json of command.h.
#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "simulator/base/json_text.h"
#include "simulator/world/command.h"
#include "simulator/world/value_json.h"

namespace simulator::world {
namespace {

using Json = nlohmann::ordered_json;

Json request_json(const Request& request) {
  Json json;
  json["node"] = request.node;
  json["query"] = request.query;
  // Names have a colon in front; in JSON they do without, as in a deploy scenario.
  for (const auto& [name, value] : request.values) json["values"][name.substr(1)] = value_json(value);
  return json;
}

void write(const WriteFile& c, Json& json) {
  json["path"] = c.path;
  json["text"] = c.text;
}
void write(const DeleteFile& c, Json& json) { json["path"] = c.path; }
void write(const RenameFile& c, Json& json) {
  json["path"] = c.path;
  json["to"] = c.to;
}
void write(const RunSql& c, Json& json) {
  json["environment"] = c.environment;
  json["sql"] = c.sql;
}
void write(const Migrate& c, Json& json) {
  json["environment"] = c.environment;
  if (c.direction == migration::Direction::down) json["direction"] = "down";
  if (c.to) json["to"] = *c.to;
  if (c.steps) json["steps"] = *c.steps;
  if (c.out_of_order) json["out_of_order"] = true;
  if (c.in_flight) json["in_flight"] = request_json(*c.in_flight);
  if (c.killed_after) json["killed_after"] = *c.killed_after;
}
void write(const MarkApplied& c, Json& json) {
  json["environment"] = c.environment;
  json["version"] = c.version;
}
void write(const AmendHistory& c, Json& json) {
  json["environment"] = c.environment;
  json["how"] = std::string(to_string(c.how));
  if (c.how != AmendHistory::How::repair) json["version"] = c.version;
}
void write(const CloneEnvironment& c, Json& json) {
  json["name"] = c.name;
  if (!c.from.empty()) json["from"] = c.from;
}
void write(const TakeBackup& c, Json& json) {
  json["environment"] = c.environment;
  json["backup"] = c.backup;
}
void write(const RestoreBackup& c, Json& json) {
  json["environment"] = c.environment;
  json["backup"] = c.backup;
  if (c.in_flight) json["in_flight"] = request_json(*c.in_flight);
}
void write(const Backfill& c, Json& json) {
  json["environment"] = c.environment;
  json["sql"] = c.sql;
  if (c.in_flight) json["in_flight"] = request_json(*c.in_flight);
}
void write(const Serve& c, Json& json) {
  json["requests"] = Json::array();
  for (const Request& request : c.requests) json["requests"].push_back(request_json(request));
}
void write(const StartNode& c, Json& json) {
  json["node"] = c.node;
  json["environment"] = c.environment;
  json["version"] = c.version;
}
void write(const DrainNode& c, Json& json) { json["node"] = c.node; }
void write(const StopNode& c, Json& json) { json["node"] = c.node; }
void write(const Traffic&, Json&) {}

/// What the parts of a command are read from.
struct Source {
  const std::string& file;
  std::string_view text;
  base::Diagnostics& out;
};

Request read_request(const base::JsonValue& json, const Source& source) {
  base::JsonReader reader(json, "request", source.file, source.text, source.out);
  Request request;
  request.node = reader.string("node");
  request.query = reader.string("query");
  if (const auto* values = reader.object_or_null("values")) {
    for (const base::JsonValue::Member& member : values->members) {
      const auto value = value_of(member.value);
      if (!value)
        reader.report("world.bad-command", "a value is a text, a number, null or {\"blob\": \"00FF\"}",
                      member.value.at);
      request.values.emplace_back(":" + member.key, value.value_or(sql::Value{}));
    }
  }
  reader.finish();
  return request;
}

std::optional<Request> read_in_flight(base::JsonReader& reader, const Source& source) {
  const auto* request = reader.object_or_null("in_flight");
  if (request == nullptr) return std::nullopt;
  return read_request(*request, source);
}

Serve read_serve(base::JsonReader& reader, const Source& source) {
  Serve c;
  for (const base::JsonValue& item : reader.array("requests"))
    c.requests.push_back(read_request(item, source));
  return c;
}

Migrate read_migrate(base::JsonReader& reader, const Source& source) {
  Migrate c;
  c.environment = reader.string("environment");
  c.direction = reader.choice("direction", {"up", "down"}, "up") == "down" ? migration::Direction::down
                                                                           : migration::Direction::up;
  if (reader.has("to")) c.to = reader.string("to");
  if (reader.has("steps")) {
    const std::int64_t steps = reader.integer("steps");
    if (steps < 1 || steps > std::numeric_limits<int>::max()) {
      reader.report("world.bad-command", "\"steps\" says how many files: 1 or more", reader.at("steps"));
    } else {
      c.steps = static_cast<int>(steps);
    }
  }
  c.out_of_order = reader.boolean_or("out_of_order", false);
  c.in_flight = read_in_flight(reader, source);
  const std::int64_t statements = reader.integer_or("killed_after", 0);
  if (reader.has("killed_after")) {
    if (statements < 0 || statements > std::numeric_limits<int>::max())
      reader.report("world.bad-command", "\"killed_after\" says how many statements: 0 or more",
                    reader.at("killed_after"));
    else
      c.killed_after = static_cast<int>(statements);
  }
  return c;
}

AmendHistory read_amendment(base::JsonReader& reader) {
  AmendHistory c;
  c.environment = reader.string("environment");
  const std::string how = reader.choice("how", {"force", "repair", "baseline"}, "repair");
  c.how = how == "force"      ? AmendHistory::How::force
          : how == "baseline" ? AmendHistory::How::baseline
                              : AmendHistory::How::repair;
  if (c.how != AmendHistory::How::repair) c.version = reader.string("version");
  return c;
}

Command read_kind(const std::string& name, base::JsonReader& reader, const Source& source) {
  if (name == "write_file") return WriteFile{reader.string("path"), reader.string("text")};
  if (name == "delete_file") return DeleteFile{reader.string("path")};
  if (name == "rename_file") return RenameFile{reader.string("path"), reader.string("to")};
  if (name == "run_sql") return RunSql{reader.string("environment"), reader.string("sql")};
  if (name == "migrate") return read_migrate(reader, source);
  if (name == "mark_applied") return MarkApplied{reader.string("environment"), reader.string("version")};
  if (name == "clone_environment") {
    return CloneEnvironment{reader.string("name"), reader.string_or("from", "")};
  }
  if (name == "take_backup") return TakeBackup{reader.string("environment"), reader.string("backup")};
  if (name == "restore_backup") {
    return RestoreBackup{reader.string("environment"), reader.string("backup"),
                         read_in_flight(reader, source)};
  }
  if (name == "backfill")
    return Backfill{reader.string("environment"), reader.string("sql"), read_in_flight(reader, source)};
  if (name == "serve") return read_serve(reader, source);
  if (name == "start_node") {
    return StartNode{reader.string("node"), reader.string("environment"), reader.string("version")};
  }
  if (name == "drain_node") return DrainNode{reader.string("node")};
  if (name == "stop_node") return StopNode{reader.string("node")};
  if (name == "amend_history") return read_amendment(reader);
  return Traffic{};
}

}  // namespace

std::string to_json(const Command& command) {
  Json json;
  json["do"] = std::string(kind(command));
  std::visit([&json](const auto& c) { write(c, json); }, command);
  return base::json_line(json);
}

std::optional<Command> read_command(const base::JsonValue& value, const std::string& file,
                                    std::string_view text, base::Diagnostics& out) {
  base::Diagnostics found;
  base::JsonReader reader(value, "command", file, text, found);
  const auto name =
      reader.kind("do", {"write_file", "delete_file", "rename_file", "run_sql", "migrate", "mark_applied",
                         "clone_environment", "take_backup", "restore_backup", "start_node", "drain_node",
                         "stop_node", "traffic", "amend_history", "backfill", "serve"});
  std::optional<Command> command;
  if (name) {
    command = read_kind(*name, reader, {file, text, found});
    reader.finish();
  }
  const bool usable = !base::has_errors(found);
  out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return usable ? command : std::nullopt;
}

base::Result<Command> command_from_json(std::string_view json) {
  base::JsonDocument document = base::parse_json(json, "");
  base::Diagnostics& diagnostics = document.diagnostics;
  std::optional<Command> command;
  if (!base::has_errors(diagnostics)) command = read_command(document.root, "", json, diagnostics);
  for (const base::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == base::Severity::error) return tl::unexpected(diagnostic.what);
  }
  if (!command) return base::failure("world.bad-command", "this is not a command");
  return *command;
}

}  // namespace simulator::world
