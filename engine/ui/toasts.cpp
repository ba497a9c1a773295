#include "engine/ui/toasts.h"

#include <imgui.h>

#include <algorithm>

#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/text_flow.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {
constexpr double seconds_shown = 6;
}  // namespace

void Toasts::show(Tone tone, std::string words) { toasts_.push_back({tone, std::move(words), -1, shown_++}); }

void Toasts::draw(Ui& ui) {
  std::erase_if(toasts_, [&](const Toast& t) { return t.leaves_at >= 0 && ui.now() >= t.leaves_at; });
  if (toasts_.empty()) return;
  const float gap = ui.px(16);
  float bottom = ui.height() - gap;
  int gone = -1;
  for (auto toast = toasts_.rbegin(); toast != toasts_.rend(); ++toast) {
    if (toast->leaves_at < 0) toast->leaves_at = ui.now() + seconds_shown;
    ui.redraw_after(toast->leaves_at - ui.now());
    const StyledText span{toast->words, TextStyle::small};
    const Flow flow = flow_text(std::span(&span, 1), ui.px(360), ui.metrics());
    const float width = flow.width + ui.px(52);
    const float height = flow.height + ui.px(20);
    const Rect rect{ui.width() - gap - width, bottom - height, width, height};
    bottom = rect.y - ui.px(8);
    ImGui::SetNextWindowPos(top_left(rect));
    ImGui::SetNextWindowSize({rect.width, rect.height});
    const std::string name = "toast." + std::to_string(toast->number);
    ImGui::Begin(name.c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoNavFocus);
    const Interaction state = interact(
        ui, {.name = name, .role = Role::status, .label = toast->words, .focusable = false}, width, height);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Theme& theme = ui.theme();
    ground(list, rect, theme.surface, theme.ink(toast->tone), ui.px(9));
    const Mark shape = toast->tone == Tone::bad    ? Mark::cross
                       : toast->tone == Tone::warn ? Mark::warning
                                                   : Mark::tick;
    draw_mark(list, shape, rect.x + ui.px(20), rect.y + ui.px(10) + flow.line_height / 2, ui.px(13),
              theme.ink(toast->tone));
    for (const FlowRun& run : flow.runs)
      draw_text(ui, list, rect.x + ui.px(38) + run.x, rect.y + ui.px(10) + run.y, TextStyle::small,
                theme.text, span.text.substr(run.begin, run.end - run.begin));
    ImGui::End();
    if (state.pressed) gone = toast->number;
  }
  std::erase_if(toasts_, [&](const Toast& t) { return t.number == gone; });
}

}  // namespace engine::ui
