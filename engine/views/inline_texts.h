// Inline markdown on the screen: prompts, feedback, goals, hints. Each text is parsed once and kept.
//
// Ownership: one for all views. Threads: the UI thread only.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/ui/text_style.h"
#include "engine/ui/theme.h"
#include "lessons/markdown/document.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

class InlineTexts {
 public:
  /// Wrapped at `width` pixels (0: what is left of the pane). `style` is body or small; `lead` stands before
  /// the text in bold, in the same paragraph.
  void draw(ui::Ui& ui, std::string_view markdown, ui::TextStyle style = ui::TextStyle::body,
            ui::Tone tone = ui::Tone::normal, float width = 0, std::string_view lead = {});
  /// The height draw() would take.
  [[nodiscard]] float height(ui::Ui& ui, std::string_view markdown, ui::TextStyle style, float width);
  /// The words without their marks, for labels in the ledger.
  [[nodiscard]] const std::string& plain(std::string_view markdown);

 private:
  struct Kept {
    lessons::markdown::Runs runs;
    std::string plain;
  };
  const Kept& get(std::string_view markdown);

  std::unordered_map<std::string, Kept> kept_;
};

}  // namespace engine::views
