#include "engine/platform/window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "engine/platform/picture.h"
#include "engine/ui/paint.h"

namespace engine::platform {
namespace {

constexpr int frames_after_an_event = 3;
constexpr std::size_t most_waiting_repeats = 12;  // changes of one key

// The few OpenGL entry points the picture needs; the renderer has a loader of its own and does not share it.
struct Gl {
  using Enum = unsigned int;
  void (*gen_framebuffers)(int, unsigned*) = nullptr;
  void (*delete_framebuffers)(int, const unsigned*) = nullptr;
  void (*bind_framebuffer)(Enum, unsigned) = nullptr;
  void (*framebuffer_renderbuffer)(Enum, Enum, Enum, unsigned) = nullptr;
  Enum (*check_framebuffer)(Enum) = nullptr;
  void (*gen_renderbuffers)(int, unsigned*) = nullptr;
  void (*delete_renderbuffers)(int, const unsigned*) = nullptr;
  void (*bind_renderbuffer)(Enum, unsigned) = nullptr;
  void (*renderbuffer_storage)(Enum, Enum, int, int) = nullptr;
  void (*read_pixels)(int, int, int, int, Enum, Enum, void*) = nullptr;
  void (*viewport)(int, int, int, int) = nullptr;
  void (*clear_colour)(float, float, float, float) = nullptr;
  void (*clear)(Enum) = nullptr;
  void (*pixel_store)(Enum, int) = nullptr;

  bool load() {
    const auto get = [](auto& function, const char* name) {
      function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(glfwGetProcAddress(name));
      return function != nullptr;
    };
    return get(gen_framebuffers, "glGenFramebuffers") && get(delete_framebuffers, "glDeleteFramebuffers") &&
           get(bind_framebuffer, "glBindFramebuffer") &&
           get(framebuffer_renderbuffer, "glFramebufferRenderbuffer") &&
           get(check_framebuffer, "glCheckFramebufferStatus") &&
           get(gen_renderbuffers, "glGenRenderbuffers") &&
           get(delete_renderbuffers, "glDeleteRenderbuffers") &&
           get(bind_renderbuffer, "glBindRenderbuffer") &&
           get(renderbuffer_storage, "glRenderbufferStorage") && get(read_pixels, "glReadPixels") &&
           get(viewport, "glViewport") && get(clear_colour, "glClearColor") && get(clear, "glClear") &&
           get(pixel_store, "glPixelStorei");
  }
};

constexpr Gl::Enum gl_framebuffer = 0x8D40;
constexpr Gl::Enum gl_renderbuffer = 0x8D41;
constexpr Gl::Enum gl_colour_attachment = 0x8CE0;
constexpr Gl::Enum gl_framebuffer_complete = 0x8CD5;
constexpr Gl::Enum gl_rgba8 = 0x8058;
constexpr Gl::Enum gl_rgba = 0x1908;
constexpr Gl::Enum gl_unsigned_byte = 0x1401;
constexpr Gl::Enum gl_colour_buffer = 0x4000;
constexpr Gl::Enum gl_pack_alignment = 0x0D05;

std::string last_glfw_error() {
  const char* message = nullptr;
  glfwGetError(&message);
  return message == nullptr ? "no reason given" : message;
}

}  // namespace

struct Window::State {
  GLFWwindow* window = nullptr;
  ui::InputQueue* input = nullptr;
  ui::Ui* ui = nullptr;
  std::array<GLFWcursor*, ImGuiMouseCursor_COUNT> cursors{};
  int shown_cursor = ImGuiMouseCursor_Arrow;
  std::atomic<int> dirty = frames_after_an_event;
  double last_frame = 0;
  std::uint64_t fonts_uploaded = 0;
  bool renderer = false;
  Gl gl;

