#include "engine/ui/document_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/document_flow.h"
#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

Colour ink_colour(const Theme& theme, Ink ink) {
  switch (ink) {
    case Ink::normal:
      return theme.text;
    case Ink::muted:
      return theme.muted;
    case Ink::link:
      return theme.accent;
    case Ink::keyword:
      return theme.code_keyword;
    case Ink::string:
      return theme.code_string;
    case Ink::number:
      return theme.code_number;
    case Ink::comment:
      return theme.code_comment;
  }
  return theme.text;
}

Rect moved(const Rect& rect, float x, float y) { return {rect.x + x, rect.y + y, rect.width, rect.height}; }

}  // namespace

DocumentView::DocumentView(std::shared_ptr<const lessons::markdown::Document> document, std::string name,
                           Shortcuts shortcuts)
    : document_(std::move(document)), name_(std::move(name)), shortcuts_(shortcuts) {}

void DocumentView::refresh(Ui& ui, float width, float wide) {
  const std::uint64_t fonts = ui.fonts().generation();
  const bool same_shape = width == laid_out_width_ && wide == laid_out_wide_ && fonts == laid_out_fonts_;
  const bool same_heights =
      std::equal(parts_.begin(), parts_.end(), laid_out_heights_.begin(), laid_out_heights_.end(),
                 [](const Part& part, float height) { return part.height == height; });
  if (same_shape && same_heights) return;
  laid_out_heights_.clear();
  for (const Part& part : parts_) laid_out_heights_.push_back(part.height);
  layout_ = layout(*document_, width, ui.metrics(), laid_out_heights_, wide);
  laid_out_heights_.resize(layout_.slots.size(), 0);
  laid_out_width_ = width;
  laid_out_wide_ = wide;
  laid_out_fonts_ = fonts;
  ui.fonts().require(layout_.plain);
  parts_.resize(layout_.slots.size());
  if (!same_shape)
    for (Part& part : parts_) part.stale = true;
  names_ = {};
  for (std::size_t i = 0; i < layout_.links.size(); ++i)
    for (std::size_t line = 0; line < layout_.links[i].rects.size(); ++line)
      names_.links.push_back(line == 0 ? fmt::format("{}.link.{}", name_, i)
                                       : fmt::format("{}.link.{}.{}", name_, i, line));
  for (std::size_t i = 0; i < layout_.codes.size(); ++i)
    names_.copies.push_back(fmt::format("{}.copy.{}", name_, i));
}

std::string DocumentView::draw(Ui& ui, float width, const DrawPart& draw_part, float wide,
                               std::uint64_t revision) {
  refresh(ui, width, wide);
  // After a frame without this document the ledger no longer has its items.
  const bool away = ImGui::GetFrameCount() != last_frame_ + 1;
  for (Part& part : parts_) {
    if (away || revision != revision_) part.stale = true;
    if (!away) continue;
    part.drawn = false;
    part.focused = false;
    part.unseen.reset();
  }
  revision_ = revision;
  last_frame_ = ImGui::GetFrameCount();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float left = std::round(origin.x);
  const float top = std::round(origin.y);
  const ImVec2 clip_from = ImGui::GetWindowDrawList()->GetClipRectMin();
  const ImVec2 clip_to = ImGui::GetWindowDrawList()->GetClipRectMax();
  paint(ui, left, top, clip_from.y - top, clip_to.y - top);
  draw_diagnostics(ui, left, top);

  std::string pressed;
  draw_links(ui, left, top, pressed);
  for (std::size_t i = 0; i < layout_.codes.size(); ++i) draw_copy(ui, i, left, top);
  for (std::size_t i = 0; i < layout_.slots.size(); ++i) draw_slot(ui, i, left, top, draw_part);
  select_with_mouse(ui, left, top);
  ItemView item;
  item.name = name_;
  item.role = Role::document;
  item.label = layout_.plain;
  item.rect = {left, top, layout_.width, layout_.height};
  ui.mark(item);
  ImGui::SetCursorScreenPos({origin.x, origin.y});
  ImGui::Dummy({layout_.width, layout_.height});
  return pressed;
}

