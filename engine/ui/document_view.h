// Paints a laid-out document and lets people select, copy and follow links. The layout is kept until the
// width, the text size or the height of a live part changes; painting touches only what can be seen.
//
// A live part that is far out of sight is not drawn: its room stays, and the ledger gets what the part told
// of itself when it was drawn last, so that Tab, scripts and dumps find everything that is on the page. It is
// drawn again when it comes near, when it has the keyboard or somebody asks for it by name, and whenever
// `revision` says that what the parts show may have changed.
//
// Ownership: shares the Document. Threads: the UI thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/ui/document_layout.h"
#include "engine/ui/ledger.h"
#include "engine/ui/text_diagnostic.h"
#include "lessons/markdown/document.h"

namespace engine::ui {

class Ui;

class DocumentView {
 public:
  /// Draws a live part at ImGui's cursor, `width` pixels wide; how far the cursor moved is its height.
  using DrawPart = std::function<void(const lessons::markdown::LivePart& part, float width)>;

  /// When Ctrl+A and Ctrl+C mean this document: always, or (one that stands inside of another) from a click
  /// into it until one elsewhere.
  enum class Shortcuts { always, after_click };

  /// `name` prefixes the names of its items ("lesson.text").
  DocumentView(std::shared_ptr<const lessons::markdown::Document> document, std::string name,
               Shortcuts shortcuts = Shortcuts::always);

  /// At ImGui's cursor; prose `width` pixels wide, code, tables and live parts `wide` (0: the same).
  /// `revision`: any number that differs when a live part may look different than before. Returns the target
  /// of the link that was pressed, else empty.
  std::string draw(Ui& ui, float width, const DrawPart& draw_part, float wide = 0,
                   std::uint64_t revision = 0);

  /// Of the last drawing; empty before the first.
  [[nodiscard]] const std::vector<DocumentAnchor>& anchors() const { return layout_.anchors; }
  [[nodiscard]] const std::vector<DocumentSlot>& slots() const { return layout_.slots; }
  [[nodiscard]] float height() const { return layout_.height; }
  [[nodiscard]] std::string selected_text() const;
  void select_all();
  /// Places in the document's plain text (a document of one block of code: in the code). In the ledger
  /// name.mark.N: the message, and as its value what is marked.
  void set_diagnostics(std::vector<TextDiagnostic> diagnostics) { diagnostics_ = std::move(diagnostics); }
  void clear_selection() { anchor_ = focus_ = 0; }

 private:
  /// What a live part registered when it was drawn last.
  struct Part {
    float height = 0;
    bool stale = true;           ///< must be drawn, wherever it is
    bool drawn = false;          ///< in the last frame, so its items are still in the ledger
    std::size_t first_item = 0;  ///< of the last frame's
    std::size_t item_count = 0;
    float drawn_x = 0, drawn_y = 0;  ///< where its slot stood then
    /// Its items, kept when it went out of sight; null while it was never drawn or is in sight.
    std::shared_ptr<const std::vector<Item>> unseen;
    bool focused = false;  ///< one of those had the keyboard
  };
  struct Names {
    std::vector<std::string> links;  ///< one for each line of each link
    std::vector<std::string> copies;
  };

  void refresh(Ui& ui, float width, float wide);
  void draw_links(Ui& ui, float left, float top, std::string& pressed);
  void draw_slot(Ui& ui, std::size_t index, float left, float top, const DrawPart& draw_part);
  void paint(Ui& ui, float left, float top, float first_y, float last_y) const;
  void draw_diagnostics(Ui& ui, float left, float top) const;
  void draw_copy(Ui& ui, std::size_t index, float left, float top);
  void select_with_mouse(Ui& ui, float left, float top);
  [[nodiscard]] bool over_slot(float x, float y) const;

  std::shared_ptr<const lessons::markdown::Document> document_;
  std::string name_;
  std::vector<TextDiagnostic> diagnostics_;
  Shortcuts shortcuts_;
  DocumentLayout layout_;
  Names names_;
  std::vector<Part> parts_;
  std::vector<float> laid_out_heights_;
  std::uint64_t revision_ = 0;
  int last_frame_ = 0;  ///< of ImGui's count
  float laid_out_width_ = -1;
  float laid_out_wide_ = -1;
  std::uint64_t laid_out_fonts_ = 0;
  std::uint32_t anchor_ = 0;  ///< where the selection began
  std::uint32_t focus_ = 0;   ///< where it is now
  bool selecting_ = false;
  bool clicked_ = false;  ///< the last click was into this document
};

}  // namespace engine::ui
