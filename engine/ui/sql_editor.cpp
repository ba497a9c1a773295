#include "engine/ui/sql_editor.h"

#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/ui/code_view.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

constexpr TextStyle style = TextStyle::code;

// Keys the editor answers itself are taken from Dear ImGui while its text field runs. Enter and Escape also
// arrive as navigation inputs, with which 1.86 would validate or cancel the edit.
class WithoutKeys {
 public:
  explicit WithoutKeys(bool enter_too) {
    ImGuiIO& io = ImGui::GetIO();
    std::copy(std::begin(io.KeyMap), std::end(io.KeyMap), kept_.begin());
    for (const int key :
         {static_cast<int>(ImGuiKey_Escape), static_cast<int>(ImGuiKey_Z), static_cast<int>(ImGuiKey_Y)})
      io.KeyMap[key] = -1;
    if (enter_too) io.KeyMap[ImGuiKey_Enter] = io.KeyMap[ImGuiKey_KeyPadEnter] = -1;
    input_ = std::exchange(io.NavInputsDownDuration[ImGuiNavInput_Input], -1.0F);
    cancel_ = std::exchange(io.NavInputsDownDuration[ImGuiNavInput_Cancel], -1.0F);
  }
  ~WithoutKeys() {
    ImGuiIO& io = ImGui::GetIO();
    std::copy(kept_.begin(), kept_.end(), std::begin(io.KeyMap));
    io.NavInputsDownDuration[ImGuiNavInput_Input] = input_;
    io.NavInputsDownDuration[ImGuiNavInput_Cancel] = cancel_;
  }
  WithoutKeys(const WithoutKeys&) = delete;
  WithoutKeys& operator=(const WithoutKeys&) = delete;

 private:
  std::array<int, ImGuiKey_COUNT> kept_{};
  float input_ = -1;
  float cancel_ = -1;
};

std::size_t bytes_before(const ImGuiInputTextState& state, int characters) {
  return static_cast<std::size_t>(
      ImTextCountUtf8BytesFromStr(state.TextW.Data, state.TextW.Data + std::min(characters, state.CurLenW)));
}

ImGuiWindow* child_of(ImGuiWindow* parent, ImGuiID id) {
  for (ImGuiWindow* child : parent->DC.ChildWindows)
    if (child->ChildId == id) return child;
  return nullptr;
}

}  // namespace

struct SqlEditor::Geometry {
  ImGuiWindow* window = nullptr;  ///< ImGui's child window with the text
  float x = 0, y = 0;             ///< where the first character of the first line stands, scrolled
  float gutter_x = 0;             ///< where line numbers end
  bool numbers = true;
  bool editable = true;
};

SqlEditor::SqlEditor(std::string name, std::string label, std::string text)
    : name_(std::move(name)), label_(std::move(label)), text_(std::move(text)), history_(text_) {}

void SqlEditor::open(std::string label, std::string text) {
  label_ = std::move(label);
  history_ = text::EditHistory(text);
  diagnostics_.clear();
  const std::size_t end = text.size();
  replace({std::move(text), end, end});
}

void SqlEditor::set_text(std::string text) {
  if (text == text_ && !pending_) return;
  history_.seal();
  const std::size_t end = text.size();
  history_.record(text, end, 0);
  history_.seal();
  replace({std::move(text), end, end});
}

// While it has the keyboard, Dear ImGui edits a copy of its own; the change has to be made there, in the
// callback.
void SqlEditor::replace(text::Edited edited) {
  text_ = edited.text;
  caret_ = edited.end;
  if (active_) pending_ = std::move(edited);
}

int SqlEditor::on_callback(ImGuiInputTextCallbackData* data) {
  static_cast<SqlEditor*>(data->UserData)->apply_pending(*data);
  return 0;
}

void SqlEditor::apply_pending(ImGuiInputTextCallbackData& data) {
  const auto caret = static_cast<std::size_t>(data.CursorPos);
  if (new_line_ && !pending_ && static_cast<std::size_t>(data.BufTextLen) == length_before_ + 1 &&
      caret > 0 && data.Buf[caret - 1] == '\n') {
    const std::string indentation(text::indentation_at({data.Buf, caret - 1}, caret - 1));
    data.InsertChars(data.CursorPos, indentation.c_str());
  }
  new_line_ = false;
  if (!pending_) return;
  data.DeleteChars(0, data.BufTextLen);
  data.InsertChars(0, pending_->text.c_str());
  data.CursorPos = static_cast<int>(pending_->end);
  data.SelectionStart = static_cast<int>(pending_->begin);
  data.SelectionEnd = static_cast<int>(pending_->end);
  pending_.reset();
}