  void stir() { dirty = frames_after_an_event; }
  void draw(ui::Ui& drawn, int width, int height) const;
  ~State();
};

Window::State::~State() {
  if (ui != nullptr) {
    ui->make_current();
    if (renderer) ImGui_ImplOpenGL3_Shutdown();
    ImGuiIO& io = ImGui::GetIO();
    io.ClipboardUserData = nullptr;
    io.GetClipboardTextFn = [](void*) { return ""; };
    io.SetClipboardTextFn = [](void*, const char*) {};
  }
  for (GLFWcursor* cursor : cursors)
    if (cursor != nullptr) glfwDestroyCursor(cursor);
  if (window != nullptr) glfwDestroyWindow(window);
  glfwTerminate();
}

namespace {

template <class State>
State& state_of(GLFWwindow* window) {
  return *static_cast<State*>(glfwGetWindowUserPointer(window));
}

template <class State>
void install_callbacks(GLFWwindow* window) {
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) {
    State& s = state_of<State>(w);
    s.input->push(ui::MouseMoved{static_cast<float>(x), static_cast<float>(y)});
    s.stir();
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int) {
    State& s = state_of<State>(w);
    s.input->push(ui::MouseButton{button, action == GLFW_PRESS});
    s.stir();
  });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double x, double y) {
    State& s = state_of<State>(w);
    s.input->push(ui::Scrolled{static_cast<float>(x), static_cast<float>(y)});
    s.stir();
  });
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int, int action, int) {
    State& s = state_of<State>(w);
    const auto pressed = static_cast<ui::Key>(key);
    if (action == GLFW_REPEAT) {
      // Also what GLFW makes of two quick presses on X11, so it counts as a press. When drawing is slower
      // than the repetition, repeats are dropped instead of piling up and going on after the key was let go.
      if (s.input->waiting(pressed) > most_waiting_repeats) return;
      s.input->push(ui::KeyChanged{pressed, false});
      s.input->push(ui::KeyChanged{pressed, true});
    } else {
      s.input->push(ui::KeyChanged{pressed, action == GLFW_PRESS});
    }
    s.stir();
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned code_point) {
    State& s = state_of<State>(w);
    s.input->push(ui::Character{code_point});
    s.stir();
  });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int focused) {
    State& s = state_of<State>(w);
    s.input->push(ui::FocusChanged{focused != 0});
    s.stir();
  });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    State& s = state_of<State>(w);
    if (entered == 0) s.input->push(ui::MouseMoved{-1, -1});
    s.stir();
  });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { state_of<State>(w).stir(); });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { state_of<State>(w).stir(); });
  glfwSetWindowCloseCallback(window, [](GLFWwindow* w) { state_of<State>(w).stir(); });
}

}  // namespace

Window::Window(std::unique_ptr<State> state) : state_(std::move(state)) {}
Window::~Window() = default;

simulator::base::Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options, ui::Ui& ui) {
  glfwInitHint(GLFW_JOYSTICK_HAT_BUTTONS, GLFW_FALSE);
  if (glfwInit() == GLFW_FALSE)
    return simulator::base::failure(
        "window.display", "No window can be opened: " + last_glfw_error() + ".",
        "Is DISPLAY set? Without a display, xvfb-run starts the program on a virtual one.");
  auto state = std::make_unique<State>();
  state->ui = &ui;
  state->input = &ui.input();
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_VISIBLE, options.visible ? GLFW_TRUE : GLFW_FALSE);
  // Nothing here needs them, and they cost memory.
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, application_id);
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, application_id);
  state->window = glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
  if (state->window == nullptr) {
    const std::string reason = last_glfw_error();
    return simulator::base::failure("window.opengl",
                                    "No window with OpenGL 3.2 can be opened: " + reason + ".",
                                    "Mesa's software driver is enough: install libgl1-mesa-dri.");
  }
  glfwMakeContextCurrent(state->window);
  glfwSwapInterval(1);
  glfwSetWindowSizeLimits(state->window, 640, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwSetWindowUserPointer(state->window, state.get());
  install_callbacks<State>(state->window);

  ui.make_current();
  if (!state->gl.load() || !ImGui_ImplOpenGL3_Init("#version 150"))
    return simulator::base::failure("window.opengl",
                                    "OpenGL 3.2 with framebuffers is needed and was not found.",
                                    "Mesa's software driver is enough: install libgl1-mesa-dri.");
  state->renderer = true;
  ImGuiIO& io = ImGui::GetIO();
  io.ClipboardUserData = state->window;
  io.GetClipboardTextFn = [](void* window) {
    return glfwGetClipboardString(static_cast<GLFWwindow*>(window));
  };
  io.SetClipboardTextFn = [](void* window, const char* text) {
    glfwSetClipboardString(static_cast<GLFWwindow*>(window), text);
  };
  const auto cursor = [&](int slot, int shape) {
    state->cursors[static_cast<std::size_t>(slot)] = glfwCreateStandardCursor(shape);
  };
  cursor(ImGuiMouseCursor_Arrow, GLFW_ARROW_CURSOR);
  cursor(ImGuiMouseCursor_TextInput, GLFW_IBEAM_CURSOR);
  cursor(ImGuiMouseCursor_Hand, GLFW_HAND_CURSOR);
  cursor(ImGuiMouseCursor_ResizeEW, GLFW_HRESIZE_CURSOR);
  cursor(ImGuiMouseCursor_ResizeNS, GLFW_VRESIZE_CURSOR);
  state->last_frame = glfwGetTime();
  return std::unique_ptr<Window>(new Window(std::move(state)));
}

void Window::wait(double seconds) {
  // A minimised window has nothing to draw and vsync may not hold it back.
  if (glfwGetWindowAttrib(state_->window, GLFW_ICONIFIED) != 0) return glfwWaitEvents();
  if (seconds <= 0)
    glfwPollEvents();
  else
    glfwWaitEventsTimeout(seconds);
}

void Window::wake() {
  state_->stir();
  glfwPostEmptyEvent();
}

bool Window::restless() const { return state_->dirty > 0; }

