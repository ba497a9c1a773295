// The real window: GLFW 3.3 and OpenGL 3 through Dear ImGui's renderer. Input callbacks only push into the
// Ui's InputQueue; Dear ImGui's own GLFW backend is not used, because it writes key states behind the queue's
// back.
//
// The window sleeps: wait() blocks in GLFW, and three frames are drawn after each event (popups need a second
// one). Ownership: one per process (GLFW is global). Threads: everything on the thread that opened it but
// wake().
#pragma once

#include <memory>
#include <string>

#include "engine/platform/frame_host.h"

namespace engine::platform {

/// Reverse-DNS name of the program: window class, desktop entry, AppStream id.
inline constexpr const char* application_id = "io.github.driftwood.Driftwood";

struct WindowOptions {
  std::string title = "Driftwood";
  int width = 1440;
  int height = 900;
  bool visible = true;  ///< false for --screenshot
};

class Window final : public FrameHost {
 public:
  /// Errors window.display (no display, with what to do), window.opengl.
  static simulator::base::Result<std::unique_ptr<Window>> open(const WindowOptions& options, ui::Ui& ui);
  ~Window() override;

  void wait(double seconds) override;
  void wake() override;
  void begin(ui::Ui& ui) override;
  void present(ui::Ui& ui) override;
  [[nodiscard]] bool restless() const override;
  [[nodiscard]] bool closing() const override;
  void set_title(const std::string& title) override;
  /// Reads the frame back from an off-screen buffer, so that it works for a hidden window too.
  [[nodiscard]] simulator::base::Result<Picture> picture(ui::Ui& ui) override;
  /// The screen's scale (Xft.dpi / 96); GLFW knows nothing better on X11.
  [[nodiscard]] float content_scale() const;

 private:
  struct State;
  explicit Window(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace engine::platform
