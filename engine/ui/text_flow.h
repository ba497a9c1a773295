// Wraps text of mixed styles into lines: pure arithmetic over FontMetrics, used by every paragraph on the
// screen and by the document layout.
//
// Lines break after spaces, hyphens and slashes, at '\n', and inside a word only when the word alone is wider
// than the line: then after a mark such as '_' or '(' if there is one, so that names are cut where they join.
// What is equal to what is one word: no line ends within "t = 3".
// Spaces at a line's end hang beyond the width. No shaping and no bidirectional text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/ui/font_metrics.h"
#include "engine/ui/theme.h"

namespace engine::ui {

struct StyledText {
  std::string_view text;
  TextStyle style = TextStyle::body;
  Tone tone = Tone::normal;
};

/// A piece of one span on one line.
struct FlowRun {
  float x = 0, y = 0;  ///< top left of the line box, from the flow's own origin
  float width = 0;
  std::uint32_t span = 0;            ///< index into the spans given
  std::uint32_t begin = 0, end = 0;  ///< bytes of that span's text
};

struct Flow {
  std::vector<FlowRun> runs;  ///< in reading order
  float width = 0;            ///< of the widest line, without hanging spaces
  float height = 0;
  int lines = 0;
  float line_height = 0;
};

/// `width` <= 0 means one line as long as it takes (still broken at '\n').
[[nodiscard]] Flow flow_text(std::span<const StyledText> spans, float width, const FontMetrics& metrics);

}  // namespace engine::ui
