#include "engine/views/side_by_side_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/pane.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/events.h"
#include "simulator/migration/row_changes.h"

namespace engine::views {
namespace migration = simulator::migration;
namespace world = simulator::world;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr float reading_width = 860;  // look pixels

void add_name(std::string& names, migration::Tool tool) {
  names += (names.empty() ? "" : ", ") + std::string(to_string(tool));
}

/// Those that are of one mind, by name.
std::string names_of(const world::SideBySide& told, const world::StoryStep& step, std::size_t group) {
  std::string names;
  for (std::size_t i = 0; i < told.tools.size(); ++i)
    if (step.by_tool[i].group == group) add_name(names, told.tools[i]);
  return names;
}

const world::ToolMoment& first_of(const world::StoryStep& step, std::size_t group) {
  return *std::find_if(step.by_tool.begin(), step.by_tool.end(),
                       [group](const world::ToolMoment& moment) { return moment.group == group; });
}

/// Where the environments stand that this step moved, or in which tools differ.
std::string standing(const world::SideBySide& told, std::size_t number, const world::ToolMoment& moment) {
  const world::StoryStep& step = told.steps[number];
  std::string text;
  for (std::size_t i = 0; i < moment.states.size() && i < told.environments.size(); ++i) {
    bool worth_telling = number == 0;
    for (std::size_t tool = 0; tool < step.by_tool.size(); ++tool) {
      const auto state = [&](std::size_t at) {
        const auto& states = told.steps[at].by_tool[tool].states;
        return i < states.size() ? states[i] : std::string();
      };
      worth_telling =
          worth_telling || state(number) != moment.states[i] || state(number) != state(number - 1);
    }
    if (!worth_telling) continue;
    text += fmt::format("{}{}: {}", text.empty() ? "" : "   ", told.environments[i], moment.states[i]);
  }
  return text;
}

void draw_group(ui::Ui& ui, const std::string& name, const world::SideBySide& told, std::size_t number,
                std::size_t group) {
  const world::StoryStep& step = told.steps[number];
  const world::ToolMoment& moment = first_of(step, group);
  const std::string rows = migration::describe(moment.changes);
  const bool loses =
      migration::loses_unnamed_rows(moment.changes) || migration::changes_unnamed_rows(moment.changes);
  ui::CardOptions options;
  options.padding_x = 14;
  options.padding_y = 10;
  if (loses) options.soft = Tone::warn;
  const ui::Card card(ui, name, options);
  ui::status(ui, name + ".tools", moment.ok ? Mark::tick : Mark::cross, moment.ok ? Tone::ok : Tone::bad,
             names_of(told, step, group), TextStyle::small_strong);
  ui::paragraph(ui, TextStyle::small, moment.said);
  if (!moment.explain.state.empty()) ui::paragraph(ui, TextStyle::small, moment.explain.state, Tone::muted);
  if (!rows.empty()) ui::paragraph(ui, TextStyle::small, rows, loses ? Tone::warn : Tone::muted);
  if (const std::string where = standing(told, number, moment); !where.empty())
    ui::paragraph(ui, TextStyle::code_small, where, Tone::muted);
}

void draw_step(ui::Ui& ui, const world::SideBySide& told, std::size_t number) {
  const world::StoryStep& step = told.steps[number];
  const std::string name = fmt::format("side.{}", number);
  ui::CardOptions options;
  options.padding_x = 18;
  options.padding_y = 14;
  options.label = step.title;
  if (step.parts_ways) options.outline = Tone::warn;
  {
    const ui::Card card(ui, name, options);
    ui::paragraph(ui, TextStyle::h3, number == 0 ? "The start" : fmt::format("{}. {}", number, step.title));
    ui::space(ui, 4);
    if (step.groups == 1) {
      const world::ToolMoment& moment = step.by_tool.front();
      const std::string said = number > 0 ? ": " + moment.said : ".";
      ui::status(ui, name + ".agree", moment.ok ? Mark::tick : Mark::cross, moment.ok ? Tone::ok : Tone::bad,
                 fmt::format("{}{}", moment.ok ? "The same under all seven" : "Fails under all seven", said));
      if (const std::string where = standing(told, number, moment); !where.empty())
        ui::paragraph(ui, TextStyle::code_small, where, Tone::muted);
    } else {
      ui::status(ui, name + ".apart", step.parts_ways ? Mark::unequal : Mark::dot,
                 step.parts_ways ? Tone::warn : Tone::muted,
                 step.parts_ways ? "Here they part ways." : "Still apart.");
      for (std::size_t group = 0; group < step.groups; ++group) {
        ui::space(ui, 8);
        draw_group(ui, fmt::format("{}.group.{}", name, group), told, number, group);
      }
    }
  }
  ui::space(ui, 12);
}

/// What a layout cannot say, and whose layouts.
std::map<std::string, std::string> left_out(const world::SideBySide& told) {
  std::map<std::string, std::string> out;
  for (std::size_t i = 0; i < told.tools.size(); ++i)
    if (!told.left_out[i].empty()) add_name(out[told.left_out[i]], told.tools[i]);
  return out;
}

std::string verdict(const world::SideBySide& told) {
  if (told.steps.size() < 2)
    return "Nothing has happened in this lab yet: do something, then look here again.";
  const auto parting = told.first_parting();
  if (!parting) return "All seven did the same with everything done so far.";
  if (*parting == 0) return "They part ways at the start.";
  return fmt::format("They part ways at step {}: {}.", *parting, told.steps[*parting].title);
}

}  // namespace

bool draw_side_by_side(ui::Ui& ui, const SideBySideState& state) {
  ui::PaneOptions options;
  options.label = "Side by side";
  options.padding_x = std::max(options.padding_x, (ui::room(ui) / ui.px(1) - reading_width) / 2);
  const ui::Pane pane(ui, "side", options);
  const bool back =
      ui::button(ui, "side.back", "Back to the lab", {.small = true, .mark = Mark::chevron_left});
  ui::space(ui, 12);
  ui::heading(ui, TextStyle::h2, "Side by side");
  ui::paragraph(ui, TextStyle::small,
                "The same folder and the same commands under the rules of seven tools. Nothing is told from "
                "memory: each of them ran.",
                Tone::muted);
  ui::space(ui, 12);
  if (state.failure) {
    draw_error(ui, "side.failure", *state.failure);
  } else if (state.told == nullptr) {
    ui::text(ui, TextStyle::body, "Running the story under seven tools...", Tone::muted);
    ui.redraw_after(0.05);
  } else {
    ui::callout(ui, "side.verdict", state.told->first_parting() ? Tone::warn : Tone::ok,
                verdict(*state.told));
    ui::space(ui, 12);
    for (std::size_t step = 0; step < state.told->steps.size(); ++step) draw_step(ui, *state.told, step);
    for (const auto& [what, tools] : left_out(*state.told))
      ui::paragraph(ui, TextStyle::small, fmt::format("Not told under {}: {}.", tools, what), Tone::muted);
  }
  return back || ui.pressed(ui::Key::escape);
}

}  // namespace engine::views
