// The whole window: which screen is shown, the bar above it, the look. It owns the lessons' and labs' views
// for as long as the program runs, so going back and forth loses nothing.
//
// Ownership: owns the shelf of lessons; refers to Services. Threads: the window's.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/ui/palette.h"
#include "engine/ui/toasts.h"
#include "engine/ui/ui.h"
#include "engine/views/bar.h"
#include "engine/views/deploy_view.h"
#include "engine/views/folder_view.h"
#include "engine/views/home_view.h"
#include "engine/views/inline_texts.h"
#include "engine/views/lab_view.h"
#include "engine/views/lesson_view.h"
#include "engine/views/progress_book.h"
#include "engine/views/services.h"
#include "lessons/course/shelf.h"

namespace engine::views {

class Shell {
 public:
  Shell(Services& services, lessons::course::Shelf shelf, std::vector<HomeNotice> notices);

  /// One frame, filling the window.
  void draw(ui::Ui& ui);
  /// False when there is no such lesson installed.
  bool open_lesson(const std::string& id);
  /// A person's own folder and database, to look at; the lessons stay one step away.
  void open_folder(OpenedFolder opened);
  void show_error(const simulator::base::Error& error);
  /// The theme and text size as the store remembers them.
  [[nodiscard]] ui::Look remembered_look() const;

 private:
  enum class Screen { home, lesson, lab, deploy, folder };
  void open_lab(const std::string& id);
  void open_deploy(const std::string& id, std::vector<std::string> order);
  void go(Screen screen);
  [[nodiscard]] std::vector<Crumb> crumbs();
  void add_look_actions(ui::Ui& ui, std::vector<BarAction>& actions);
  void set_look(ui::Ui& ui, const ui::Look& look);

  Services& services_;
  lessons::course::Shelf shelf_;
  std::shared_ptr<const lessons::course::Course> course_;
  std::vector<HomeNotice> notices_;
  InlineTexts texts_;
  ProgressBook book_;
  lessons::progress::Place last_place_;
  ui::Toasts toasts_;
  ui::Palette palette_;
  Screen screen_ = Screen::home;
  std::string lesson_id_;
  std::string lab_id_;
  std::string deploy_id_;
  std::map<std::string, std::unique_ptr<LessonView>> lesson_views_;
  std::map<std::string, std::unique_ptr<LabView>> lab_views_;
  std::map<std::string, std::unique_ptr<DeployView>> deploy_views_;
  std::unique_ptr<FolderView> folder_view_;  ///< null: none was opened
};

}  // namespace engine::views
