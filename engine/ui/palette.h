// The command palette (Ctrl+K): every command by its title, found by a few letters, run with Enter. It lists
// what Commands lists, so whatever has a shortcut or a button can be found by its name too.
//
// Ownership: one per screen, kept by the view that draws it. Threads: the UI thread only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/commands.h"

namespace engine::ui {

class Ui;

class Palette {
 public:
  void open();
  [[nodiscard]] bool is_open() const { return open_; }
  /// Adds the command that opens it ("palette.open"), draws it while it is open, and runs what was chosen
  /// after it has closed. Last in the frame.
  void draw(Ui& ui);

 private:
  bool open_ = false;
  bool opening_ = false;
  std::string query_;
  std::size_t chosen_ = 0;
};

/// How well a title answers a query; 0 is not at all. The query's letters occur in order, any case; letters
/// at the start of words and next to each other count more.
[[nodiscard]] int match_score(std::string_view query, std::string_view title);

/// Indices of the commands that can run and match, best first; in their own order for an empty query.
[[nodiscard]] std::vector<std::size_t> matching(const std::vector<Command>& commands, std::string_view query);

}  // namespace engine::ui