void DocumentView::draw_links(Ui& ui, float left, float top, std::string& pressed) {
  auto name = names_.links.begin();
  for (const DocumentLink& link : layout_.links) {
    for (std::size_t line = 0; line < link.rects.size(); ++line) {
      const Rect rect = moved(link.rects[line], left, top);
      Interactive what{*name++, Role::link, link.target};
      what.focusable = line == 0;
      const Interaction on = interact_at(ui, what, rect);
      if (on.pressed) pressed = link.target;
      if (!on.shown) continue;
      ImDrawList& list = *ImGui::GetWindowDrawList();
      if (on.hovered || on.focused)
        hairline(list, rect.x, rect.bottom() - ui.px(3), rect.right(), rect.bottom() - ui.px(3),
                 ui.theme().accent);
      if (on.focused) focus_ring(ui, list, rect, ui.px(3));
    }
  }
}

void DocumentView::draw_slot(Ui& ui, std::size_t index, float left, float top, const DrawPart& draw_part) {
  const DocumentSlot& slot = layout_.slots[index];
  Part& part = parts_[index];
  const float x = left + slot.rect.x;
  const float y = top + slot.rect.y;
  const ImVec2 clip_from = ImGui::GetWindowDrawList()->GetClipRectMin();
  const ImVec2 clip_to = ImGui::GetWindowDrawList()->GetClipRectMax();
  const bool near = y + part.height >= clip_from.y && y <= clip_to.y;
  if (!near && part.drawn) {
    const auto last = ui.ledger().items().subspan(part.first_item, part.item_count);
    part.unseen = std::make_shared<const std::vector<Item>>(last.begin(), last.end());
    part.focused = std::any_of(last.begin(), last.end(), [](const Item& item) { return item.focused; });
    part.drawn = false;
  }
  const bool asked_for =
      part.focused || (part.unseen && ui.anything_wanted() &&
                       std::any_of(part.unseen->begin(), part.unseen->end(),
                                   [&](const Item& item) { return ui.wanted(item.name); }));
  if (!near && !part.stale && !asked_for) {
    if (part.unseen) ui.mark_unseen(part.unseen, x - part.drawn_x, y - part.drawn_y);
    return;
  }
  part.first_item = ui.ledger().added();
  ImGui::SetCursorScreenPos({x, y});
  ImGui::BeginGroup();
  draw_part(*slot.part, slot.rect.width);
  ImGui::EndGroup();
  part.item_count = ui.ledger().added() - part.first_item;
  part.drawn_x = x;
  part.drawn_y = y;
  part.drawn = true;
  part.stale = false;
  part.unseen.reset();
  part.focused = false;
  const float height = std::ceil(ImGui::GetItemRectMax().y - y);
  if (height == part.height) return;
  part.height = height;
  ui.keep_drawing();
}

void DocumentView::draw_diagnostics(Ui& ui, float left, float top) const {
  for (std::size_t i = 0; i < diagnostics_.size(); ++i) {
    const TextDiagnostic& what = diagnostics_[i];
    const auto begin = static_cast<std::uint32_t>(std::min(what.offset, layout_.plain.size()));
    const auto end = static_cast<std::uint32_t>(
        std::min(begin + std::max<std::size_t>(what.length, 1), layout_.plain.size()));
    const std::vector<Rect> lines = layout_.selection(begin, end, ui.metrics());
    if (lines.empty()) continue;
    for (const Rect& line : lines)
      draw_diagnostic(ui, *ImGui::GetWindowDrawList(), moved(line, left, top), what);
    const std::string name = fmt::format("{}.mark.{}", name_, i);
    ItemView item;
    item.name = name;
    item.label = what.message;
    item.value = std::string_view(layout_.plain).substr(begin, end - begin);
    item.role = Role::picture;
    item.rect = moved(lines.front(), left, top);
    ui.mark(item);
  }
}

/// The button lies over the block's first line, so it shows only while mouse or keyboard is at the block.
void DocumentView::draw_copy(Ui& ui, std::size_t index, float left, float top) {
  const DocumentCode& code = layout_.codes[index];
  const Rect block = moved(code.rect, left, top);
  const std::string& name = names_.copies[index];
  const ButtonOptions options{.small = true};
  const float side = button_width(ui, "Copy", options);
  const Rect place{block.right() - side - ui.px(6), block.y + ui.px(6), side, button_height(ui, options)};
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  bool pressed = false;
  if (block.contains(mouse.x, mouse.y) || ui.focused() == name) {
    ImGui::SetCursorScreenPos({place.x, place.y});
    pressed = button(ui, name, "Copy", options);
  } else {
    pressed = interact_at(ui, {name, Role::button, "Copy"}, place).pressed;
  }
  if (pressed) ImGui::SetClipboardText(std::string(code.text).c_str());
}

