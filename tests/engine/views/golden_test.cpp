// A dozen pictures of the screens, drawn in software, against those that were approved.
//
// DRIFTWOOD_BLESS=1 writes what came to tests/engine/views/golden: look at it before believing it. A picture
// that differs is written beside the build, with a second one that shows where.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "engine/platform/picture.h"
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

constexpr int tolerance = 16;           ///< of 255, each channel
constexpr double most_differ = 0.0005;  ///< of all pixels

const fs::path golden = source / "tests/engine/views/golden";

struct Case {
  std::string name;
  std::function<void(Window&)> walk;
  ui::Look look = {};
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

void lesson_page(Window& window) {
  ASSERT_TRUE(window.shell.open_lesson("01-what-a-migration-is"));
  window.settle();
}

/// The question stays in the middle of the screen.
void answer(Window& window, const std::string& option) {
  lesson_page(window);
  window.click("quiz.why-files.option." + option);
  window.click("quiz.why-files.check");
}

void run(Window& window, std::string_view sql) {
  window.retype("lab.console", sql);
  window.screen.driver.key(ui::Key::enter, ui::with_control);
  window.settle();
}

void lab_drifted(Window& window) {
  lesson_page(window);
  window.click("lesson.lab.new-engineer.open");
  for (const char* tab : {"lab.tabs.0.board", "lab.tabs.1.sql"})  // with large text
    if (window.screen.driver.has(tab)) window.click(tab);
  run(window,
      "ALTER TABLE users ADD COLUMN phone TEXT;\nUPDATE users SET phone = '+351 21 000 0001' WHERE id = 1;");
}

void lab_done(Window& window) {
  lab_drifted(window);
  window.click("env.new");
  window.click("lab.new");
  window.screen.driver.type("add_user_phone");
  window.screen.driver.key(ui::Key::enter);
  window.settle();
  window.retype("lab.editor", "-- migrate:up\nALTER TABLE users ADD COLUMN phone TEXT;\n");
  window.click("env.laptop.mark");
  for (const char* name : {"teammate", "staging", "production", "new-engineer"})
    window.click(std::string("env.") + name + ".migrate");
  EXPECT_TRUE(window.screen.driver.has("lab.done"));
}

void deploy_broken(Window& window) {
  lesson_page(window);
  window.click("lesson.deploy.drop-column.open");
  window.click("deploy.run");
}

void deploy_fine(Window& window) {
  lesson_page(window);
  window.click("lesson.deploy.drop-column.open");
  window.click("deploy.step.drop.down");
  window.click("deploy.step.drop.down");
  window.click("deploy.run");
}

std::vector<Case> cases() {
  using ui::ThemeKind;
  const auto home = [](Window& window) { window.settle(); };
  return {{"home", home},
          {"home-contrast", home, {.theme = ThemeKind::contrast_light}},
          {"lesson", lesson_page},
          {"lesson-dark", lesson_page, {.theme = ThemeKind::dark}},
          {"quiz-wrong", [](Window& window) { answer(window, "2"); }},
          {"quiz-right", [](Window& window) { answer(window, "1"); }},
          {"lab-drifted", lab_drifted},
          {"lab-done", lab_done, {.theme = ThemeKind::dark}},
          {"lab-150", lab_drifted, {.text_percent = 150}},
          {"deploy-broken", deploy_broken},
          {"deploy-fine", deploy_fine, {.theme = ThemeKind::contrast_dark}},
          {"deploy-150", deploy_broken, {.text_percent = 150}}};
}

/// The actual picture, faded; what differs, red.
platform::Picture difference(const platform::Picture& expected, const platform::Picture& actual) {
  platform::Picture out = actual;
  for (std::size_t at = 0; at < out.rgba.size(); at += 4) {
    bool differs = at >= expected.rgba.size() || expected.width != actual.width;
    for (std::size_t channel = 0; !differs && channel < 3; ++channel)
      differs = std::abs(expected.rgba[at + channel] - actual.rgba[at + channel]) > tolerance;
    for (std::size_t channel = 0; channel < 3; ++channel)
      out.rgba[at + channel] = static_cast<std::uint8_t>(
          differs ? (channel == 0 ? 220 : 0) : 160 + actual.rgba[at + channel] * 95 / 255);
  }
  return out;
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, LooksAsApproved) {
  const Case& wanted = GetParam();
  Kept kept;
  Window window(kept, golden / "course", wanted.look, 1280, 800);
  wanted.walk(window);
  window.screen.driver.move_to(1, 1);  // nothing lit under the pointer
  window.settle();
  const platform::Picture actual = window.screen.driver.picture();
  const fs::path approved = golden / (wanted.name + ".png");
  if (std::getenv("DRIFTWOOD_BLESS") != nullptr) {
    ASSERT_TRUE(platform::write_png(actual, approved));
  }
  const auto expected = platform::read_png(approved);
  ASSERT_TRUE(expected) << to_string(expected.error()) << "\nDRIFTWOOD_BLESS=1 writes it.";
  const auto result = platform::compare(*expected, actual, tolerance);
  if (result.same_size && result.share <= most_differ) return;
  const fs::path beside = DRIFTWOOD_GOLDEN_OUT;
  fs::create_directories(beside);
  ASSERT_TRUE(platform::write_png(actual, beside / (wanted.name + ".actual.png")));
  ASSERT_TRUE(platform::write_png(difference(*expected, actual), beside / (wanted.name + ".difference.png")));
  ADD_FAILURE() << wanted.name << ": " << result.pixels
                << " pixels differ. What came and where it differs: " << (beside / wanted.name).string()
                << ".actual.png and .difference.png";
}

INSTANTIATE_TEST_SUITE_P(Screens, Golden, testing::ValuesIn(cases()), [](const auto& one) {
  std::string name = one.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace engine::views
