#include "engine/ui/text_field.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

// Dear ImGui 1.86 knows no wrapping. It is given the text with line ends where it should wrap, and after each
// edit the same again, of the same length.
bool wrapped_input(Ui& ui, std::string_view name, const std::string& id, std::string& value, TextStyle style,
                   ImVec2 size) {
  const ImGuiStyle& look = ImGui::GetStyle();
  const float width = size.x - 2 * look.FramePadding.x - look.ScrollbarSize;
  const text::SoftWrap::Measure measure = [&](std::string_view words) {
    return ui.metrics().width(style, words);
  };
  Ui::WrappedTyping& typing = ui.wrapped_typing();
  text::SoftWrap fresh;
  const bool ours = typing.field == name;
  if (!ours) fresh.set(value, width, measure);
  text::SoftWrap& wrap = ours ? typing.now : fresh;

  struct Edit {
    text::SoftWrap& wrap;
    const text::SoftWrap::Measure& measure;
    float width;
  } edit{wrap, measure, width};
  const auto rewrap = [](ImGuiInputTextCallbackData* data) {
    Edit& now = *static_cast<Edit*>(data->UserData);
    now.wrap.edited({data->Buf, static_cast<std::size_t>(data->BufTextLen)}, now.width, now.measure);
    now.wrap.shown().copy(data->Buf, now.wrap.shown().size());
    data->BufDirty = true;
    return 0;
  };
  std::string shown = wrap.shown();
  const bool changed = ImGui::InputTextMultiline(
      id.c_str(), &shown, size, ImGuiInputTextFlags_NoHorizontalScroll | ImGuiInputTextFlags_CallbackEdit,
      rewrap, &edit);
  if (ours && shown != wrap.shown()) {
    // Escape: the text of the beginning is back, without a word to the callback.
    if (shown == typing.begun.shown())
      typing.now = typing.begun;
    else
      typing.now.edited(shown, width, measure);
  }
  if (changed) value = wrap.written();
  if (ImGui::IsItemActive()) {
    if (!ours) typing = {std::string(name), fresh, fresh};
  } else if (ours) {
    typing = {};
  }
  return changed;
}

}  // namespace

TextFieldResult text_field(Ui& ui, std::string_view name, std::string_view label, std::string& value,
                           const TextFieldOptions& options) {
  const TextStyle style = options.mono ? TextStyle::code : TextStyle::body;
  const float width = options.width > 0 ? options.width : room(ui);
  ui.fonts().require(value);
  const std::string id = "##" + std::string(name);
  const std::string hint(options.hint);
  TextFieldResult result;
  ImGui::BeginDisabled(!options.enabled);
  ImGui::PushFont(ui.fonts().font(style));
  ImGui::SetNextItemWidth(width);
  if (options.lines > 1) {
    const float height =
        static_cast<float>(options.lines) * ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().FramePadding.y;
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ImGui::GetStyle().FrameRounding);
    result.changed = wrapped_input(ui, name, id, value, style, {width, height});
    ImGui::PopStyleVar();
    // Ctrl+Enter ends the editing in 1.86, so the field is no longer active when it is seen here.
    result.submitted =
        (ImGui::IsItemActive() || ImGui::IsItemDeactivated()) && ui.pressed(Key::enter, with_control);
  } else {
    const ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue;
    result.submitted = ImGui::InputTextWithHint(id.c_str(), hint.c_str(), &value, flags);
    result.changed = ImGui::IsItemEdited();
  }
  ImGui::PopFont();
  ImGui::EndDisabled();
  const bool active = ImGui::IsItemActive();
  result.left = ImGui::IsItemDeactivated();
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 max = ImGui::GetItemRectMax();
  const Rect rect{min.x, min.y, max.x - min.x, max.y - min.y};
  if (options.lines > 1 && value.empty() && !active)
    draw_text(ui, *ImGui::GetWindowDrawList(), rect.x + ui.px(10), rect.y + ui.px(4), style, ui.theme().muted,
              options.hint);
  if (active)
    focus_ring(ui, *ImGui::GetWindowDrawList(), {rect.x + 2, rect.y + 2, rect.width - 4, rect.height - 4},
               ui.px(5));
  ItemView item;
  item.name = name;
  item.role = Role::text_field;
  item.label = label;
  item.value = value;
  item.rect = rect;
  item.enabled = options.enabled;
  item.focusable = true;
  item.id = ImGui::GetID(id.c_str());
  ui.mark(item);
  return result;
}

}  // namespace engine::ui