void DocumentView::paint(Ui& ui, float left, float top, float first_y, float last_y) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  const auto seen = [&](const Rect& r) { return r.bottom() >= first_y && r.y <= last_y; };
  for (const DocumentBox& box : layout_.boxes) {
    if (!seen(box.rect)) continue;
    const Rect r = moved(box.rect, left, top);
    switch (box.shape) {
      case DocumentShape::code_ground:
        ground(list, r, theme.code_ground, theme.line, ui.px(7));
        break;
      case DocumentShape::quote_bar:
        ground(list, r, theme.accent, theme.accent, ui.px(1));
        break;
      case DocumentShape::bullet:
        draw_mark(list, Mark::dot, r.centre_x(), r.centre_y(), r.width, theme.muted);
        break;
      case DocumentShape::table_line:
      case DocumentShape::thematic_break:
        hairline(list, r.x, r.y, r.right(), r.y, theme.line);
        break;
    }
  }
  if (anchor_ != focus_)
    for (const Rect& r :
         layout_.selection(std::min(anchor_, focus_), std::max(anchor_, focus_), ui.metrics()))
      if (seen(r)) ground(list, moved(r, left, top), theme.selection, theme.selection, 0);
  const auto first = std::lower_bound(layout_.runs.begin(), layout_.runs.end(), first_y - ui.px(600),
                                      [](const DocumentRun& run, float y) { return run.rect.y < y; });
  for (auto run = first; run != layout_.runs.end() && run->rect.y <= last_y; ++run) {
    if (!seen(run->rect)) continue;
    const Rect r = moved(run->rect, left, top);
    if (run->chip) {
      const float inset = std::floor((r.height - ui.px(20)) / 2);
      const Rect chip{r.x - ui.px(2), r.y + inset, r.width + ui.px(4), r.height - 2 * inset};
      ground(list, chip, theme.code_ground, theme.code_ground, ui.px(4));
    }
    // A smaller face stands in the middle of its line; code sits a little lower, on the prose's baseline.
    const float lower = (r.height - ui.metrics().line_height(run->style)) / 2 + (run->chip ? ui.px(1) : 0);
    draw_text(ui, list, r.x, r.y + lower, run->style, ink_colour(theme, run->ink), run->text);
  }
}

bool DocumentView::over_slot(float x, float y) const {
  return std::any_of(layout_.slots.begin(), layout_.slots.end(),
                     [&](const DocumentSlot& slot) { return slot.rect.contains(x, y); });
}

void DocumentView::select_with_mouse(Ui& ui, float left, float top) {
  const ImGuiIO& io = ImGui::GetIO();
  const float x = io.MousePos.x - left;
  const float y = io.MousePos.y - top;
  const bool inside = x >= 0 && y >= 0 && x < layout_.width && y < layout_.height && !over_slot(x, y);
  const bool free = ImGui::IsWindowHovered() && !ImGui::IsAnyItemHovered() && inside;
  if (free) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    if (free) {
      focus_ = layout_.offset_at(x, y, ui.metrics());
      if (!io.KeyShift) anchor_ = focus_;
      selecting_ = true;
      clicked_ = true;
      if (io.MouseClickedCount[0] >= 2) {
        const auto range = io.MouseClickedCount[0] == 2 ? layout_.word_at(focus_) : layout_.line_at(focus_);
        anchor_ = range.begin;
        focus_ = range.end;
        selecting_ = false;
      }
    } else if (ImGui::IsWindowHovered()) {
      clear_selection();
      clicked_ = false;
    }
  } else if (selecting_ && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    focus_ = layout_.offset_at(x, y, ui.metrics());
  } else {
    selecting_ = false;
  }
  if (shortcuts_ == Shortcuts::after_click && !clicked_) return;
  const bool typing = io.WantTextInput;
  ui.commands().add({name_ + ".copy",
                     "Copy the selected text",
                     {Key::c, with_control},
                     !typing && anchor_ != focus_,
                     [this] { ImGui::SetClipboardText(selected_text().c_str()); }});
  ui.commands().add({name_ + ".select_all", "Select the whole text", {Key::a, with_control}, !typing, [this] {
                       select_all();
                     }});
}

std::string DocumentView::selected_text() const {
  const std::uint32_t begin = std::min(anchor_, focus_);
  return layout_.plain.substr(begin, std::max(anchor_, focus_) - begin);
}

void DocumentView::select_all() {
  anchor_ = 0;
  focus_ = static_cast<std::uint32_t>(layout_.plain.size());
}

}  // namespace engine::ui
