// From nothing to the first frame: course, progress, fonts, window; against the same fonts and one empty
// window.
#include <imgui.h>

#include "tests/bench/desk.h"

namespace bench {

std::vector<Pair> start_pairs() {
  return {{"start to first frame without a screen / empty ImGui window, same fonts", 1.5,
           [] {
             const Stopwatch watch;
             const auto fonts = must(engine::ui::Fonts::load());
             engine::ui::Ui ui(*fonts);
             engine::platform::NullHost host(screen_width, screen_height);
             host.begin(ui);
             ImGui::Begin("empty");
             ImGui::End();
             host.present(ui);
             return watch.seconds();
           },
           [] {
             const Stopwatch watch;
             Desk desk;
             desk.frame();
             return watch.seconds();
           }}};
}

}  // namespace bench
