#include "engine/platform/driver.h"

#include <algorithm>
#include <stdexcept>

#include "engine/platform/picture.h"

namespace engine::platform {
namespace {

constexpr int drag_steps = 8;

}  // namespace

Driver::Driver(FrameHost& host, ui::Ui& ui, FrameLoop::Draw draw)
    : host_(host), ui_(ui), loop_(host, ui, std::move(draw), [](const std::string& bug) {
        throw std::runtime_error("drawing failed: " + bug);
      }) {
  frames(3);
}

void Driver::frames(int count) {
  for (int i = 0; i < count; ++i) loop_.frame();
}

void Driver::settle(int most) {
  frames(2);
  for (int i = 0; i < most && (!ui_.input().empty() || ui_.input().replaying() || ui_.redraw_in() <= 0); ++i)
    frames(1);
  frames(2);
}

const ui::Item& Driver::item(std::string_view name) const {
  const ui::Item* found = ui_.ledger().find(name);
  if (found == nullptr)
    throw std::runtime_error("nothing on the screen is called '" + std::string(name) + "'\n" + screen());
  return *found;
}

bool Driver::has(std::string_view name) const { return ui_.ledger().find(name) != nullptr; }

bool Driver::says(std::string_view words) const {
  const auto items = ui_.ledger().items();
  return std::any_of(items.begin(), items.end(), [&](const ui::Item& i) {
    return i.label.find(words) != std::string::npos || i.value.find(words) != std::string::npos;
  });
}

std::string Driver::screen() const { return ui_.ledger().to_text(); }

const ui::Item& Driver::reach(std::string_view name) {
  if (!item(name).enabled) throw std::runtime_error("'" + std::string(name) + "' is disabled\n" + screen());
  scroll_into_view(name);
  return item(name);
}

void Driver::scroll_into_view(std::string_view name) {
  (void)item(name);
  ui_.scroll_to(std::string(name));
  frames(4);
}

void Driver::move_to(float x, float y) {
  ui_.input().push(ui::MouseMoved{x, y});
  frames(2);
}

void Driver::hover(std::string_view name) {
  const ui::Rect rect = reach(name).rect;
  move_to(rect.centre_x(), rect.centre_y());
}

void Driver::click_at(float x, float y, int times) {
  ui_.input().push(ui::MouseMoved{x, y});
  frames(2);
  for (int i = 0; i < times; ++i) {
    ui_.input().push(ui::MouseButton{0, true});
    ui_.input().push(ui::MouseButton{0, false});
    frames(2);
  }
  frames(2);
}

void Driver::click(std::string_view name, int button) {
  hover(name);
  ui_.input().push(ui::MouseButton{button, true});
  ui_.input().push(ui::MouseButton{button, false});
  frames(4);
}

void Driver::double_click(std::string_view name) {
  const ui::Rect rect = reach(name).rect;
  click_at(rect.centre_x(), rect.centre_y(), 2);
}

void Driver::drag(std::string_view from, std::string_view to) {
  const ui::Rect start = reach(from).rect;
  const ui::Rect end = item(to).rect;
  drag(start.centre_x(), start.centre_y(), end.centre_x(), end.centre_y());
}

void Driver::drag(float from_x, float from_y, float to_x, float to_y) {
  move_to(from_x, from_y);
  ui_.input().push(ui::MouseButton{0, true});
  frames(2);
  for (int i = 1; i <= drag_steps; ++i) {
    const float part = static_cast<float>(i) / drag_steps;
    move_to(from_x + (to_x - from_x) * part, from_y + (to_y - from_y) * part);
  }
  ui_.input().push(ui::MouseButton{0, false});
  frames(4);
}

void Driver::scroll(std::string_view over, float wheel_steps) {
  const ui::Rect rect = item(over).rect;
  move_to(rect.centre_x(), rect.centre_y());
  ui_.input().push(ui::Scrolled{0, wheel_steps});
  frames(3);
}

void Driver::type(std::string_view utf8) {
  ui_.input().push_text(utf8);
  settle();
}

void Driver::key(ui::Key key, ui::Mods mods) {
  ui_.input().push_key(key, mods);
  settle();
}

bool Driver::wait_until(const std::function<bool()>& done, int most_frames) {
  for (int i = 0; i < most_frames; ++i) {
    if (done()) return true;
    frames(1);
  }
  return done();
}

Picture Driver::picture() {
  auto made = host_.picture(ui_);
  if (!made) throw std::runtime_error(made.error().message);
  return std::move(*made);
}

}  // namespace engine::platform
