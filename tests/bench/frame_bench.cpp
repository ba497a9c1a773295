// A frame of the lesson page against a frame of Dear ImGui's own demo window with every header open.
#include <imgui.h>
#include <imgui_internal.h>

#include <memory>

#include "tests/bench/desk.h"

namespace bench {
namespace {

constexpr int frames = 50;

/// The demo window in a context of its own, with ImGui's own font.
class Demo {
 public:
  Demo() : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(screen_width, screen_height);
    io.DeltaTime = 1.0F / 60;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    frame();
    ImGuiWindow* window = ImGui::FindWindowByName("Dear ImGui Demo");
    for (const char* header :
         {"Help", "Configuration", "Window options", "Widgets", "Layout & Scrolling",
          "Popups & Modal windows", "Tables & Columns", "Filtering", "Inputs, Navigation & Focus"})
      window->StateStorage.SetInt(window->GetID(header), 1);
    for (int i = 0; i < 10; ++i) frame();
    if (window->ContentSize.y < 3 * window->Size.y) throw std::runtime_error("the headers did not open");
  }
  Demo(const Demo&) = delete;
  Demo& operator=(const Demo&) = delete;
  ~Demo() { ImGui::DestroyContext(context_); }

  void frame() {
    ImGui::SetCurrentContext(context_);
    ImGui::NewFrame();
    ImGui::ShowDemoWindow();
    ImGui::Render();
  }

 private:
  ImGuiContext* context_;
};

template <class Screen>
double of_frames(Screen& screen) {
  const Stopwatch watch;
  for (int i = 0; i < frames; ++i) screen.frame();
  return watch.seconds() / frames;
}

}  // namespace

std::vector<Pair> frame_pairs() {
  const auto demo = std::make_shared<Demo>();
  const auto desk = std::make_shared<Desk>();
  if (!desk->shell().open_lesson("01-what-a-migration-is")) throw std::runtime_error("lesson 01 is missing");
  for (int i = 0; i < 20; ++i) desk->frame();
  return {{"frame of the lesson page without a screen / ImGui's demo window, headers open", 1,
           [demo] { return of_frames(*demo); }, [desk] { return of_frames(*desk); }}};
}

}  // namespace bench
