#include "simulator/world/side_by_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

#include "simulator/migration/layout.h"
#include "simulator/migration/translation.h"
#include "simulator/schema/difference.h"
#include "simulator/world/prefix_snapshots.h"
#include "simulator/world/world.h"

namespace simulator::world {
namespace {

constexpr std::array<migration::Tool, 7> all_tools = {
    migration::Tool::driftwood, migration::Tool::dbmate, migration::Tool::golang_migrate,
    migration::Tool::goose,     migration::Tool::flyway, migration::Tool::prisma,
    migration::Tool::atlas};

bool changes_files(const Command& command) {
  return std::holds_alternative<WriteFile>(command) || std::holds_alternative<DeleteFile>(command) ||
         std::holds_alternative<RenameFile>(command);
}

migration::Translation translation_of(const std::vector<migration::SourceFile>& files, migration::Tool from,
                                      migration::Tool to) {
  return migration::translated(migration::read_layout(from, files, "").set, to);
}

std::string version_in(const migration::Translation& translation, const std::string& version) {
  const auto found = translation.versions.find(version);
  return found != translation.versions.end() ? found->second : version;
}

Command with_versions(Command command, const migration::Translation& translation) {
  if (auto* migrate = std::get_if<Migrate>(&command); migrate != nullptr && migrate->to)
    migrate->to = version_in(translation, *migrate->to);
  if (auto* amend = std::get_if<AmendHistory>(&command))
    amend->version = version_in(translation, amend->version);
  if (auto* mark = std::get_if<MarkApplied>(&command)) mark->version = version_in(translation, mark->version);
  return command;
}

std::vector<migration::SourceFile> sources_of(const WorldView& view) {
  std::vector<migration::SourceFile> files;
  for (const FileView& file : view.files) files.push_back({file.name, *file.text});
  return files;
}

std::string states_of(const EnvironmentView& environment) {
  std::vector<std::pair<std::string, int>> counts;
  for (const migration::StatusRow& row : environment.status) {
    const std::string word(to_string(row.state));
    const auto found =
        std::find_if(counts.begin(), counts.end(), [&](const auto& each) { return each.first == word; });
    if (found != counts.end())
      ++found->second;
    else
      counts.emplace_back(word, 1);
  }
  std::string text;
  for (const auto& [word, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word);
  return text.empty() ? "nothing applied" : text;
}

bool same(const EnvironmentView& a, const EnvironmentView& b) {
  return a.name == b.name && states_of(a) == states_of(b) &&
         a.database->row_counts == b.database->row_counts &&
         schema::difference(a.database->schema, b.database->schema).empty();
}

bool same(const WorldView& a, const WorldView& b) {
  return std::equal(a.environments.begin(), a.environments.end(), b.environments.begin(),
                    b.environments.end(),
                    [](const auto& left, const auto& right) { return same(left, right); });
}

/// One tool's World on its way through the story.
class Lane {
 public:
  Lane(const WorldStart& start, migration::Tool tool, std::shared_ptr<PrefixSnapshots> snapshots)
      : own_(start.tool), tool_(tool) {
    auto made = World::create(in_layout_of(start, tool), std::move(snapshots));
    if (made)
      world_ = std::make_unique<World>(std::move(*made));
    else
      failure_ = made.error();
    look();
  }

  [[nodiscard]] const std::optional<base::Error>& failure() const { return failure_; }
  [[nodiscard]] const WorldView& view() const { return view_; }
  [[nodiscard]] ToolMoment& moment() { return moment_; }

  /// `files`: the folder of the story's own World afterwards.
  base::Result<void> apply(const Command& command, const std::vector<migration::SourceFile>& files,
                           const std::stop_token& stop) {
    if (world_ == nullptr) return {};
    moment_ = {};
    if (tool_ == own_) return one(command, stop);
    const migration::Translation translation = translation_of(files, own_, tool_);
    if (!changes_files(command)) return one(with_versions(command, translation), stop);
    moment_.said = "The folder follows.";
    for (const FileView& file : view_.files) {
      const auto still_there = std::find_if(translation.files.begin(), translation.files.end(),
                                            [&](const auto& each) { return each.name == file.name; });
      if (still_there != translation.files.end()) continue;
      if (auto done = one(DeleteFile{file.name}, stop); !done) return done;
    }
    for (const migration::SourceFile& file : translation.files) {
      const FileView* before = view_.file(file.name);
      if (before != nullptr && *before->text == file.text) continue;
      if (auto done = one(WriteFile{file.name, file.text}, stop); !done) return done;
    }
    return {};
  }

  void look() {
    if (world_ != nullptr) view_ = world_->view();
    if (failure_) {
      moment_.ok = false;
      moment_.said = failure_->message;
    }
    moment_.states.clear();
    for (const EnvironmentView& environment : view_.environments)
      moment_.states.push_back(states_of(environment));
  }

 private:
  base::Result<void> one(const Command& command, const std::stop_token& stop) {
    const auto done = world_->apply(command, stop);
    if (!done) {
      if (done.error().code == "world.cancelled") return tl::unexpected(done.error());
      moment_.ok = false;
      moment_.said = done.error().message;
      return {};
    }
    for (const Event& event : world_->last_events()) {
      if (moment_.ok) moment_.said = event.text;
      if (moment_.ok && event.ok() && !event.explain.empty()) moment_.explain = event.explain;
      for (const auto& change : event.changes) moment_.changes.push_back(change);
      if (event.ok() || !moment_.ok) continue;
      moment_.ok = false;
      moment_.said = event.error->message;
      moment_.explain = event.explain;
    }
    return {};
  }

  migration::Tool own_;
  migration::Tool tool_;
  std::unique_ptr<World> world_;
  std::optional<base::Error> failure_;
  WorldView view_;
  ToolMoment moment_;
};

bool of_one_mind(Lane& a, Lane& b) {
  if (a.failure().has_value() || b.failure().has_value()) return false;
  return a.moment().ok == b.moment().ok && same(a.view(), b.view());
}

StoryStep step_of(std::string title, std::vector<Lane>& lanes, const StoryStep* before) {
  StoryStep step;
  step.title = std::move(title);
  step.groups = 0;
  std::vector<std::size_t> first;  // the first lane of each group
  for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
    const auto like = std::find_if(first.begin(), first.end(),
                                   [&](std::size_t other) { return of_one_mind(lanes[other], lanes[lane]); });
    lanes[lane].moment().group = static_cast<std::size_t>(like - first.begin());
    if (like == first.end()) first.push_back(lane);
    step.by_tool.push_back(lanes[lane].moment());
  }
  step.groups = first.size();
  for (std::size_t a = 0; a < lanes.size(); ++a) {
    for (std::size_t b = a + 1; b < lanes.size(); ++b) {
      const bool together = before == nullptr || before->by_tool[a].group == before->by_tool[b].group;
      step.parts_ways = step.parts_ways || (together && step.by_tool[a].group != step.by_tool[b].group);
    }
  }
  return step;
}

}  // namespace

std::optional<std::size_t> SideBySide::first_parting() const {
  const auto found =
      std::find_if(steps.begin(), steps.end(), [](const StoryStep& step) { return step.parts_ways; });
  if (found == steps.end()) return std::nullopt;
  return static_cast<std::size_t>(found - steps.begin());
}

WorldStart in_layout_of(const WorldStart& start, migration::Tool tool) {
  if (tool == start.tool) return start;
  const migration::Translation translation = translation_of(start.files, start.tool, tool);
  WorldStart there = start;
  there.tool = tool;
  there.files = translation.files;
  for (EnvironmentStart& environment : there.environments) {
    if (!environment.migrated_to.empty())
      environment.migrated_to = version_in(translation, environment.migrated_to);
  }
  for (Command& command : there.commands) command = with_versions(std::move(command), translation);
  return there;
}

base::Result<SideBySide> side_by_side(const WorldStart& start, std::span<const Command> story,
                                      std::stop_token stop) {
  SideBySide out;
  out.tools.assign(all_tools.begin(), all_tools.end());
  const auto snapshots = std::make_shared<PrefixSnapshots>();
  std::vector<Lane> lanes;
  std::size_t own = 0;
  for (const migration::Tool tool : out.tools) {
    if (tool == start.tool) own = lanes.size();
    lanes.emplace_back(start, tool, snapshots);
    out.left_out.push_back(
        fmt::format("{}", fmt::join(translation_of(start.files, start.tool, tool).left_out, "; ")));
  }
  if (lanes[own].failure()) return tl::unexpected(*lanes[own].failure());
  out.steps.push_back(step_of("start", lanes, nullptr));
  for (const Command& command : story) {
    if (auto done = lanes[own].apply(command, {}, stop); !done) return tl::unexpected(done.error());
    lanes[own].look();
    const std::vector<migration::SourceFile> files = sources_of(lanes[own].view());
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      if (lane == own) continue;
      if (auto done = lanes[lane].apply(command, files, stop); !done) return tl::unexpected(done.error());
      lanes[lane].look();
    }
    out.steps.push_back(step_of(title(command), lanes, &out.steps.back()));
  }
  for (const EnvironmentView& environment : lanes[own].view().environments)
    out.environments.push_back(environment.name);
  return out;
}

}  // namespace simulator::world
