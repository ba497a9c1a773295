// A list that a person puts in order: by dragging, with the buttons, or with Alt+Up and Alt+Down on the row
// that has the keyboard. Used by ordering questions and by the steps of a deploy.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/ui/theme.h"
#include "engine/views/inline_texts.h"

namespace engine::views {

struct OrderRow {
  std::string_view id;     ///< stable; the row is called name.id, its buttons name.id.up and name.id.down
  std::string_view title;  ///< inline markdown
  ui::Tone tone = ui::Tone::normal;  ///< ok or bad: outline and note in its ink
  std::string note;                  ///< at the right: "broke here"
};

struct Move {
  std::size_t from = 0;
  std::size_t to = 0;
};

/// The move asked for in this frame, if any; apply it after drawing. `numbered` shows 1, 2, 3 before the
/// titles.
std::optional<Move> order_list(ui::Ui& ui, InlineTexts& texts, std::string_view name,
                               std::span<const OrderRow> rows, bool enabled, bool numbered);

}  // namespace engine::views