bool Window::closing() const { return glfwWindowShouldClose(state_->window) != 0; }

void Window::set_title(const std::string& title) { glfwSetWindowTitle(state_->window, title.c_str()); }

float Window::content_scale() const {
  float x = 1;
  float y = 1;
  glfwGetWindowContentScale(state_->window, &x, &y);
  return std::max(x, y);
}

void Window::begin(ui::Ui& ui) {
  if (state_->dirty > 0) --state_->dirty;
  int width = 0;
  int height = 0;
  int pixels_x = 0;
  int pixels_y = 0;
  glfwGetWindowSize(state_->window, &width, &height);
  glfwGetFramebufferSize(state_->window, &pixels_x, &pixels_y);
  const double now = glfwGetTime();
  ui.make_current();
  ImGuiIO& io = ImGui::GetIO();
  if (width > 0 && height > 0)
    io.DisplayFramebufferScale = {static_cast<float>(pixels_x) / static_cast<float>(width),
                                  static_cast<float>(pixels_y) / static_cast<float>(height)};
  ui.begin_frame(static_cast<float>(std::max(width, 1)), static_cast<float>(std::max(height, 1)),
                 std::max(now - state_->last_frame, 1e-4));
  state_->last_frame = now;
}

void Window::State::draw(ui::Ui& drawn, int width, int height) const {
  const ImVec4 page = ui::to_vec4(drawn.theme().page);
  gl.viewport(0, 0, width, height);
  gl.clear_colour(page.x, page.y, page.z, 1);
  gl.clear(gl_colour_buffer);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Window::present(ui::Ui& ui) {
  ui.end_frame();
  ui.make_current();
  if (state_->fonts_uploaded != ui.fonts().generation()) {
    ImGui_ImplOpenGL3_NewFrame();  // makes the shaders the first time
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    state_->fonts_uploaded = ui.fonts().generation();
    // The frame was drawn with the texture that is gone; its commands name it.
    for (int i = 0; i < ImGui::GetDrawData()->CmdListsCount; ++i)
      for (ImDrawCmd& command : ImGui::GetDrawData()->CmdLists[i]->CmdBuffer)
        command.TextureId = ImGui::GetIO().Fonts->TexID;
  }
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(state_->window, &width, &height);
  state_->draw(ui, width, height);
  glfwSwapBuffers(state_->window);

  const int wanted = ImGui::GetMouseCursor();
  if (wanted != state_->shown_cursor && wanted >= 0) {
    GLFWcursor* const cursor = state_->cursors[static_cast<std::size_t>(wanted)];
    glfwSetCursor(state_->window, cursor != nullptr ? cursor : state_->cursors[ImGuiMouseCursor_Arrow]);
    state_->shown_cursor = wanted;
  }
}

simulator::base::Result<Picture> Window::picture(ui::Ui& ui) {
  ui.make_current();
  if (ImGui::GetDrawData() == nullptr)
    return simulator::base::failure("picture.none", "No frame was drawn yet.");
  const Gl& gl = state_->gl;
  Picture out;
  glfwGetFramebufferSize(state_->window, &out.width, &out.height);
  unsigned frame = 0;
  unsigned colour = 0;
  gl.gen_framebuffers(1, &frame);
  gl.gen_renderbuffers(1, &colour);
  gl.bind_renderbuffer(gl_renderbuffer, colour);
  gl.renderbuffer_storage(gl_renderbuffer, gl_rgba8, out.width, out.height);
  gl.bind_framebuffer(gl_framebuffer, frame);
  gl.framebuffer_renderbuffer(gl_framebuffer, gl_colour_attachment, gl_renderbuffer, colour);
  const bool complete = gl.check_framebuffer(gl_framebuffer) == gl_framebuffer_complete;
  if (complete) {
    state_->draw(ui, out.width, out.height);
    const auto row = static_cast<std::size_t>(out.width) * 4;
    std::vector<std::uint8_t> upside_down(row * static_cast<std::size_t>(out.height));
    gl.pixel_store(gl_pack_alignment, 1);
    gl.read_pixels(0, 0, out.width, out.height, gl_rgba, gl_unsigned_byte, upside_down.data());
    out.rgba.resize(upside_down.size());
    for (std::size_t y = 0; y < static_cast<std::size_t>(out.height); ++y)
      std::copy_n(upside_down.data() + (static_cast<std::size_t>(out.height) - 1 - y) * row, row,
                  out.rgba.data() + y * row);
    for (std::size_t i = 3; i < out.rgba.size(); i += 4) out.rgba[i] = 255;
  }
  gl.bind_framebuffer(gl_framebuffer, 0);
  gl.delete_renderbuffers(1, &colour);
  gl.delete_framebuffers(1, &frame);
  if (!complete)
    return simulator::base::failure("picture.framebuffer", "The graphics driver refused a framebuffer.");
  return out;
}

}  // namespace engine::platform