void SqlEditor::keys(Ui& ui, const SqlEditorOptions& options) {
  ui.take_tab();
  if (options.read_only) return;
  const auto step = [&](const text::Snapshot* to) {
    if (to != nullptr) replace({to->text, to->caret, to->caret});
  };
  const auto edit = [&](text::Edited edited) {
    history_.seal();
    history_.record(edited.text, edited.end, ui.now());
    history_.seal();
    replace(std::move(edited));
  };
  if (ui.pressed(Key::z, with_control)) step(history_.undo());
  if (ui.pressed(Key::y, with_control) || ui.pressed(Key::z, with_control_shift)) step(history_.redo());
  if (ui.pressed(Key::tab)) edit(text::indent(text_, selection_begin_, selection_end_));
  if (ui.pressed(Key::tab, with_shift)) edit(text::outdent(text_, selection_begin_, selection_end_));
  if (ui.pressed(Key::slash, with_control))
    edit(text::toggle_comment(text_, selection_begin_, selection_end_));
  new_line_ = ui.pressed(Key::enter) || ui.pressed(Key::kp_enter);
}

SqlEditorResult SqlEditor::draw(Ui& ui, const SqlEditorOptions& options) {
  SqlEditorResult result;
  ui.fonts().require(text_);
  const std::string before = text_;
  const bool was_active = active_;
  if (active_) {
    result.run = ui.pressed(Key::enter, with_control) || ui.pressed(Key::kp_enter, with_control);
    keys(ui, options);
    if (ui.pressed(Key::escape)) {
      ImGui::ClearActiveID();
      ImGui::GetCurrentContext()->NavDisableHighlight = false;
    }
  }
  const std::string by_program = text_;
  length_before_ = text_.size();

  const ImVec2 room_left = ImGui::GetContentRegionAvail();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect rect{at.x, at.y, options.width > 0 ? options.width : room_left.x,
                  options.height > 0 ? options.height : room_left.y};
  const float digit = ui.metrics().advance(style, '0');
  const std::size_t digits = std::max<std::size_t>(2, std::to_string(lines_.count()).size());
  const float gutter = options.line_numbers ? digit * static_cast<float>(digits) + ui.px(14) : 0;

  const std::string id = "##" + name_;
  ImGuiWindow* parent = ImGui::GetCurrentWindow();
  const ImGuiID item_id = parent->GetID(id.c_str());
  ImGui::SetCursorScreenPos({rect.x + gutter, rect.y});
  ImGui::PushFont(ui.fonts().font(style));
  ImGui::PushStyleColor(ImGuiCol_Text, IM_COL32(0, 0, 0, 0));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, IM_COL32(0, 0, 0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(6), ui.px(4)));
  const ImVec2 padding = ImGui::GetStyle().FramePadding;
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackAlways | ImGuiInputTextFlags_NoUndoRedo;
  if (options.read_only) flags |= ImGuiInputTextFlags_ReadOnly;
  {
    const WithoutKeys kept(ui.input().mods().control);
    ImGui::InputTextMultiline(id.c_str(), &text_, {rect.width - gutter, rect.height}, flags,
                              &SqlEditor::on_callback, this);
  }
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor(2);
  ImGui::PopFont();

  active_ = ImGui::GetActiveID() == item_id;
  if (!active_) pending_.reset();
  if (was_active && !active_ && text_ != by_program && pending_ == std::nullopt) text_ = by_program;
  ImGuiInputTextState* state = active_ ? ImGui::GetInputTextState(item_id) : nullptr;
  if (state != nullptr) {
    caret_ = bytes_before(*state, state->Stb.cursor);
    selection_begin_ = bytes_before(*state, std::min(state->Stb.select_start, state->Stb.select_end));
    selection_end_ = bytes_before(*state, std::max(state->Stb.select_start, state->Stb.select_end));
    if (!state->HasSelection()) selection_begin_ = selection_end_ = caret_;
    selected_ = text_.substr(std::min(selection_begin_, text_.size()), selection_end_ - selection_begin_);
  }
  if (text_ != by_program) history_.record(text_, caret_, ui.now());
  result.changed = text_ != before;
  result.left = was_active && !active_;
  if (!coloured_ || coloured_text_ != text_) {
    coloured_text_ = text_;
    colours_ = text::sql_colours(text_);
    lines_ = text::LineIndex(text_);
    coloured_ = true;
  }

  ItemView item;
  item.name = name_;
  item.role = Role::editor;
  item.label = label_;
  item.value = text_;
  item.rect = rect;
  item.focusable = true;
  item.id = item_id;
  ui.mark(item);
  if (ImGuiWindow* child = child_of(parent, item_id)) {
    const float scroll_x = state != nullptr ? state->ScrollX : 0;
    paint(ui, {.window = child,
               .x = child->Pos.x + padding.x - scroll_x,
               .y = child->Pos.y + padding.y - child->Scroll.y,
               .gutter_x = rect.x + gutter - ui.px(8),
               .numbers = options.line_numbers,
               .editable = !options.read_only});
  }
  if (active_ || ImGui::GetCurrentContext()->NavId != item_id) return result;
  if (!ImGui::GetCurrentContext()->NavDisableHighlight)
    focus_ring(ui, *ImGui::GetWindowDrawList(), {rect.x + 3, rect.y + 3, rect.width - 6, rect.height - 6},
               ui.px(5));
  return result;
}

