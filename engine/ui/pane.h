// A pane: a rectangle of the screen with its own ground, padding and scrolling. Contents are drawn while the
// object lives. F6 goes from pane to pane.
#pragma once

#include <string_view>

namespace engine::ui {

class Ui;

/// page: the screen's own, on which nothing is painted a second time.
enum class Ground { page, side };

struct PaneOptions {
  float width = 0;       ///< pixels; 0: what is left
  float height = 0;      ///< pixels; 0: what is left
  float padding_x = 20;  ///< look pixels
  float padding_y = 20;
  Ground ground = Ground::page;
  bool scrolls = true;
  bool line_left = false, line_right = false, line_top = false, line_bottom = false;
  std::string_view label = {};  ///< for the ledger: "Environments"
};

class Pane {
 public:
  Pane(Ui& ui, std::string_view name, const PaneOptions& options = {});
  Pane(const Pane&) = delete;
  Pane& operator=(const Pane&) = delete;
  ~Pane();
};

/// Puts two panes beside each other at a ratio; see splitter.h for one the person can drag.
void next_pane_beside();

}  // namespace engine::ui
