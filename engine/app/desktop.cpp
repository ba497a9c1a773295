#include "engine/app/desktop.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "engine/app/data_folder.h"
#include "engine/app/export_folder.h"
#include "engine/app/folder_reader.h"
#include "engine/app/migrate_place.h"
#include "engine/app/script.h"
#include "engine/platform/driver.h"
#include "engine/platform/null_host.h"
#include "engine/platform/open_url.h"
#include "engine/platform/picture.h"
#include "engine/platform/window.h"
#include "engine/platform/worker.h"
#include "engine/views/shell.h"
#include "lessons/progress/drafts.h"
#include "lessons/progress/store.h"
#include "simulator/base/files.h"
#include "simulator/world/prefix_snapshots.h"

namespace engine::app {
namespace fs = std::filesystem;
namespace base = simulator::base;
namespace progress = lessons::progress;
namespace {

int cannot_start(const base::Error& error) {
  std::cerr << to_string(error) << '\n';
  return 2;
}

/// A folder with a course.json, or one that holds such folders: then the first of them.
base::Result<base::Folder> find_course(const fs::path& path) {
  auto folder = base::Folder::open(path);
  if (!folder || folder->contains_file("course.json")) return folder;
  const auto names = folder->list("");
  if (!names) return tl::make_unexpected(names.error());
  for (const std::string& name : *names)
    if (name.ends_with('/') && folder->contains_file(name + "course.json"))
      return folder->folder(name.substr(0, name.size() - 1));
  return base::failure("course.missing", "there is no course.json in " + path.string(),
                       "Name the folder of a course, or the folder that holds courses.");
}

/// Walks a script in frames of the given host. Throws std::runtime_error with what went wrong.
class Walk {
 public:
  /// `complaints`: what could not be saved or read so far; any of them ends the walk.
  Walk(platform::FrameHost& host, ui::Ui& ui, views::Shell& shell, platform::Worker& worker,
       const std::vector<base::Error>& complaints)
      : ui_(ui),
        shell_(shell),
        worker_(worker),
        complaints_(complaints),
        driver_(host, ui, [&shell](ui::Ui& u) { shell.draw(u); }) {}

  void run(const ScriptLine& line) {
    if (line.verb == "open") {
      if (!shell_.open_lesson(line.argument)) throw std::runtime_error("there is no lesson " + line.argument);
    } else if (line.verb == "click") {
      driver_.click(line.argument);
    } else if (line.verb == "type") {
      driver_.type(unescaped(line.argument));
    } else if (line.verb == "key") {
      press(line.argument);
    } else if (line.verb == "wait") {
      wait(line.argument);
    } else if (line.verb == "screenshot") {
      screenshot(line.argument);
    } else if (line.verb == "theme") {
      ui::Look look = ui_.look();
      look.theme = ui::theme_kind(line.argument);
      ui_.set_look(look);
    } else if (line.verb == "text") {
      ui::Look look = ui_.look();
      look.text_percent = std::atoi(line.argument.c_str());
      ui_.set_look(look);
    }
    idle();
  }

  void screenshot(const fs::path& file) {
    driver_.move_to(1, 1);  // no tooltip, nothing lit under the pointer
    idle();
    if (auto written = platform::write_png(driver_.picture(), file); !written)
      throw std::runtime_error(to_string(written.error()));
  }

  /// Until the worker is done and nothing moves; 20 s at most.
  void idle() {
    using namespace std::chrono_literals;
    for (int round = 0; round < 40; ++round) {
      const bool done = worker_.wait_idle(500ms);
      driver_.frames(4);
      driver_.settle();
      if (!done || worker_.busy()) continue;
      if (complaints_.empty()) return;
      std::string said;
      for (const base::Error& error : complaints_) said += (said.empty() ? "" : "\n") + to_string(error);
      throw std::runtime_error(said);
    }
    throw std::runtime_error("the worker is still busy after 20 seconds");
  }

 private:
  static std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') {
        out += '\n';
        ++i;
      } else {
        out += text[i];
      }
    }
    return out;
  }

  void press(std::string_view name) {
    ui::Mods mods;
    for (bool more = true; more;) {
      more = false;
      const auto take = [&](std::string_view prefix, bool& flag) {
        if (!name.starts_with(prefix)) return;
        name.remove_prefix(prefix.size());
        flag = more = true;
      };
      take("Ctrl+", mods.control);
      take("Shift+", mods.shift);
      take("Alt+", mods.alt);
    }
    static const std::vector<std::pair<std::string_view, ui::Key>> keys{
        {"Enter", ui::Key::enter}, {"Escape", ui::Key::escape}, {"Tab", ui::Key::tab},
        {"Up", ui::Key::up},       {"Down", ui::Key::down},     {"Left", ui::Key::left},
        {"Right", ui::Key::right}, {"Home", ui::Key::home},     {"End", ui::Key::end},
        {"Delete", ui::Key::del},  {"Space", ui::Key::space},   {"Backspace", ui::Key::backspace}};
    const auto known = std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.first == name; });
    if (known != keys.end()) return driver_.key(known->second, mods);
    if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z')
      return driver_.key(static_cast<ui::Key>(name[0]), mods);
    throw std::runtime_error("there is no key " + std::string(name));
  }

  void wait(const std::string& name) {
    if (name == "idle") return;
    for (int round = 0; round < 100; ++round) {
      idle();
      if (driver_.has(name)) return;
    }
    throw std::runtime_error("there is no " + name + " on the screen:\n" + driver_.screen());
  }

  ui::Ui& ui_;
  views::Shell& shell_;
  platform::Worker& worker_;
  const std::vector<base::Error>& complaints_;
  platform::Driver driver_;
};

