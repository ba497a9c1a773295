// Text that takes part in the layout: it advances the cursor and goes into the ledger, so that the text dump
// says what the screen says. For text at a place of one's own, see draw_text in paint.h.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "engine/ui/text_flow.h"
#include "engine/ui/text_style.h"
#include "engine/ui/theme.h"

namespace engine::ui {

class Ui;

/// One line.
void text(Ui& ui, TextStyle style, std::string_view words, Tone tone = Tone::normal);
/// One line, cut with an ellipsis at `width` pixels (0: what is left of the pane).
void text_cut(Ui& ui, TextStyle style, std::string_view words, Tone tone = Tone::normal, float width = 0);
/// One line as a heading: the ledger knows it as such.
void heading(Ui& ui, TextStyle style, std::string_view words);
/// Wrapped at `width` pixels (0: what is left of the pane).
void paragraph(Ui& ui, TextStyle style, std::string_view words, Tone tone = Tone::normal, float width = 0);
/// Wrapped, in mixed styles: {{"14 of 40 failed. ", TextStyle::strong, Tone::bad}, {"Node 2 ran ", ...}}.
void paragraph(Ui& ui, std::initializer_list<StyledText> spans, float width = 0);
void paragraph(Ui& ui, std::span<const StyledText> spans, float width = 0);
/// Small and wrapped at what is left of the pane, as messages are written: what stands between two
/// `backticks` is code.
void message(Ui& ui, std::string_view words, Tone tone = Tone::normal);
/// Text that was wrapped before: `flow` is that of `spans`, `words` what the ledger hears.
void paragraph(Ui& ui, std::span<const StyledText> spans, const Flow& flow, std::string_view words);

/// Vertical room between things, in the look's pixels.
void space(Ui& ui, float length);
/// The next thing goes beside the last, `gap` look pixels apart.
void beside(Ui& ui, float gap = 8);
/// A line across what is left of the pane.
void rule(Ui& ui);
/// One line of text in the vertical middle of a row `height` pixels high: beside a button, say.
void text_in_row(Ui& ui, float height, TextStyle style, std::string_view words, Tone tone = Tone::normal);
/// The next thing, on this line, begins `width` pixels before the right end of the pane.
void at_right(Ui& ui, float width);
/// What is left of the pane to the right of the cursor, in pixels.
[[nodiscard]] float room(Ui& ui);

}  // namespace engine::ui
