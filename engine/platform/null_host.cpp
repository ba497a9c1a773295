#include "engine/platform/null_host.h"

#include <imgui.h>

#include "engine/platform/picture.h"

namespace engine::platform {

void NullHost::begin(ui::Ui& ui) {
  ui.make_current();
  ui.set_caret_blinks(false);
  ImGuiIO& io = ImGui::GetIO();
  io.ClipboardUserData = &clipboard_;
  io.GetClipboardTextFn = [](void* data) { return static_cast<std::string*>(data)->c_str(); };
  io.SetClipboardTextFn = [](void* data, const char* text) { *static_cast<std::string*>(data) = text; };
  ui.begin_frame(static_cast<float>(width_), static_cast<float>(height_), seconds_);
}

void NullHost::present(ui::Ui& ui) { ui.end_frame(); }

simulator::base::Result<Picture> NullHost::picture(ui::Ui& ui) {
  const ImDrawData* data = ui.draw_data();
  if (data == nullptr) return simulator::base::failure("picture.none", "No frame was drawn yet.");
  return rasterise(*data, ui.fonts(), ui.theme().page);
}

void NullHost::resize(int width, int height) {
  width_ = width;
  height_ = height;
}

}  // namespace engine::platform
