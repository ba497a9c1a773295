#include "engine/views/orders_pane.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/choice.h"
#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/events.h"
#include "engine/views/precedence_graph.h"
#include "engine/views/replay_failures.h"
#include "simulator/base/counted.h"
#include "simulator/deploy/region_words.h"

namespace engine::views {
namespace base = simulator::base;
namespace deploy = simulator::deploy;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr int most_nodes = 10;
constexpr std::size_t most_rows = 200;

std::string seconds(std::int64_t milliseconds) {
  return milliseconds < 1000 ? fmt::format("{} ms", milliseconds)
                             : fmt::format("{:.1f} s", static_cast<double>(milliseconds) / 1000);
}

std::string joined(const std::vector<std::string>& order) {
  std::string out;
  for (const std::string& step : order) out += (out.empty() ? "" : ", ") + step;
  return out;
}

/// 1234567 as 1,234,567.
std::string grouped(std::size_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

/// The order from this step on: "contract, tidy"; empty when it is not in it.
std::string behind(const std::vector<std::string>& order, const std::string& step) {
  return joined({std::find(order.begin(), order.end(), step), order.end()});
}

std::size_t unsafe_of(const deploy::Exploration& found) {
  return static_cast<std::size_t>(
      std::count_if(found.orders.begin(), found.orders.end(),
                    [](const auto& verdict) { return verdict.unsafe() && !verdict.rollback_story; }));
}

std::size_t without_rollback_of(const deploy::Exploration& found) {
  return static_cast<std::size_t>(
      std::count_if(found.orders.begin(), found.orders.end(),
                    [](const auto& verdict) { return verdict.rollback_story.has_value(); }));
}

/// What was explored besides the orders: "3 nodes, with a rollback".
std::string circumstances(const deploy::Exploration& found) {
  std::string out = fmt::format("{} node{}", found.nodes, found.nodes == 1 ? "" : "s");
  if (found.mishaps.rollback) out += ", the code may be rolled back";
  if (found.mishaps.crash) out += ", the migrator may crash";
  return out;
}

/// The first failure of an order in words.
std::string reason(const deploy::Exploration& found, const deploy::OrderVerdict& verdict) {
  const auto told = verdict.story ? verdict.story : verdict.rollback_story;
  if (!told || *told >= found.stories.size()) return {};
  const deploy::Story& story = found.stories[*told];
  if (!story.failure) return {};
  return fmt::format("{}: {} ({})", heading_of(story.failure->kind), story.failure->message,
                     base::counted(story.acts.size(), "move", "moves"));
}

}  // namespace

void draw_found(ui::Ui& ui, const std::string& name, const deploy::Exploration& found) {
  bool first = true;
  const auto count = [&](const std::string& item, Mark mark, Tone tone, const std::string& words) {
    const float wide = ui.metrics().width(TextStyle::small_strong, words) + ui.px(24);
    if (!first && ui::room(ui) < wide) ImGui::NewLine();
    first = false;
    ui::status(ui, item, mark, tone, words, TextStyle::small_strong);
    ui::beside(ui, 14);
  };
  // Of a search that stopped early, "0 safe" would say more than is known.
  if (found.complete || found.orders_safe > 0)
    count(name + ".safe", found.orders_safe > 0 ? Mark::tick : Mark::ring,
          found.orders_safe > 0 ? Tone::ok : Tone::warn, fmt::format("{} safe", grouped(found.orders_safe)));
  if (const std::size_t without = without_rollback_of(found); without > 0)
    count(name + ".without_rollback", Mark::warning, Tone::warn,
          fmt::format("{} only without a rollback", grouped(without)));
  if (const std::size_t unsafe = unsafe_of(found); unsafe > 0)
    count(name + ".unsafe", Mark::cross, Tone::bad, fmt::format("{} unsafe", grouped(unsafe)));
  const std::string rest = fmt::format("{} states, {}", grouped(found.states), seconds(found.elapsed_ms));
  if (ui::room(ui) < ui.metrics().width(TextStyle::small, rest) + 1) ImGui::NewLine();
  ui::paragraph(ui, TextStyle::small, rest, Tone::muted);
}

std::string no_way_back(const deploy::Scenario& scenario, const deploy::OrderVerdict& verdict) {
  if (verdict.no_way_back.empty()) return "It fails when the code is rolled back.";
  const deploy::Step* step = scenario.step(verdict.no_way_back);
  return fmt::format("Once \"{}\" has begun there is no way back to the old code.",
                     step == nullptr ? verdict.no_way_back : step->title);
}

void draw_region(ui::Ui& ui, const std::string& name, const deploy::Exploration& found, RegionPart part) {
  const auto line = [&](const std::vector<deploy::Precedence>& choices, std::size_t number) {
    std::string words;
    for (const deploy::Precedence& each : choices)
      words += fmt::format("{}{} before {}", words.empty() ? "" : ", or ", each.first, each.then);
    ui::status(ui, fmt::format("{}.{}", name, number), Mark::dot, Tone::muted, words, TextStyle::code_small);
  };
  std::size_t number = 0;
  if (part == RegionPart::whole)
    for (const deploy::Precedence& each : found.region.constraints) line({each}, number++);
  for (const auto& choices : found.region.alternatives) line(choices, number++);
}

OrdersPane::OrdersPane(ExploreSession& session, const deploy::Scenario& scenario)
    : session_(session), scenario_(scenario), wish_{scenario.nodes().count, {}} {}

void OrdersPane::explore() { session_.explore(wish_); }

OrdersWish OrdersPane::draw(ui::Ui& ui, bool ready) {
  OrdersWish wish;
  ui::heading(ui, TextStyle::h3, "Every order of the steps");
  ui::paragraph(ui, TextStyle::small,
                "Each order that is possible, with everything that can happen in between: old and new nodes "
                "side by side, requests in flight, writes between two steps. Every statement is really run.",
                Tone::muted);
  ui::space(ui, 8);
  draw_options(ui, ready);
  if (const auto failure = session_.failure()) {
    ui::space(ui, 10);
    draw_error(ui, "deploy.explore.failure", *failure);
  }
  const auto found = session_.found();
  if (found == nullptr) return wish;
  ui::space(ui, 16);
  ui::heading(ui, TextStyle::h3,
              found->complete ? fmt::format("All {} order{}, explored", grouped(found->orders_total),
                                            found->orders_total == 1 ? "" : "s")
                              : fmt::format("{} order{}, not all explored", grouped(found->orders_total),
                                            found->orders_total == 1 ? "" : "s"));
  ui::space(ui, 4);
  draw_found(ui, "deploy.explored", *found);
  ui::paragraph(ui, TextStyle::small, circumstances(*found), Tone::muted);
  if (!found->complete) {
    ui::space(ui, 6);
    ui::callout(ui, "deploy.explored.stopped", Tone::warn, fmt::format("It stopped {}.", found->stopped),
                "What it had not reached by then is unknown: an order without a failure may still have one.");
  }
  draw_region(ui, *found);
  draw_orders(ui, *found, ready, wish);
  return wish;
}

void OrdersPane::draw_options(ui::Ui& ui, bool ready) {
  const auto running = session_.running();
  const bool free = ready && !running;
  const ui::ButtonOptions small{.enabled = free, .small = true};
  const float side = ui::button_height(ui, small);
  ui::ButtonOptions fewer = small;
  fewer.enabled = free && wish_.nodes > 1;
  if (ui::mark_button(ui, "deploy.explore.fewer", "One node less", Mark::minus, fewer)) --wish_.nodes;
  ui::beside(ui, 8);
  const float row = ImGui::GetCursorPosY();
  ui::text_in_row(ui, side, TextStyle::small,
                  fmt::format("{} node{}", wish_.nodes, wish_.nodes == 1 ? "" : "s"));
  ui::beside(ui, 8);
  ImGui::SetCursorPosY(row);
  ui::ButtonOptions more = small;
  more.enabled = free && wish_.nodes < most_nodes;
  if (ui::mark_button(ui, "deploy.explore.more", "One node more", Mark::plus, more)) ++wish_.nodes;
  ui::space(ui, 4);
  const ui::ChoiceOptions choice{.enabled = free, .style = TextStyle::small};
  ui::checkbox(ui, "deploy.explore.rollback", "The code may be rolled back at any point",
               wish_.mishaps.rollback, choice);
  ui::checkbox(ui, "deploy.explore.crash", "The migrator may crash in the middle of a file",
               wish_.mishaps.crash, choice);
  ui::space(ui, 8);
  if (!running) {
    if (ui::button(ui, "deploy.explore.go", "Explore all orders", {.enabled = free})) explore();
    return;
  }
  if (ui::button(ui, "deploy.explore.cancel", "Cancel")) session_.cancel();
  ui::beside(ui, 12);
  ui::text_in_row(ui, ui::button_height(ui), TextStyle::small,
                  running->states == 0 ? std::string("Begins...")
                                       : fmt::format("{} states so far, {} waiting", grouped(running->states),
                                                     grouped(running->waiting)),
                  Tone::muted);
  ui.redraw_after(0.1);
}

void OrdersPane::draw_region(ui::Ui& ui, const deploy::Exploration& found) {
  const deploy::RegionWords words = deploy::region_words(found);
  if (words.headline.empty()) return;
  ui::space(ui, 14);
  ui::paragraph(ui, TextStyle::body, words.headline);
  const bool drawn = !found.region.constraints.empty();
  if (drawn) {
    if (laid_out_.get() != &found) {
      laid_out_ = session_.found();
      layout_ = lay_out(scenario_.listed_order(), found.region.constraints);
    }
    ui::space(ui, 8);
    precedence_graph(ui, "deploy.graph", layout_, scenario_);
    // Steps of an alternative are not free, though no arrow of the graph touches them.
    std::string free;
    for (const std::string& step : layout_.free) {
      const bool bound = std::any_of(
          found.region.alternatives.begin(), found.region.alternatives.end(), [&](const auto& choices) {
            return std::any_of(choices.begin(), choices.end(),
                               [&](const auto& each) { return each.first == step || each.then == step; });
          });
      if (!bound) free += (free.empty() ? "" : ", ") + step;
    }
    if (!free.empty()) {
      ui::space(ui, 6);
      ui::paragraph(ui, TextStyle::small, fmt::format("At any time: {}.", free), Tone::muted);
    }
  }
  ui::space(ui, 6);
  views::draw_region(ui, "deploy.region", found, drawn ? RegionPart::alternatives : RegionPart::whole);
}

void OrdersPane::draw_orders(ui::Ui& ui, const deploy::Exploration& found, bool ready, OrdersWish& wish) {
  if (found.orders.empty()) return;
  ui::space(ui, 16);
  std::array<std::size_t, 3> counts{};
  for (const deploy::OrderVerdict& verdict : found.orders)
    ++counts[static_cast<std::size_t>(kind_of(verdict))];
  const auto count = [&counts](Kind kind) { return counts[static_cast<std::size_t>(kind)]; };
  const std::string unsafe = fmt::format("Unsafe ({})", count(Kind::unsafe));
  const std::string without = fmt::format("Safe without a rollback ({})", count(Kind::without_rollback));
  const std::string safe =
      fmt::format("{} ({})", found.complete ? "Safe" : "No failure found", count(Kind::safe));
  std::vector<ui::Segment> segments{{"unsafe", unsafe}};
  std::vector<Kind> kinds{Kind::unsafe};
  if (count(Kind::without_rollback) > 0) {
    segments.push_back({"without_rollback", without});
    kinds.push_back(Kind::without_rollback);
  }
  segments.push_back({"safe", safe});
  kinds.push_back(Kind::safe);
  auto current = static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), shown_) - kinds.begin());
  if (current == kinds.size())
    current = static_cast<std::size_t>(
        std::find_if(kinds.begin(), kinds.end(), [&](Kind kind) { return count(kind) > 0; }) - kinds.begin());
  const std::size_t pressed = ui::segmented(ui, "deploy.orders", segments, current);
  if (pressed != current) shown_ = kinds[pressed];
  const Kind kind = kinds[pressed];
  ui::space(ui, 4);
  if (count(kind) > 0)
    ui::paragraph(ui, TextStyle::small,
                  kind == Kind::safe     ? "Press one to run it."
                  : kind == Kind::unsafe ? "Press one to see its shortest story as a replay."
                                         : "Nothing fails in these while the code goes forward. Press one to "
                                           "see what a rollback of the code meets.",
                  Tone::muted);
  ui::space(ui, 6);
  std::size_t shown = 0;
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < found.orders.size(); ++i) {
    const deploy::OrderVerdict& verdict = found.orders[i];
    if (kind_of(verdict) != kind) continue;
    if (++shown > most_rows) {
      ++left_out;
      continue;
    }
    if (!draw_order(ui, found, i, ready)) continue;
    if (verdict.unsafe())
      wish.story = verdict.story ? verdict.story : verdict.rollback_story;
    else
      wish.order = verdict.order;
  }
  if (shown == 0) ui::paragraph(ui, TextStyle::small, "None.", Tone::muted);
  if (left_out > 0)
    ui::paragraph(ui, TextStyle::small, fmt::format("And {} more.", grouped(left_out)), Tone::muted);
  if (!found.orders_listed)
    ui::paragraph(
        ui, TextStyle::small,
        fmt::format("Of {} orders only these were looked at one by one.", grouped(found.orders_total)),
        Tone::muted);
}

