// Short messages at the lower right that leave by themselves: "Copied", "Saved to orders.json". Nothing that
// a person must read goes here: they stay for six seconds, and pressing one sends it away.
//
// Ownership: one per screen, kept by the view that draws it. Threads: the UI thread only.
#pragma once

#include <string>
#include <vector>

#include "engine/ui/theme.h"

namespace engine::ui {

class Ui;

class Toasts {
 public:
  void show(Tone tone, std::string words);
  /// Last in the frame, so that it lies above everything else.
  void draw(Ui& ui);
  [[nodiscard]] std::size_t count() const { return toasts_.size(); }

 private:
  struct Toast {
    Tone tone;
    std::string words;
    double leaves_at = -1;  ///< on Ui's clock; set when first drawn
    int number = 0;
  };
  std::vector<Toast> toasts_;
  int shown_ = 0;
};

}  // namespace engine::ui
