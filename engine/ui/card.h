// A card: rounded ground with a hairline around whatever is drawn while the object lives; as high as that
// needs. A callout is a card on the soft ground of a tone: what went well, what to mind, what went wrong.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/ui/paint.h"

namespace engine::ui {

class Ui;

struct CardOptions {
  float width = 0;       ///< pixels; 0: what is left
  float min_height = 0;  ///< pixels
  float padding_x = 20;  ///< look pixels
  float padding_y = 18;
  std::optional<Tone> outline = {};  ///< in the tone's ink: "continue here", "this one drifted"
  std::optional<Tone> soft = {};     ///< on the tone's soft ground, without hairline
  bool code = false;                 ///< on the code ground
  std::string_view label = {};       ///< for the ledger
};

class Card {
 public:
  /// An empty name leaves it out of the ledger.
  Card(Ui& ui, std::string_view name, const CardOptions& options = {});
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;
  ~Card();

 private:
  Ui& ui_;
  CardOptions options_;
  std::string name_;
  ImDrawListSplitter layers_;
  Rect rect_;
  float old_content_right_ = 0;
  float old_work_right_ = 0;
};

/// A whole callout: a title in the tone's ink that runs into the words. For one with buttons, use a Card with
/// `soft` and draw into it.
void callout(Ui& ui, std::string_view name, Tone tone, std::string_view title, std::string_view words = {});

}  // namespace engine::ui
