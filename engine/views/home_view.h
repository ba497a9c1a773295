// The first screen: the course, its lessons with level and progress, and where the person left off.
#pragma once

#include <string>
#include <vector>

#include "engine/views/progress_book.h"
#include "engine/views/services.h"
#include "lessons/course/shelf.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// One line about what happened to the progress file, shown until it is read.
struct HomeNotice {
  std::string title;
  std::string words;
};

struct HomeModel {
  const lessons::course::Shelf& lessons;
  const ProgressBook& book;
  /// Seen last; its lesson is empty when nothing was seen yet.
  const lessons::progress::Place& last_place;
  const std::vector<HomeNotice>& notices;
};

/// Returns the id of the lesson to open, or empty.
std::string home_view(ui::Ui& ui, const HomeModel& model);

}  // namespace engine::views
