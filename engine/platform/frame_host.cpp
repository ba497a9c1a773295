#include "engine/platform/frame_host.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <exception>

namespace engine::platform {
namespace {

constexpr int bad_frames_allowed = 10;
constexpr double longest_sleep = 3600;  // seconds; GLFW wants a finite number

}  // namespace

FrameLoop::FrameLoop(FrameHost& host, ui::Ui& ui, Draw draw, Report report)
    : host_(host), ui_(ui), draw_(std::move(draw)), report_(std::move(report)) {}

void FrameLoop::frame() {
  host_.begin(ui_);
  try {
    draw_(ui_);
    bad_frames_ = 0;
  } catch (const std::exception& bug) {
    if (++bad_frames_ >= bad_frames_allowed) throw;
    ImGui::ErrorCheckEndFrameRecover(nullptr, nullptr);
    if (report_) report_(bug.what());
    ui_.keep_drawing();
  }
  host_.present(ui_);
}

void FrameLoop::run(const std::function<bool()>& stop) {
  while (!host_.closing() && !(stop && stop())) {
    const bool awake = host_.restless() || !ui_.input().empty() || ui_.redraw_in() <= 0;
    host_.wait(awake ? 0 : std::min(ui_.redraw_in(), longest_sleep));
    // A time-out that nobody asked for draws nothing: that is what keeps an idle window at 0 % CPU.
    if (awake || host_.restless() || !ui_.input().empty() || ui_.redraw_in() < longest_sleep) frame();
  }
}

}  // namespace engine::platform
