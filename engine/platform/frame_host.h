// The seam between the program and the machine it shows itself on. Three hosts: Window (GLFW and OpenGL),
// NullHost (no window: tests, scripts, machines without a display) and, over either, a picture of the screen.
//
// Ownership: the program owns one host and one Ui. Threads: everything on the UI thread but wake().
#pragma once

#include <functional>

#include "engine/ui/ui.h"
#include "simulator/base/error.h"

namespace engine::platform {

struct Picture;

class FrameHost {
 public:
  FrameHost() = default;
  FrameHost(const FrameHost&) = delete;
  FrameHost& operator=(const FrameHost&) = delete;
  virtual ~FrameHost() = default;

  /// Sleeps until there is input, wake() was called, or the seconds have passed.
  virtual void wait(double seconds) = 0;
  /// From any thread: wait() returns, and a few frames are drawn.
  virtual void wake() = 0;
  /// Calls ui.begin_frame with the screen's size and the time since the last frame.
  virtual void begin(ui::Ui& ui) = 0;
  /// Calls ui.end_frame and shows the result, over the colour of ui.theme().page.
  virtual void present(ui::Ui& ui) = 0;
  /// True when frames are wanted even without input: something happened lately.
  [[nodiscard]] virtual bool restless() const = 0;
  /// The person asked to close the window.
  [[nodiscard]] virtual bool closing() const = 0;
  virtual void set_title(const std::string& title) = 0;
  /// What present() showed last.
  [[nodiscard]] virtual simulator::base::Result<Picture> picture(ui::Ui& ui) = 0;
};

/// One frame: begin, draw, present. An exception out of `draw` is a bug: the frame's stack is mended, the
/// message goes to `report`, and the program lives on; ten bad frames in a row rethrow. Inside a Pane or a
/// Card whatever is begun must be ended by a destructor too: those close themselves while the exception
/// passes.
class FrameLoop {
 public:
  using Draw = std::function<void(ui::Ui&)>;
  using Report = std::function<void(const std::string& message)>;

  FrameLoop(FrameHost& host, ui::Ui& ui, Draw draw, Report report);
  void frame();
  /// Until closing() or stop() says so: draws while something moves, sleeps otherwise.
  void run(const std::function<bool()>& stop = {});

 private:
  FrameHost& host_;
  ui::Ui& ui_;
  Draw draw_;
  Report report_;
  int bad_frames_ = 0;
};

}  // namespace engine::platform
