#include "lessons/lab/lab.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "simulator/base/json.h"
#include "simulator/base/known_words.h"

namespace lessons::lab {
namespace {

void read_commands(const std::vector<base::JsonValue>& values, const std::string& file, std::string_view text,
                   std::vector<world::Command>& commands, std::vector<base::Position>& places,
                   base::Diagnostics& out) {
  for (const base::JsonValue& value : values) {
    auto command = world::read_command(value, file, text, out);
    if (!command) continue;
    commands.push_back(std::move(*command));
    places.push_back(value.at);
  }
}

class LabReader {
 public:
  LabReader(const base::Folder& folder, std::string file, std::string_view text, base::Diagnostics& out)
      : folder_(folder), file_(std::move(file)), text_(text), out_(out) {}

  Lab read(const base::JsonValue& root) {
    base::JsonReader reader(root, "lab", file_, text_, out_);
    Lab lab;
    lab.file = file_;
    lab.at = root.at;
    lab.id = reader.string("id");
    lab.title = reader.text("title");
    lab.task = reader.string("task");
    if (const base::JsonValue* start = reader.object("start"))
      lab.start = world::read_world_start(*start, file_, text_, folder_, out_);
    for (const base::JsonValue& goal : reader.array("goals")) lab.goals.push_back(read_goal(goal));
    lab.free = reader.boolean_or("free", false);
    if (!lab.free)
      reader.expect_items("goals", 1, "A lab asks for something. One that does not has \"free\": true.");
    else if (!lab.goals.empty())
      reader.report("lab.free-with-goals", "a free lab asks for nothing, and this one has goals",
                    reader.at("goals"), "Take the goals out, or \"free\".");
    lab.hints = reader.strings("hints");
    if (!lab.free)
      reader.expect_items("hints", 1, "Write at least one: people get stuck where you do not expect it.");
    read_commands(reader.array("solution"), file_, text_, lab.solution, lab.solution_at, out_);
    for (const base::JsonValue& wrong : reader.array_or_empty("wrong"))
      lab.wrong.push_back(read_wrong(wrong));
    check_names(lab, reader);
    reader.finish();
    return lab;
  }

 private:
  Goal read_goal(const base::JsonValue& value) {
    base::JsonReader reader(value, "goal", file_, text_, out_);
    Goal goal;
    goal.at = value.at;
    goal.id = reader.string("id");
    goal.title = reader.string("title");
    if (const base::JsonValue* criterion = reader.object("criterion"))
      goal.criterion = read_criterion(*criterion, file_, text_, out_);
    reader.finish();
    return goal;
  }

  WrongExample read_wrong(const base::JsonValue& value) {
    base::JsonReader reader(value, "wrong example", file_, text_, out_);
    WrongExample wrong;
    wrong.at = value.at;
    wrong.id = reader.string("id");
    wrong.why = reader.string("why");
    read_commands(reader.array("commands"), file_, text_, wrong.commands, wrong.commands_at, out_);
    if (const base::JsonValue* fails = reader.object("fails")) {
      base::JsonReader inner(*fails, "\"fails\"", file_, text_, out_);
      wrong.failing_goals = inner.strings("goals");
      inner.expect_items("goals", 1, "Name the goals that stay open: a way that leaves none open is right.");
      wrong.message = inner.string_or("message", {});
      inner.finish();
    }
    reader.finish();
    return wrong;
  }

  void check_names(const Lab& lab, base::JsonReader& reader) {
    std::vector<std::string> goals;
    for (const Goal& goal : lab.goals) {
      if (std::find(goals.begin(), goals.end(), goal.id) != goals.end())
        reader.report("lab.duplicate-goal", fmt::format("two goals have the id \"{}\"", goal.id), goal.at);
      goals.push_back(goal.id);
    }
    for (const WrongExample& wrong : lab.wrong) {
      for (const std::string& id : wrong.failing_goals)
        if (std::find(goals.begin(), goals.end(), id) == goals.end())
          reader.report("lab.unknown-goal", fmt::format("there is no goal \"{}\"", id), wrong.at,
                        base::meant_or_known(id, goals));
    }
    std::vector<std::string> environments;
    for (const auto& environment : lab.start.environments) environments.push_back(environment.name);
    const auto add_clones = [&](const std::vector<world::Command>& commands) {
      for (const world::Command& command : commands)
        if (const auto* clone = std::get_if<world::CloneEnvironment>(&command))
          environments.push_back(clone->name);
    };
    add_clones(lab.start.commands);
    add_clones(lab.solution);
    for (const Goal& goal : lab.goals)
      for (const std::string& name : environments_of(goal.criterion))
        if (!name.empty() && std::find(environments.begin(), environments.end(), name) == environments.end())
          reader.report("lab.unknown-environment",
                        fmt::format("neither the start nor the solution has an environment \"{}\"", name),
                        goal.at, base::meant_or_known(name, environments));
  }

  const base::Folder& folder_;
  std::string file_;
  std::string_view text_;
  base::Diagnostics& out_;
};

}  // namespace

std::vector<std::string> Lab::environments_to_make() const {
  std::vector<std::string> out;
  const auto starts_with_it = [this](const std::string& name) {
    return std::any_of(start.environments.begin(), start.environments.end(),
                       [&](const auto& environment) { return environment.name == name; });
  };
  for (const Goal& goal : goals)
    for (std::string& name : environments_of(goal.criterion))
      if (!starts_with_it(name) && std::find(out.begin(), out.end(), name) == out.end())
        out.push_back(std::move(name));
  return out;
}

LabResult read_lab(const base::Folder& folder, const std::string& name) {
  const auto text = folder.read(name);
  if (text) return read_lab(folder, name, *text);
  LabResult out;
  out.diagnostics.push_back({base::Severity::error, text.error()});
  return out;
}

LabResult read_lab(const base::Folder& folder, const std::string& name, std::string_view text) {
  LabResult out;
  const std::string file = folder.display(name);
  base::JsonDocument document = base::parse_json(text, file);
  out.diagnostics = std::move(document.diagnostics);
  const bool syntax = std::any_of(out.diagnostics.begin(), out.diagnostics.end(),
                                  [](const auto& d) { return d.what.code == "json.syntax"; });
  if (!syntax) out.lab = LabReader(folder, file, text, out.diagnostics).read(document.root);
  return out;
}

}  // namespace lessons::lab
