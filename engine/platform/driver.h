// Drives a screen as a person would, but by the names in the ledger: for tests and for --script. Everything
// goes through the InputQueue; nothing is called behind the screen's back. Frames have a fixed length and
// nothing sleeps, so a run is the same each time.
//
//   Driver driver(host, ui, [&](Ui& u) { view.draw(u); });
//   driver.click("lab.migrate");
//   driver.type("SELECT 1;");
//   driver.key(Key::enter, with_control);
//
// A click on something that is not there, disabled or out of reach throws std::runtime_error with the text
// dump of the screen: in a test that is the message one wants.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/platform/frame_host.h"
#include "engine/ui/key.h"
#include "engine/ui/ledger.h"

namespace engine::platform {

class Driver {
 public:
  /// Draws three frames, so that the ledger knows the screen.
  Driver(FrameHost& host, ui::Ui& ui, FrameLoop::Draw draw);

  void frames(int count = 1);
  /// Draws until input is used up and nothing asks for a frame at once; at most `most` frames.
  void settle(int most = 200);

  void click(std::string_view name, int button = 0);
  void double_click(std::string_view name);
  /// At a place of the window, in pixels.
  void click_at(float x, float y, int times = 1);
  void hover(std::string_view name);
  void move_to(float x, float y);
  /// Presses on the middle of one item, moves in steps, lets go on the middle of the other.
  void drag(std::string_view from, std::string_view to);
  void drag(float from_x, float from_y, float to_x, float to_y);
  void scroll(std::string_view over, float wheel_steps);
  void type(std::string_view utf8);
  void key(ui::Key key, ui::Mods mods = {});
  /// Brings the item into view through its scroll areas.
  void scroll_into_view(std::string_view name);
  /// False when the frames ran out first.
  [[nodiscard]] bool wait_until(const std::function<bool()>& done, int most_frames = 600);

  [[nodiscard]] bool has(std::string_view name) const;
  /// Throws when there is none.
  [[nodiscard]] const ui::Item& item(std::string_view name) const;
  /// The text dump contains the words (in one label or value).
  [[nodiscard]] bool says(std::string_view words) const;
  [[nodiscard]] std::string screen() const;
  [[nodiscard]] Picture picture();

 private:
  const ui::Item& reach(std::string_view name);

  FrameHost& host_;
  ui::Ui& ui_;
  FrameLoop loop_;
};

}  // namespace engine::platform