OrdersPane::Kind OrdersPane::kind_of(const deploy::OrderVerdict& verdict) {
  if (verdict.rollback_story) return Kind::without_rollback;
  return verdict.unsafe() ? Kind::unsafe : Kind::safe;
}

bool OrdersPane::draw_order(ui::Ui& ui, const deploy::Exploration& found, std::size_t number, bool ready) {
  const deploy::OrderVerdict& verdict = found.orders[number];
  const bool only_back = verdict.rollback_story.has_value();
  const bool unknown = !verdict.safe && !verdict.unsafe();
  const Tone tone = verdict.safe || unknown ? (unknown ? Tone::muted : Tone::ok)
                    : only_back             ? Tone::warn
                                            : Tone::bad;
  const Mark mark = verdict.safe ? Mark::tick
                    : unknown    ? Mark::ring
                    : only_back  ? Mark::warning
                                 : Mark::cross;
  const std::string words = joined(verdict.order);
  const std::string why = reason(found, verdict);
  const std::string back = only_back ? no_way_back(scenario_, verdict) : std::string();
  // From the point of no return on in another ink.
  const std::size_t turn = words.size() - behind(verdict.order, verdict.no_way_back).size();

  const float left = ui.px(30);
  const float pad = ui.px(7);
  const float width = ui::room(ui);
  const float inside = std::max(ui.px(60), width - left - ui.px(10));
  const std::vector<ui::StyledText> first{
      {std::string_view(words).substr(0, turn), TextStyle::code_small},
      {std::string_view(words).substr(turn), TextStyle::code_small, Tone::warn}};
  std::vector<ui::StyledText> second;
  if (!back.empty()) second.push_back({back, TextStyle::small_strong, Tone::warn});
  if (!back.empty() && !why.empty()) second.push_back({" ", TextStyle::small});
  if (!why.empty()) second.push_back({why, TextStyle::small, Tone::muted});
  const std::string told = back + (back.empty() || why.empty() ? "" : " ") + why;
  const ui::Flow title = ui::flow_text(first, inside, ui.metrics());
  const ui::Flow note = second.empty() ? ui::Flow{} : ui::flow_text(second, inside, ui.metrics());
  const float height = std::ceil(title.height + note.height) + 2 * pad;

  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string name = fmt::format("deploy.order.{}", number);
  ui::Interactive what{name, ui::Role::list_item, words, told.empty() ? std::string_view("safe") : told};
  what.enabled = ready;
  const ui::Interaction on = ui::interact(ui, what, width, height);
  if (on.shown) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ui::Theme& theme = ui.theme();
    if (on.hovered) ui::ground(list, on.rect, theme.surface, theme.line, ui.px(6));
    if (on.focused) ui::focus_ring(ui, list, on.rect, ui.px(6));
    ui::draw_mark(list, mark, at.x + ui.px(14), at.y + pad + ui.px(10), ui.px(11), theme.ink(tone));
  }
  const ImVec2 after = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x + left, at.y + pad});
  ui::paragraph(ui, first, title, words);
  if (!second.empty()) {
    ImGui::SetCursorScreenPos({at.x + left, at.y + pad + title.height});
    ui::paragraph(ui, second, note, told);
  }
  ImGui::SetCursorScreenPos(after);
  return on.pressed;
}

}  // namespace engine::views
