// Paints a laid-out document and lets people select, copy and follow links. The layout is kept until the
// width, the text size or the height of a live part changes; painting touches only what can be seen.
//
// Ownership: shares the Document. Threads: the UI thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/document_layout.h"
#include "lessons/markdown/document.h"

namespace engine::ui {

class Ui;

class DocumentView {
 public:
  /// Draws a live part at ImGui's cursor, `width` pixels wide; how far the cursor moved is its height.
  using DrawPart = std::function<void(const lessons::markdown::LivePart& part, float width)>;

  /// `name` prefixes the names of its items ("lesson.text").
  DocumentView(std::shared_ptr<const lessons::markdown::Document> document, std::string name);

  /// At ImGui's cursor; prose `width` pixels wide, code, tables and live parts `wide` (0: the same). Returns
  /// the target of the link that was pressed, else empty.
  std::string draw(Ui& ui, float width, const DrawPart& draw_part, float wide = 0);

  /// Of the last drawing; empty before the first.
  [[nodiscard]] const std::vector<DocumentAnchor>& anchors() const { return layout_.anchors; }
  [[nodiscard]] const std::vector<DocumentSlot>& slots() const { return layout_.slots; }
  [[nodiscard]] float height() const { return layout_.height; }
  [[nodiscard]] std::string selected_text() const;
  void select_all();
  void clear_selection() { anchor_ = focus_ = 0; }

 private:
  void refresh(Ui& ui, float width, float wide);
  void paint(Ui& ui, float left, float top, float first_y, float last_y) const;
  void draw_copy(Ui& ui, std::size_t index, float left, float top);
  void select_with_mouse(Ui& ui, float left, float top);
  [[nodiscard]] bool over_slot(float x, float y) const;

  std::shared_ptr<const lessons::markdown::Document> document_;
  std::string name_;
  DocumentLayout layout_;
  std::vector<float> slot_heights_;
  std::vector<float> laid_out_heights_;
  float laid_out_width_ = -1;
  float laid_out_wide_ = -1;
  std::uint64_t laid_out_fonts_ = 0;
  std::uint32_t anchor_ = 0;  ///< where the selection began
  std::uint32_t focus_ = 0;   ///< where it is now
  bool selecting_ = false;
};

}  // namespace engine::ui
