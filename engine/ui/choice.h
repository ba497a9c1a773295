// Things to choose with: checkbox, radio button, segmented tabs. The label belongs to what can be pressed.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/ui/paint.h"

namespace engine::ui {

class Ui;

struct ChoiceOptions {
  bool enabled = true;
  float width = 0;  ///< pixels the label may use; 0: what is left
  TextStyle style = TextStyle::body;
  bool boxed = false;        ///< an answer to a question: in a box with a hairline, as wide as `width`
  Tone tone = Tone::normal;  ///< of the box's outline once judged: ok, bad
  std::optional<Mark> verdict = {};  ///< beside the words once judged: colour is never alone
};

/// True in the frame the person toggled it; `on` is changed then.
bool checkbox(Ui& ui, std::string_view name, std::string_view label, bool& on,
              const ChoiceOptions& options = {});
/// True in the frame it was chosen.
bool radio(Ui& ui, std::string_view name, std::string_view label, bool chosen,
           const ChoiceOptions& options = {});

struct Segment {
  std::string_view id;  ///< the item is called name.id
  std::string_view label;
};
/// One of a few, side by side, on as many lines as they need. Returns the index chosen in this frame, or
/// `current`. Left and Right move while it has the keyboard.
[[nodiscard]] std::size_t segmented(Ui& ui, std::string_view name, std::span<const Segment> segments,
                                    std::size_t current);

}  // namespace engine::ui
