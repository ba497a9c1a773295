// Where everything in a lesson's document stands, and what lies at a place of it: made once for a width by
// document_flow.h, then only painted. Pure arithmetic over FontMetrics; no Dear ImGui, no colours.
//
// Coordinates are pixels from the document's top left. The document's whole text, as copying gives it, is
// `plain`; a run knows which bytes of it it shows, so a selection is a range of bytes.
// Ownership: move-only values with string_views into the Document, which must outlive the layout. Threads:
// none shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/font_metrics.h"
#include "engine/ui/rect.h"
#include "engine/ui/text_style.h"
#include "lessons/markdown/document.h"

namespace engine::ui {

enum class Ink : std::uint8_t { normal, muted, link, keyword, string, number, comment };

struct DocumentRun {
  Rect rect;  ///< the line box
  std::string_view text;
  std::uint32_t plain_begin = 0;  ///< in DocumentLayout::plain; as long as `text`
  std::int32_t link = -1;         ///< index into links
  TextStyle style = TextStyle::body;
  Ink ink = Ink::normal;
  bool chip = false;  ///< code inside prose: a soft ground behind it
};

enum class DocumentShape : std::uint8_t { code_ground, quote_bar, table_line, bullet, thematic_break };
struct DocumentBox {
  Rect rect;
  DocumentShape shape = DocumentShape::code_ground;
};

struct DocumentLink {
  std::string_view target;
  std::vector<Rect> rects;  ///< one a line
};

/// Room for a live part; the view draws something that runs there.
struct DocumentSlot {
  const lessons::markdown::LivePart* part = nullptr;
  Rect rect;
};

/// A block of code: for its copy button.
struct DocumentCode {
  Rect rect;
  std::string_view text;
};

struct DocumentAnchor {
  std::string_view id;
  std::string title;
  int level = 1;
  float y = 0;
};

struct DocumentLayout {
  std::vector<DocumentRun> runs;  ///< top to bottom
  std::vector<DocumentBox> boxes;
  std::vector<DocumentLink> links;
  std::vector<DocumentSlot> slots;  ///< in document order
  std::vector<DocumentCode> codes;
  std::vector<DocumentAnchor> anchors;
  std::vector<std::unique_ptr<const std::string>> numbers;  ///< what the runs of list numbers show
  std::string plain;
  float width = 0;
  float height = 0;

  /// The byte of `plain` nearest to a point.
  [[nodiscard]] std::uint32_t offset_at(float x, float y, const FontMetrics& metrics) const;
  /// What to colour for the selected bytes [begin, end).
  [[nodiscard]] std::vector<Rect> selection(std::uint32_t begin, std::uint32_t end,
                                            const FontMetrics& metrics) const;
  /// The word, or the line of `plain`, around a byte.
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  [[nodiscard]] Range word_at(std::uint32_t offset) const;
  [[nodiscard]] Range line_at(std::uint32_t offset) const;
};

/// Runs, boxes and slots a line each, for golden tests.
[[nodiscard]] std::string to_text(const DocumentLayout& layout);

}  // namespace engine::ui
