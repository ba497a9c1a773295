#include "engine/views/shell.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/ui/text.h"
#include "simulator/base/sentence.h"

namespace engine::views {

Shell::Shell(Services& services, lessons::course::Shelf shelf, std::vector<HomeNotice> notices)
    : services_(services),
      shelf_(std::move(shelf)),
      course_(shelf_.course()),
      notices_(std::move(notices)),
      book_(services, course_->id) {
  if (base::has_errors(shelf_.diagnostics()))
    notices_.push_back({"The course has mistakes.", to_string(shelf_.diagnostics().front())});
  go(Screen::home);
}

ui::Look Shell::remembered_look() const {
  ui::Look look;
  if (const auto theme = services_.store.setting("theme"); theme && *theme)
    look.theme = ui::theme_kind(**theme);
  if (const auto size = services_.store.setting("text_percent"); size && *size)
    look.text_percent =
        std::clamp(std::atoi((*size)->c_str()), ui::smallest_text_percent, ui::largest_text_percent);
  if (const auto motion = services_.store.setting("reduced_motion"); motion && *motion)
    look.reduced_motion = **motion == "1";
  return look;
}

void Shell::show_error(const simulator::base::Error& error) {
  toasts_.show(ui::Tone::bad, simulator::base::sentence(error.message));
}

void Shell::go(Screen screen) {
  screen_ = screen;
  if (screen == Screen::home) {
    book_.reload();
    if (const auto place = services_.store.last_place(course_->id); place && *place) last_place_ = **place;
  }
}

bool Shell::open_lesson(const std::string& id) {
  auto lesson = shelf_.lesson(id);
  if (lesson == nullptr) {
    if (shelf_.outline(id) != nullptr)
      toasts_.show(ui::Tone::bad,
                   "The folder of this lesson is gone. Put it back, and open the lesson again.");
    return false;
  }
  lesson_id_ = id;
  auto& view = lesson_views_[id];
  if (!view) view = std::make_unique<LessonView>(services_, texts_, book_, course_, std::move(lesson));
  go(Screen::lesson);
  return true;
}

void Shell::open_lab(const std::string& id) {
  const auto lesson = shelf_.lesson(lesson_id_);
  const auto* lab = lesson != nullptr ? lesson->find_lab(id) : nullptr;
  if (lab == nullptr) return;
  lab_id_ = id;
  auto& view = lab_views_[lesson_id_ + "/" + id];
  if (!view)
    view = std::make_unique<LabView>(services_, texts_, book_, course_->id, lesson_id_,
                                     std::shared_ptr<const lessons::lab::Lab>(lesson, lab));
  go(Screen::lab);
}

void Shell::open_deploy(const std::string& id, std::vector<std::string> order) {
  const auto lesson = shelf_.lesson(lesson_id_);
  const auto* scenario = lesson != nullptr ? lesson->find_deploy(id) : nullptr;
  if (scenario == nullptr) return;
  deploy_id_ = id;
  auto& view = deploy_views_[lesson_id_ + "/" + id];
  if (!view)
    view = std::make_unique<DeployView>(services_, texts_, book_, lesson_id_,
                                        std::shared_ptr<const simulator::deploy::Scenario>(lesson, scenario));
  if (!order.empty()) view->run(std::move(order));
  go(Screen::deploy);
}

void Shell::open_folder(OpenedFolder opened) {
  folder_view_ = std::make_unique<FolderView>(services_.worker, std::move(opened));
  go(Screen::folder);
}

std::vector<Crumb> Shell::crumbs() {
  std::vector<Crumb> out{{"bar.home", "Driftwood", [this] { go(Screen::home); }}};
  if (screen_ == Screen::home) {
    out.push_back({"bar.course", course_->title, {}});
    return out;
  }
  if (screen_ == Screen::folder) {
    out.push_back({"bar.folder", folder_view_->name(), {}});
    return out;
  }
  out.push_back({"bar.course", course_->title, [this] { go(Screen::home); }});
  const auto* entry = course_->find_lesson(lesson_id_);
  const std::string title = entry != nullptr ? entry->title : lesson_id_;
  out.push_back({"bar.lesson", title, {}});
  if (screen_ == Screen::lesson) return out;
  out.back().go = [this] { go(Screen::lesson); };
  const auto lesson = shelf_.lesson(lesson_id_);
  if (screen_ == Screen::lab)
    out.push_back({"bar.lab", fmt::format("Lab: {}", lesson->find_lab(lab_id_)->title), {}});
  else
    out.push_back({"bar.deploy", fmt::format("Deploy: {}", lesson->find_deploy(deploy_id_)->title), {}});
  return out;
}

void Shell::set_look(ui::Ui& ui, const ui::Look& look) {
  ui.set_look(look);
  for (const auto& [name, value] : {std::pair{"theme", std::string(to_string(look.theme))},
                                    std::pair{"text_percent", std::to_string(look.text_percent)}})
    if (auto saved = services_.store.set_setting(name, value); !saved) show_error(saved.error());
}

void Shell::add_look_actions(ui::Ui& ui, std::vector<BarAction>& actions) {
  // The palette adds its own command.
  BarAction palette{.name = "look.palette", .label = "Commands", .mark = ui::Mark::menu};
  palette.yields = Yields::to_mark_late;
  palette.keycap = "Ctrl K";
  palette.run = [this] { palette_.open(); };
  actions.push_back(std::move(palette));
  if (screen_ != Screen::home)
    ui.commands().add({"go.home", "Go to the list of lessons", {}, true, [this] { go(Screen::home); }});
  if (folder_view_ != nullptr && screen_ != Screen::folder)
    actions.push_back({.name = "go.folder",
                       .label = folder_view_->name(),
                       .title = "Go to the opened folder",
                       .yields = Yields::leaves_last,
                       .run = [this] { go(Screen::folder); }});
  for (const auto& entry : course_->lessons)
    if (entry.installed)
      ui.commands().add({"go." + entry.id, "Open lesson: " + entry.title, {}, true, [this, id = entry.id] {
                           open_lesson(id);
                         }});
  const ui::Look look = ui.look();
  const auto resize = [this, &ui, look](int by) {
    ui::Look next = look;
    next.text_percent =
        std::clamp(look.text_percent + by, ui::smallest_text_percent, ui::largest_text_percent);
    set_look(ui, next);
  };
  ui.commands().add(
      {"look.larger", "Larger text", {ui::Key::equal, ui::with_control}, true, [resize] { resize(10); }});
  ui.commands().add(
      {"look.smaller", "Smaller text", {ui::Key::minus, ui::with_control}, true, [resize] { resize(-10); }});
  BarAction text{.name = "look.text",
                 .label = fmt::format("Text {} %", look.text_percent),
                 .title = "Next text size",
                 .yields = Yields::leaves_first};
  text.run = [this, &ui, look] {
    constexpr int sizes[] = {75, 90, 100, 125, 150, 200, 300};
    const auto* next = std::upper_bound(std::begin(sizes), std::end(sizes), look.text_percent);
    ui::Look changed = look;
    changed.text_percent = next == std::end(sizes) ? sizes[0] : *next;
    set_look(ui, changed);
  };
  actions.push_back(std::move(text));
  BarAction theme{.name = "look.theme",
                  .label = std::string(title(look.theme)),
                  .title = "Next theme",
                  .yields = Yields::leaves_first};
  theme.run = [this, &ui, look] {
    ui::Look changed = look;
    const auto at = std::find(ui::theme_kinds.begin(), ui::theme_kinds.end(), look.theme);
    changed.theme = at + 1 == ui::theme_kinds.end() ? ui::theme_kinds.front() : *(at + 1);
    set_look(ui, changed);
  };
  actions.push_back(std::move(theme));
}

void Shell::draw(ui::Ui& ui) {
  if (auto saved = services_.drafts.save_due(); !saved) show_error(saved.error());
  if (const auto due = services_.drafts.due_in_ms()) ui.redraw_after(static_cast<double>(*due) / 1000.0);
  if (services_.worker.busy()) ui.redraw_after(0.1);

  LabView* lab = screen_ == Screen::lab ? lab_views_[lesson_id_ + "/" + lab_id_].get() : nullptr;
  DeployView* deploy =
      screen_ == Screen::deploy ? deploy_views_[lesson_id_ + "/" + deploy_id_].get() : nullptr;
  std::vector<BarAction> actions;
  if (lab != nullptr) actions = lab->actions();
  if (deploy != nullptr) actions = deploy->actions();
  if (screen_ == Screen::folder) actions = folder_view_->actions();
  add_look_actions(ui, actions);
  const auto bar = crumbs();
  if (bar.size() > 1 && bar[bar.size() - 2].go)
    ui.commands().add({"bar.back", "Back", {ui::Key::left, ui::with_alt}, true, bar[bar.size() - 2].go});
  draw_bar(ui, bar, actions);
  ImGui::SetCursorPos({0, ui.px(bar_height)});

  if (lab != nullptr) {
    lab->draw(ui);
    if (lab->over()) {
      lab_views_.erase(lesson_id_ + "/" + lab_id_);
      open_lab(lab_id_);
    }
  } else if (deploy != nullptr) {
    deploy->draw(ui);
    if (const std::string notice = deploy->take_notice(); !notice.empty()) toasts_.show(ui::Tone::ok, notice);
  } else if (screen_ == Screen::lesson) {
    const LessonWish wish = lesson_views_[lesson_id_]->draw(ui);
    if (!wish.lab.empty()) open_lab(wish.lab);
    if (!wish.deploy.empty()) open_deploy(wish.deploy, wish.deploy_order);
    if (!wish.lesson.empty()) open_lesson(wish.lesson);
    if (!wish.address.empty()) services_.open_url(wish.address);
    if (!wish.notice.empty()) toasts_.show(ui::Tone::normal, wish.notice);
  } else if (screen_ == Screen::folder) {
    folder_view_->draw(ui);
  } else {
    const std::string open = home_view(ui, {shelf_, book_, last_place_, notices_});
    if (!open.empty()) open_lesson(open);
  }
  toasts_.draw(ui);
  palette_.draw(ui);
}

}  // namespace engine::views