void SqlEditor::paint(Ui& ui, const Geometry& at) {
  const FontMetrics& metrics = ui.metrics();
  const Theme& theme = ui.theme();
  const float line = metrics.line_height(style);
  ImDrawList& list = *at.window->DrawList;
  const ImRect clip = at.window->InnerClipRect;
  const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor((clip.Min.y - at.y) / line)));
  const auto last =
      std::min(lines_.count(), static_cast<std::size_t>(std::max(0.0F, (clip.Max.y - at.y) / line)) + 1);
  const auto x_of = [&](std::size_t offset) {
    const text::LineRange range = lines_.range(lines_.line_of(offset));
    const std::size_t end = std::clamp(offset, range.begin, range.end);
    return at.x + metrics.width(style, std::string_view(text_).substr(range.begin, end - range.begin));
  };
  const auto y_of = [&](std::size_t row) { return at.y + line * static_cast<float>(row); };
  const std::size_t caret_row = lines_.line_of(caret_);

  if (at.numbers) {
    ImDrawList& outside = *ImGui::GetWindowDrawList();
    outside.PushClipRect({at.gutter_x - ui.px(80), clip.Min.y}, {at.gutter_x + ui.px(4), clip.Max.y}, true);
    for (std::size_t row = first; row < last; ++row) {
      const std::string number = std::to_string(row + 1);
      draw_text(ui, outside, at.gutter_x - metrics.width(style, number), y_of(row), style,
                active_ && row == caret_row ? theme.text : theme.muted, number);
    }
    outside.PopClipRect();
  }

  list.PushClipRect(clip.Min, clip.Max, false);
  if (active_ && at.editable)
    list.AddRectFilled({clip.Min.x, y_of(caret_row)}, {clip.Max.x, y_of(caret_row) + line},
                       to_u32(faded(theme.text, 0.045F)));
  for (const text::ColourSpan& span : colours_) {
    const std::size_t row = lines_.line_of(span.offset);
    if (row < first) continue;
    if (row >= last) break;
    draw_text(ui, list, x_of(span.offset), y_of(row), style, code_colour(theme, span.colour),
              std::string_view(text_).substr(span.offset, span.length));
  }
  for (const TextDiagnostic& diagnostic : diagnostics_) {
    const std::size_t begin = std::min(diagnostic.offset, text_.size());
    const std::size_t row = lines_.line_of(begin);
    if (row < first || row >= last) continue;
    const std::size_t end =
        std::min(begin + std::max<std::size_t>(diagnostic.length, 1), lines_.range(row).end);
    const float x1 = x_of(begin);
    const float x2 = std::max(x_of(std::max(begin, end)), x1 + metrics.advance(style, ' '));
    draw_diagnostic(ui, list, {x1, y_of(row), x2 - x1, line}, diagnostic);
  }
  if (active_ && at.editable && ui.caret_shows()) {
    const float x = std::floor(x_of(caret_));
    list.AddRectFilled({x, y_of(caret_row) + ui.px(2)},
                       {x + std::max(1.0F, ui.px(1.5F)), y_of(caret_row) + line - ui.px(2)},
                       to_u32(theme.accent));
  }
  list.PopClipRect();
}

}  // namespace engine::ui
