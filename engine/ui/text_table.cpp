#include "engine/ui/text_table.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

constexpr std::size_t rows_measured = 100;

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  return text;
}

}  // namespace

std::string tab_separated(std::span<const std::string> columns, std::size_t rows,
                          const std::function<Cell(std::size_t, std::size_t)>& cell) {
  std::string out;
  const auto row = [&](auto&& text_of) {
    for (std::size_t c = 0; c < columns.size(); ++c) out += (c ? "\t" : "") + one_line(text_of(c));
    out += '\n';
  };
  row([&](std::size_t c) { return columns[c]; });
  for (std::size_t r = 0; r < rows; ++r) row([&](std::size_t c) { return cell(r, c).text; });
  return out;
}

void text_table(Ui& ui, std::string_view name, std::span<const std::string> columns, std::size_t rows,
                const std::function<Cell(std::size_t, std::size_t)>& cell, const TextTableOptions& options) {
  const FontMetrics& metrics = ui.metrics();
  std::vector<float> widths;
  float total = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    float width = metrics.width(options.style, columns[c]);
    for (std::size_t r = 0; r < std::min(rows, rows_measured); ++r)
      width = std::max(width, metrics.width(options.style, one_line(cell(r, c).text)));
    widths.push_back(std::ceil(std::min(width, ui.px(options.most_column_width))) + 1);
    total += widths.back() + ui.px(options.gap);
  }
  const float line = metrics.line_height(options.style) + ui.px(options.lines ? 8 : 0);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect rect{at.x, at.y, total, line * static_cast<float>(rows + 1)};
  ImGui::ItemSize(ImVec2(rect.width, rect.height));
  ImGui::ItemAdd(ImRect(rect.x, rect.y, rect.right(), rect.bottom()), 0);
  ItemView item;
  item.name = name;
  item.role = Role::text;
  const std::string count = std::to_string(rows) + (rows == 1 ? " row" : " rows");
  std::string names;
  for (const std::string& column : columns) names += (names.empty() ? "" : " | ") + column;
  item.label = names;
  item.value = count;
  item.rect = rect;
  ui.mark(item);

  const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  const float pad = ui.px(options.lines ? 4 : 0);
  float y = at.y;
  const auto draw_row = [&](auto&& cell_of, bool header) {
    const bool seen = y + line >= clip.Min.y && y <= clip.Max.y;
    float x = at.x;
    std::string words;
    for (std::size_t c = 0; seen && c < columns.size(); ++c) {
      const Cell shown = cell_of(c);
      const std::string text = one_line(shown.text);
      draw_text_cut(ui, list, x, y + pad, widths[c], options.style,
                    header ? theme.muted : theme.ink(shown.tone), text);
      if (ImGui::IsMouseHoveringRect({x, y}, {x + widths[c], y + line}) && ImGui::IsWindowHovered() &&
          metrics.width(options.style, text) > widths[c])
        ImGui::SetTooltip("%s", shown.text.c_str());
      x += widths[c] + ui.px(options.gap);
      words += (c ? " | " : "") + text;
    }
    if (seen && options.lines) hairline(list, at.x, y + line - 1, at.x + total, y + line - 1, theme.line);
    if (seen && !header) {
      ItemView text_item;
      text_item.label = words;
      text_item.rect = {at.x, y, total, line};
      ui.mark(text_item);
    }
    y += line;
  };
  draw_row([&](std::size_t c) { return Cell{columns[c], Tone::muted}; }, true);
  for (std::size_t r = 0; r < rows; ++r) draw_row([&](std::size_t c) { return cell(r, c); }, false);
}

}  // namespace engine::ui
