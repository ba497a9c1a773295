// The board of an opened folder: where each migration stands, what the next run would do, statement by
// statement with what lint says beside it, where history and folder disagree, and what drifted. It shows what
// `driftwoodctl migrate status, plan, verify and diff` print, and changes as little: running is done there.
//
// Ownership: owns its session. Threads: the window's.
#pragma once

#include <vector>

#include "engine/views/bar.h"
#include "engine/views/folder_session.h"
#include "engine/views/pane_layout.h"

namespace engine::views {

class FolderView {
 public:
  FolderView(platform::Worker& worker, OpenedFolder opened);

  void draw(ui::Ui& ui);
  /// For the bar: looking again.
  [[nodiscard]] std::vector<BarAction> actions();
  /// "app.db": the database file's own name.
  [[nodiscard]] std::string name() const;

 private:
  FolderSession session_;
  PaneLayout layout_;
};

}  // namespace engine::views
