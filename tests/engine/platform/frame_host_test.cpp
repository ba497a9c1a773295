#include "engine/platform/frame_host.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "engine/ui/card.h"
#include "engine/ui/pane.h"
#include "tests/engine/platform/screen.h"

using namespace engine;

namespace {

struct Broken {
  platform::NullHost host{320, 240};
  ui::Ui ui{shared_fonts()};
  int frames = 0;
  int broken_until = 0;
  std::vector<std::string> reports;
  platform::FrameLoop loop{host, ui,
                           [this](ui::Ui& u) {
                             const ui::Pane pane(u, "pane");
                             const ui::Card card(u, "card");
                             if (++frames <= broken_until) throw std::logic_error("a bug in a view");
                           },
                           [this](const std::string& message) { reports.push_back(message); }};
};

}  // namespace

TEST(FrameLoop, ABadFrameIsReportedAndTheNextOneIsFine) {
  Broken broken;
  broken.broken_until = 1;
  broken.loop.frame();
  broken.loop.frame();
  broken.loop.frame();
  EXPECT_EQ(broken.reports, std::vector<std::string>{"a bug in a view"});
  EXPECT_EQ(broken.frames, 3);
}

TEST(FrameLoop, TenBadFramesInARowGiveUp) {
  Broken broken;
  broken.broken_until = 1000;
  for (int i = 0; i < 9; ++i) broken.loop.frame();
  EXPECT_THROW(broken.loop.frame(), std::logic_error);
}

TEST(FrameLoop, RunsUntilTheWindowCloses) {
  Broken broken;
  platform::FrameLoop loop(broken.host, broken.ui,
                           [&](ui::Ui&) {
                             if (++broken.frames == 5) broken.host.close();
                           },
                           {});
  loop.run();
  EXPECT_EQ(broken.frames, 5);
}
