// A host without a window: fixed time steps, a clipboard that is a string, pictures from the software
// rasteriser. Tests, scripts and machines without a display use it; nothing of X11 or OpenGL is touched.
#pragma once

#include <atomic>
#include <string>

#include "engine/platform/frame_host.h"

namespace engine::platform {

class NullHost final : public FrameHost {
 public:
  NullHost(int width, int height) : width_(width), height_(height) {}

  void wait(double) override {}
  void wake() override { woken_ = true; }
  void begin(ui::Ui& ui) override;
  void present(ui::Ui& ui) override;
  [[nodiscard]] bool restless() const override { return true; }
  [[nodiscard]] bool closing() const override { return closing_; }
  void set_title(const std::string& title) override { title_ = title; }
  [[nodiscard]] simulator::base::Result<Picture> picture(ui::Ui& ui) override;

  void resize(int width, int height);
  void close() { closing_ = true; }
  void set_seconds_a_frame(double seconds) { seconds_ = seconds; }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] std::string& clipboard() { return clipboard_; }
  /// Whether a worker called wake() since the last time this was asked.
  [[nodiscard]] bool take_woken() { return woken_.exchange(false); }

 private:
  int width_;
  int height_;
  double seconds_ = 1.0 / 60;
  bool closing_ = false;
  std::atomic<bool> woken_ = false;
  std::string title_;
  std::string clipboard_;
};

}  // namespace engine::platform
