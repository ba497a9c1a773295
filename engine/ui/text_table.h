// Rows and columns of text: query results, tables of facts. Columns are as wide as their contents need, up to
// a limit; only rows in sight are drawn. tab_separated gives the whole table for the clipboard.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/text_style.h"
#include "engine/ui/theme.h"

namespace engine::ui {

class Ui;

struct Cell {
  std::string text;
  Tone tone = Tone::normal;  ///< muted for NULL
};

struct TextTableOptions {
  TextStyle style = TextStyle::code;
  float most_column_width = 320;  ///< look pixels; longer cells are cut and shown whole in a tooltip
  float gap = 20;                 ///< look pixels between columns
  bool lines = false;             ///< a hairline under each row
};

/// `cell(row, column)` is asked only for rows in sight, and for the first hundred to measure columns.
void text_table(Ui& ui, std::string_view name, std::span<const std::string> columns, std::size_t rows,
                const std::function<Cell(std::size_t row, std::size_t column)>& cell,
                const TextTableOptions& options = {});

/// Tab-separated, a line a row, the header first; tabs and line ends inside cells become spaces.
[[nodiscard]] std::string tab_separated(std::span<const std::string> columns, std::size_t rows,
                                        const std::function<Cell(std::size_t row, std::size_t column)>& cell);

}  // namespace engine::ui
