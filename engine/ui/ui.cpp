#include "engine/ui/ui.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "engine/ui/style.h"

namespace engine::ui {

struct Ui::Eases {
  struct Value {
    float at = 0;
    double seen = 0;
  };
  std::unordered_map<std::uint32_t, Value> values;
};

namespace {
constexpr double forever = std::numeric_limits<double>::infinity();
constexpr double blink_seconds = 0.53;
constexpr double blinking_stops_after = 10;
}  // namespace

Ui::Ui(Fonts& fonts, const Look& look)
    : fonts_(fonts), look_(look), applied_look_(look), eases_(std::make_unique<Eases>()) {
  ImGuiContext* const before = ImGui::GetCurrentContext();
  context_ = ImGui::CreateContext(&fonts_.atlas());
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors | ImGuiBackendFlags_RendererHasVtxOffset;
  // Held keys are repeated by the desktop, at the person's own rate, and arrive as presses.
  io.KeyRepeatDelay = 1e9F;
  io.BackendPlatformName = "driftwood";
  map_keys(io);
  if (before != nullptr) ImGui::SetCurrentContext(before);
}

Ui::~Ui() {
  // An exception may have left the frame half drawn; the atlas, which others share, must not stay locked.
  if (context_->WithinFrameScope) {
    make_current();
    ImGui::ErrorCheckEndFrameRecover(nullptr, nullptr);
    ImGui::EndFrame();
  }
  ImGui::DestroyContext(context_);
}

void Ui::make_current() { ImGui::SetCurrentContext(context_); }

void Ui::set_look(const Look& look) {
  look_ = look;
  look_.text_percent = std::clamp(look.text_percent, smallest_text_percent, largest_text_percent);
  keep_drawing();
}

void Ui::set_device_scale(float scale) {
  device_scale_ = std::clamp(scale, 0.5F, 4.0F);
  keep_drawing();
}

float Ui::px(float length) const { return std::round(length * fonts_.metrics().scale); }

void Ui::begin_frame(float width, float height, double seconds_since_last) {
  make_current();
  fonts_.set_scale(static_cast<float>(look_.text_percent) / 100.0F * device_scale_);
  if (fonts_.stale()) fonts_.build();
  ImGuiIO& io = ImGui::GetIO();
  if (applied_look_ != look_ || applied_scale_ != fonts_.scale()) {
    ImGui::GetStyle() = make_style(theme(), fonts_.scale());
    applied_look_ = look_;
    applied_scale_ = fonts_.scale();
  }
  io.FontDefault = fonts_.font(TextStyle::control);
  io.DisplaySize = {width, height};
  io.DeltaTime = static_cast<float>(std::clamp(seconds_since_last, 1e-4, 0.25));
  io.ConfigInputTextCursorBlink = caret_blinks_ && now_ - last_input_ < blinking_stops_after;
  width_ = width;
  height_ = height;
  now_ += seconds_since_last;
  redraw_in_ = forever;

  input_.apply(io);
  input_came_ = input_.applied() != inputs_seen_;
  if (input_came_) {
    inputs_seen_ = input_.applied();
    last_input_ = now_;
  }
  if (!input_.empty()) keep_drawing();
  for (const ImWchar character : io.InputQueueCharacters) {
    char utf8[5] = {};
    ImTextCharToUtf8(utf8, character);
    fonts_.require(utf8);
  }
  ledger_.begin_frame();
  commands_.begin_frame();
  tab_was_taken_ = tab_taken_;
  tab_taken_ = false;
  ImGui::NewFrame();
  move_focus();

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::Begin("##screen", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse |
                   ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
}

void Ui::end_frame() {
  // Mending a frame that was broken off has closed the screen's window already.
  if (ImGui::GetCurrentContext()->CurrentWindowStack.Size > 1) ImGui::End();
  run_shortcut();
  if (ImGui::GetIO().WantTextInput && caret_blinks_ && now_ - last_input_ < blinking_stops_after)
    redraw_after(blink_seconds);
  if (fonts_.stale() || applied_look_ != look_) keep_drawing();
  ImGui::Render();
}

const ImDrawData* Ui::draw_data() const {
  ImGuiContext* const before = ImGui::GetCurrentContext();
  ImGui::SetCurrentContext(context_);
  const ImDrawData* data = ImGui::GetDrawData();
  ImGui::SetCurrentContext(before);
  return data;
}

void Ui::redraw_after(double seconds) { redraw_in_ = std::min(redraw_in_, std::max(seconds, 0.0)); }

float Ui::ease(std::uint32_t id, bool on, float milliseconds) {
  const float goal = on ? 1.0F : 0.0F;
  if (look_.reduced_motion) return goal;
  const auto [found, fresh] = eases_->values.try_emplace(id);
  Eases::Value& value = found->second;
  // An item that was away for a while comes back in its final state.
  if (fresh || now_ - value.seen > 0.5) value.at = goal;
  const float step = ImGui::GetIO().DeltaTime * 1000.0F / std::max(milliseconds, 1.0F);
  value.at = on ? std::min(1.0F, value.at + step) : std::max(0.0F, value.at - step);
  value.seen = now_;
  if (value.at != goal) keep_drawing();
  const float left = 1.0F - value.at;
  return 1.0F - left * left;
}

bool Ui::caret_shows() {
  if (!caret_blinks_) return true;
  const double since = now_ - last_input_;
  if (since >= blinking_stops_after) return true;
  redraw_after(blink_seconds - std::fmod(since, blink_seconds));
  return static_cast<int>(since / blink_seconds) % 2 == 0;
}

bool Ui::pressed(Key key, Mods mods) const {
  return ImGui::IsKeyPressed(static_cast<int>(key), false) && input_.mods() == mods;
}

// Tab and Shift+Tab over every focusable item in the order drawn; F6 and Shift+F6 from pane to pane.
void Ui::move_focus() {
  const bool shifted = input_.mods().shift;
  const bool plain = !input_.mods().control && !input_.mods().alt;
  const bool tab = plain && !tab_was_taken_ && ImGui::IsKeyPressed(static_cast<int>(Key::tab), true);
  const bool pane = plain && ImGui::IsKeyPressed(static_cast<int>(Key::f6), false);
  if (!tab && !pane) return;
  const std::span<const Item> items = ledger_.items();
  int top_layer = 0;
  for (const Item& item : items) top_layer = std::max(top_layer, item.layer);

  // For F6 a stop is the first focusable item of each pane.
  // Without a visible focus the walk goes on from what was clicked last.
  const bool any_focused = !focused().empty();
  std::vector<const Item*> stops;
  std::ptrdiff_t here = -1;
  bool pane_open = !pane;
  for (const Item& item : items) {
    if (item.layer != top_layer) continue;
    if (item.role == Role::pane && pane) pane_open = true;
    const bool stop = item.focusable && item.enabled && pane_open;
    if (stop) {
      stops.push_back(&item);
      if (pane) pane_open = false;
    }
    if (item.focused || (!any_focused && item.name == last_active_ && stop))
      here = static_cast<std::ptrdiff_t>(stops.size()) - 1;
  }
  if (stops.empty()) return;
  const auto count = static_cast<std::ptrdiff_t>(stops.size());
  const std::ptrdiff_t next =
      here < 0 ? (shifted ? count - 1 : 0) : (here + (shifted ? count - 1 : 1)) % count;
  ImGui::ClearActiveID();
  focus_request_ = stops[static_cast<std::size_t>(next)]->name;
}

void Ui::run_shortcut() {
  if (!input_came_) return;
  const bool typing = ImGui::GetIO().WantTextInput;
  const Mods mods = input_.mods();
  for (int key = 0; key < key_slots; ++key) {
    if (!ImGui::IsKeyPressed(key, false)) continue;
    const Command* command = commands_.match({static_cast<Key>(key), mods}, typing);
    if (command == nullptr || !command->run) continue;
    const auto run = command->run;
    run();
    keep_drawing();
    return;
  }
}

void Ui::mark(ItemView item) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  ImGuiWindow* window = g.CurrentWindow;
  const ImRect box(item.rect.x, item.rect.y, item.rect.right(), item.rect.bottom());
  item.visible = !window->SkipItems && window->ClipRect.Overlaps(box) && item.rect.width > 0;
  item.layer = window->RootWindow->Flags & (ImGuiWindowFlags_Popup | ImGuiWindowFlags_Modal) ? 1 : 0;
  if (item.id != 0) {
    const bool active = g.ActiveId == item.id;
    item.focused =
        item.focused || active || (g.NavId == item.id && g.NavWindow == window && !g.NavDisableHighlight);
    if (active) last_active_ = item.name;
  }
  if (!item.name.empty() && item.name == focus_request_ && item.id != 0 && item.enabled) {
    focus_request_.clear();
    ImGui::FocusWindow(window);
    ImGui::SetFocusID(item.id, window);
    if (item.role == Role::text_field || item.role == Role::editor) {
      g.NavNextActivateId = item.id;
      g.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
    }
    g.NavDisableHighlight = false;
    ImGui::ScrollToBringRectIntoView(window, box);
    keep_drawing();
  }
  if (!item.name.empty() && item.name == scroll_request_) {
    // ImGui scrolls as far as what it knew in the last frame; what has just grown is there in the next.
    if (scrolled_) scroll_request_.clear();
    scrolled_ = true;
    ImGui::ScrollToBringRectIntoView(window, box);
    keep_drawing();
  }
  ledger_.add(item);
}

void Ui::mark_unseen(std::shared_ptr<const std::vector<Item>> items, float right, float down) {
  ledger_.add_unseen(std::move(items), right, down);
}

}  // namespace engine::ui
