// Inline markdown on the screen: prompts, feedback, goals, hints. Each text is parsed once, wrapped once for
// each width it is drawn at, and kept.
//
// Ownership: one for all views. Threads: the UI thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ui/text_flow.h"
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
  /// The text wrapped for one style and width.
  struct Wrapped {
    ui::TextStyle style = ui::TextStyle::body;
    ui::Tone tone = ui::Tone::normal;
    float width = 0;
    std::uint64_t fonts = 0;  ///< generation they were measured with
    std::string lead;
    std::vector<ui::StyledText> spans;  ///< look at Kept::runs and at `lead`
    ui::Flow flow;
    std::string words;
  };
  struct Kept {
    lessons::markdown::Runs runs;
    std::string plain;
    std::list<Wrapped> wrapped;  ///< of the sizes it was drawn at lately, stable because spans look into it
  };
  /// Finds text without making a string of it.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  Kept& get(std::string_view markdown);
  const Wrapped& wrap(ui::Ui& ui, Kept& kept, ui::TextStyle style, ui::Tone tone, float width,
                      std::string_view lead);

  std::unordered_map<std::string, Kept, Hash, std::equal_to<>> kept_;
};

}  // namespace engine::views
