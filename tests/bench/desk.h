// The program as the benchmarks start it: course, progress in memory, the whole window, no screen.
#pragma once

#include <memory>
#include <string>

#include "engine/platform/null_host.h"
#include "engine/platform/worker.h"
#include "engine/ui/fonts.h"
#include "engine/ui/ui.h"
#include "engine/views/shell.h"
#include "lessons/course/shelf.h"
#include "lessons/progress/drafts.h"
#include "lessons/progress/store.h"
#include "simulator/base/clock.h"
#include "simulator/base/files.h"
#include "tests/bench/pair.h"

namespace bench {

inline constexpr int screen_width = 1440;
inline constexpr int screen_height = 900;

class Desk {
 public:
  Desk()
      : store_(must(
            lessons::progress::Store::in_memory(source_folder() / "assets/progress/migrations", clock_))),
        drafts_(store_, clock_),
        fonts_(must(engine::ui::Fonts::load())),
        ui_(*fonts_),
        services_{worker_,
                  store_,
                  drafts_,
                  clock_,
                  [](const std::string&) {},
                  1,
                  [](const simulator::base::Error&) {}},
        shell_(services_,
               lessons::course::Shelf(
                   must(simulator::base::Folder::open(source_folder() / "content/schema-migrations"))),
               {}) {}

  void frame() {
    host_.begin(ui_);
    shell_.draw(ui_);
    host_.present(ui_);
  }
  [[nodiscard]] engine::views::Shell& shell() { return shell_; }
  [[nodiscard]] engine::ui::Ui& ui() { return ui_; }

 private:
  simulator::base::SystemClock clock_;
  lessons::progress::Store store_;
  lessons::progress::Drafts drafts_;
  std::unique_ptr<engine::ui::Fonts> fonts_;
  engine::ui::Ui ui_;
  engine::platform::NullHost host_{screen_width, screen_height};
  engine::platform::Worker worker_{[] {}};
  engine::views::Services services_;
  engine::views::Shell shell_;
};

}  // namespace bench