int walk(Walk& walker, const DesktopOptions& options) {
  try {
    walker.idle();
  } catch (const std::runtime_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  if (!options.script.empty()) {
    const auto text = base::read_file(options.script);
    if (!text) return cannot_start(text.error());
    const Script script = parse_script(*text, options.script.string());
    for (const auto& diagnostic : script.diagnostics) std::cerr << to_string(diagnostic) << '\n';
    if (!script.diagnostics.empty()) return 2;
    for (const ScriptLine& line : script.lines) {
      try {
        walker.run(line);
      } catch (const std::runtime_error& error) {
        std::cerr << options.script.string() << ":" << line.number << ": " << line.verb << " "
                  << line.argument << ": " << error.what() << '\n';
        return 1;
      }
    }
  }
  if (!options.screenshot.empty()) {
    try {
      walker.screenshot(options.screenshot);
    } catch (const std::runtime_error& error) {
      std::cerr << error.what() << '\n';
      return 1;
    }
  }
  return 0;
}

}  // namespace

int run_desktop(const DesktopOptions& options) {
  const auto data = find_data_folder();
  if (!data) return cannot_start(data.error());
  const auto folder = find_course(options.content.empty() ? *data / "content" : options.content);
  if (!folder) return cannot_start(folder.error());
  lessons::course::Shelf shelf(*folder);

  base::SystemClock clock;
  const bool alone = !options.script.empty() || !options.screenshot.empty();
  auto opened = progress::Store::open(options.no_progress ? fs::path() : progress::default_path(),
                                      *data / "assets/progress/migrations", clock);
  if (!opened) return cannot_start(opened.error());
  progress::Drafts drafts(opened->store, clock);
  std::vector<views::HomeNotice> notices;
  if (!options.no_progress)
    for (const auto& notice : opened->notices)
      notices.push_back(
          {notice.message + (notice.file.empty() ? "" : " (" + notice.file + ")"), notice.help});

  auto fonts = ui::Fonts::load();
  if (!fonts) return cannot_start(fonts.error());
  ui::Ui ui(**fonts);

  std::unique_ptr<platform::FrameHost> host;
  auto window = platform::Window::open({"Driftwood", options.width, options.height, !alone}, ui);
  if (window) {
    ui.set_device_scale((*window)->content_scale());
    host = std::move(*window);
  } else if (alone) {
    host = std::make_unique<platform::NullHost>(options.width, options.height);
  } else {
    return cannot_start(window.error());
  }

  platform::Worker worker([&host] { host->wake(); });
  std::vector<base::Error> complaints;
  views::Services services{worker,
                           opened->store,
                           drafts,
                           clock,
                           [](const std::string& address) { (void)platform::open_in_browser(address); },
                           1,
                           [&complaints](const base::Error& error) { complaints.push_back(error); },
                           std::make_shared<simulator::world::PrefixSnapshots>(),
                           export_folder()};
  views::Shell shell(services, std::move(shelf), std::move(notices));
  ui::Look look = shell.remembered_look();
  if (!options.theme.empty()) look.theme = ui::theme_kind(options.theme);
  if (options.text_percent) look.text_percent = *options.text_percent;
  ui.set_look(look);
  if (!options.lesson.empty() && !shell.open_lesson(options.lesson))
    return cannot_start({"course.unknown-lesson",
                         "there is no lesson \"" + options.lesson + "\" in this course",
                         "Leave out --lesson to see which there are.",
                         {},
                         {},
                         {},
                         0});

  if (!options.folder.empty()) {
    const auto placeholders = placeholders_of(options.placeholders);
    if (!placeholders) return cannot_start(placeholders.error());
    const FolderPlace place{options.folder, options.database, options.tool, *placeholders};
    shell.open_folder({options.folder, options.database,
                       [place](std::stop_token stop) { return look_at_folder(place, std::move(stop)); }});
  }

  int outcome = 0;
  if (alone) {
    ui.set_caret_blinks(false);
    Walk walker(*host, ui, shell, worker, complaints);
    outcome = walk(walker, options);
  } else {
    platform::FrameLoop loop(
        *host, ui,
        [&](ui::Ui& u) {
          for (const base::Error& error : complaints) shell.show_error(error);
          complaints.clear();
          shell.draw(u);
        },
        [](const std::string& message) { std::cerr << message << '\n'; });
    loop.run();
  }
  if (auto saved = drafts.save_now(); !saved) std::cerr << to_string(saved.error()) << '\n';
  return outcome;
}

}  // namespace engine::app
