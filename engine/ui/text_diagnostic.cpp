#include "engine/ui/text_diagnostic.h"

#include <imgui.h>

#include <algorithm>

#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

void squiggle(ImDrawList& list, float x1, float x2, float y, float step, ImU32 ink) {
  list.PathClear();
  bool up = false;
  for (float x = x1; x <= x2 + step; x += step, up = !up)
    list.PathLineTo({std::min(x, x2), y + (up ? -step * 0.5F : step * 0.5F)});
  list.PathStroke(ink, 0, std::max(1.2F, step * 0.4F));
}

}  // namespace

void draw_diagnostic(Ui& ui, ImDrawList& list, const Rect& words, const TextDiagnostic& what) {
  squiggle(list, words.x, words.right(), words.bottom() - ui.px(2.5F), ui.px(3),
           to_u32(ui.theme().ink(what.tone)));
  if (what.message.empty() || !ImGui::IsMouseHoveringRect(top_left(words), bottom_right(words))) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(10), ui.px(6)));
  ImGui::BeginTooltip();
  paragraph(ui, TextStyle::small, what.message, Tone::normal, ui.px(360));
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

}  // namespace engine::ui
