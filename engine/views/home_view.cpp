#include "engine/views/home_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/interact.h"
#include "engine/ui/pane.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "simulator/base/counted.h"
#include "simulator/base/sentence.h"

namespace engine::views {
using ui::TextStyle;
using ui::Tone;

namespace {

std::string contents(const lessons::course::Outline& lesson, std::int64_t minutes) {
  using lessons::markdown::LiveKind;
  std::string out;
  const auto add = [&out](std::string words) { out += (out.empty() ? "" : " · ") + words; };
  const auto count = [&add](std::size_t number, std::string_view one, std::string_view many) {
    if (number > 0) add(simulator::base::counted(number, one, many));
  };
  count(lesson.count(LiveKind::lab), "lab", "labs");
  count(lesson.count(LiveKind::deploy), "deploy", "deploys");
  count(lesson.count(LiveKind::quiz), "question", "questions");
  if (minutes > 0) add(fmt::format("about {} minutes", minutes));
  return out;
}

/// One lesson of the list: number, title, level and progress, as high as its words need.
bool lesson_row(ui::Ui& ui, const lessons::course::LessonEntry& entry, std::size_t number,
                const lessons::course::Outline* lesson, const LessonProgress& progress, bool last) {
  using namespace engine::ui;
  const float width = room(ui);
  const FontMetrics& metrics = ui.metrics();
  const float pad = ui.px(18);
  const bool narrow = width < ui.px(620);
  const float right_side = narrow ? pad : ui.px(290);
  const float text_left = ui.px(56);
  const float text_width = std::max(ui.px(120), width - text_left - right_side);
  const std::string below =
      lesson != nullptr ? contents(*lesson, entry.minutes) : std::string("Not installed yet");
  const StyledText title{entry.title, TextStyle::strong, Tone::normal};
  const StyledText facts{below, TextStyle::small, Tone::muted};
  const Flow title_flow = flow_text({&title, 1}, text_width, metrics);
  const Flow facts_flow = flow_text({&facts, 1}, text_width, metrics);
  const float height = title_flow.height + facts_flow.height + 2 * ui.px(11);

  Interactive what{fmt::format("home.lesson.{}", entry.id), Role::button, entry.title};
  const std::string name = fmt::format("home.lesson.{}", entry.id);
  const std::string value =
      lesson != nullptr ? fmt::format("{} of {}", progress.done, progress.total) : "not installed";
  what.name = name;
  what.value = value;
  what.enabled = lesson != nullptr;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Interaction on = interact(ui, what, width, height);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  if (on.hovered || on.held) ground(list, on.rect, theme.accent_soft, theme.accent_soft, 0);
  if (!last) hairline(list, at.x, on.rect.bottom(), on.rect.right(), on.rect.bottom(), theme.line);
  if (on.focused) focus_ring(ui, list, on.rect, ui.px(7));
  const Colour ink = lesson != nullptr ? theme.text : theme.muted;
  draw_text(ui, list, at.x + pad, at.y + ui.px(13), TextStyle::small, theme.muted, fmt::format("{}", number));
  const auto draw_flow = [&](const Flow& flow, const StyledText& span, float top, Colour colour) {
    for (const FlowRun& run : flow.runs)
      draw_text(ui, list, at.x + text_left + run.x, top + run.y, span.style, colour,
                span.text.substr(run.begin, run.end - run.begin));
  };
  draw_flow(title_flow, title, at.y + ui.px(11), ink);
  draw_flow(facts_flow, facts, at.y + ui.px(11) + title_flow.height, theme.muted);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  if (!narrow) {
    const float centre = on.rect.centre_y();
    const float pill = pill_width(ui, entry.level);
    const float bar = ui.px(90);
    const float count_width = ui.px(60);
    const float bar_left = on.rect.right() - pad - count_width - bar - ui.px(10);
    ImGui::SetCursorScreenPos({bar_left - pill - ui.px(16), std::round(centre - ui.px(11))});
    ui::pill(ui, entry.level);
    if (lesson != nullptr) {
      ImGui::SetCursorScreenPos({bar_left, std::round(centre - metrics.line_height(TextStyle::small) / 2)});
      const float share =
          progress.total == 0 ? 0.0F : static_cast<float>(progress.done) / static_cast<float>(progress.total);
      progress_bar(ui, name + ".progress", share, bar, value);
      draw_text(ui, list, bar_left + bar + ui.px(12), centre - metrics.line_height(TextStyle::small) / 2,
                TextStyle::small, theme.muted, value);
    }
  }
  ImGui::SetCursorScreenPos({after.x, on.rect.bottom()});  // rows touch: a hairline is between them
  return on.pressed;
}

}  // namespace

std::string home_view(ui::Ui& ui, const HomeModel& model) {
  const lessons::course::Course& course = *model.lessons.course();
  std::string open;
  const float width = ui::room(ui);
  const bool wide = width > ui.px(1080);
  ui::PaneOptions options;
  options.padding_x = 0;
  options.padding_y = 0;
  options.label = "Course";
  const ui::Pane pane(ui, "home", options);
  const float side = ui.px(380);
  const float gap = ui.px(40);
  const float most = wide ? ui.px(900) + side + gap : ui.px(820);
  const float content = std::min(width - ui.px(64), most);
  const float left = std::round((width - content) / 2);
  const float column = wide ? content - side - gap : content;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const auto start_at = [&](float x, float y) { ImGui::SetCursorScreenPos({origin.x + x, origin.y + y}); };

  start_at(left, ui.px(36));
  ImGui::BeginGroup();
  for (std::size_t i = 0; i < model.notices.size(); ++i) {
    ui::CardOptions notice;
    notice.width = column;
    notice.soft = Tone::warn;
    const ui::Card card(ui, fmt::format("home.notice.{}", i), notice);
    std::string title = simulator::base::sentence(model.notices[i].title);
    if (!title.ends_with('.')) title += '.';
    ui::paragraph(ui, {{title, TextStyle::strong, Tone::warn},
                       {" ", TextStyle::body},
                       {model.notices[i].words, TextStyle::body}});
  }
  if (!model.notices.empty()) ui::space(ui, 16);
  ui::heading(ui, TextStyle::h1, course.title);
  ui::space(ui, 4);
  ui::paragraph(ui, TextStyle::body, course.summary, Tone::muted, column);
  ui::space(ui, 20);
  {
    ui::CardOptions list;
    list.width = column;
    list.padding_x = 0;
    list.padding_y = 0;
    const ui::Card card(ui, "home.lessons", list);
    for (std::size_t i = 0; i < course.lessons.size(); ++i) {
      const auto& entry = course.lessons[i];
      const lessons::course::Outline* lesson = model.lessons.outline(entry.id);
      const std::string number = entry.id.substr(0, entry.id.find('-'));
      const std::size_t shown = std::strtoul(number.c_str(), nullptr, 10);
      if (lesson_row(ui, entry, shown == 0 ? i + 1 : shown, lesson,
                     lesson != nullptr ? model.book.of(*lesson) : LessonProgress{},
                     i + 1 == course.lessons.size()))
        open = entry.id;
    }
  }
  ImGui::Dummy({1, ui.px(40)});
  ImGui::EndGroup();

  const auto* last = course.find_lesson(model.last_place.lesson);
  const lessons::course::LessonEntry* next = last;
  if (next == nullptr || !next->installed) {
    const auto first = std::find_if(course.lessons.begin(), course.lessons.end(),
                                    [](const auto& entry) { return entry.installed; });
    next = first == course.lessons.end() ? nullptr : &*first;
  }
  if (next == nullptr) return open;
  if (wide)
    start_at(left + column + gap, ui.px(36));
  else
    ImGui::SetCursorScreenPos({origin.x + left, ImGui::GetCursorScreenPos().y});
  ui::CardOptions card_options;
  card_options.width = wide ? side : column;
  card_options.outline = Tone::accent;
  const ui::Card card(ui, "home.continue", card_options);
  ui::text(ui, TextStyle::small, last != nullptr ? "Where you left off" : "Start here", Tone::muted);
  ui::space(ui, 4);
  ui::paragraph(ui, TextStyle::strong, next->title);
  if (!next->summary.empty()) {
    ui::space(ui, 4);
    ui::paragraph(ui, TextStyle::small, next->summary, Tone::muted);
  }
  ui::space(ui, 12);
  if (ui::button(ui, "home.continue.open", last != nullptr ? "Continue" : "Start the lesson",
                 {.kind = ui::ButtonKind::primary}))
    open = next->id;
  return open;
}

}  // namespace engine::views
