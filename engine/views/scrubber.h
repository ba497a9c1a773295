// Time along the bottom of a deploy: play and pause, a step back and forth, the track to scrub on with a tick
// where anything failed, and the way to the first, the previous and the next failure.
//
// The keys, wherever the keyboard is: Space plays, comma and period step, F goes to the first failure, N and
// P to the next and the previous one. On the track Left, Right, Home and End.
// Ownership: holds whether it plays. Threads: the window's.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/views/replay_failures.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

struct ScrubWish {
  std::size_t tick = 0;
  bool failure = false;  ///< for the sake of what failed there
};

class Scrubber {
 public:
  /// The moment to look at now. `ticks` is never 0.
  [[nodiscard]] std::optional<ScrubWish> draw(ui::Ui& ui, std::size_t ticks, std::size_t tick,
                                              const std::vector<ReplayFailure>& failures);
  void pause() { playing_ = false; }

 private:
  void add_commands(ui::Ui& ui, std::size_t last, std::size_t tick,
                    const std::vector<ReplayFailure>& failures);
  void toggle(double now, std::size_t last, std::size_t tick);
  void draw_track(ui::Ui& ui, std::size_t last, std::size_t tick, const std::vector<ReplayFailure>& failures,
                  float width);
  void go(std::size_t tick, bool failure = false);

  bool playing_ = false;
  double next_tick_at_ = 0;
  std::optional<ScrubWish> wish_;
};

}  // namespace engine::views
