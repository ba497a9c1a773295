#include "engine/views/lab_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/ui/card.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/environment_board.h"
#include "engine/views/events.h"
#include "engine/views/side_by_side_view.h"
#include "engine/views/time_strip.h"
#include "simulator/base/clock.h"
#include "simulator/base/sentence.h"
#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/layout.h"
#include "simulator/migration/new_file.h"
#include "simulator/world/side_by_side.h"

namespace engine::views {
namespace migration = simulator::migration;
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr float least_height_for_both = 440;  ///< look pixels: editor and console above each other

/// What was done here before. When the lab has been changed since, what was done in the older one: it is run
/// again from the new start, and the older row stays in the store.
std::string saved_tree(Services& services, const std::string& course, const std::string& lab,
                       const std::string& start_hash) {
  for (const std::string& hash : {start_hash, std::string()}) {
    const auto saved = services.store.saved_lab(course, lab, hash);
    if (!saved) services.complain(saved.error());
    if (saved && *saved) return (*saved)->command_tree;
  }
  return {};
}

std::string tool_draft(const std::string& lab) { return fmt::format("lab.{}.tool", lab); }

/// A free lab under the rules that were chosen last. It goes by a name of its own, so that what is done under
/// one tool is kept apart from what is done under another.
std::shared_ptr<const lab::Lab> under_chosen_tool(Services& services, const std::string& course,
                                                  std::shared_ptr<const lab::Lab> lab) {
  if (!lab->free) return lab;
  const auto text = services.drafts.text(course, tool_draft(lab->id));
  const auto tool = text && *text ? migration::tool_of(**text) : std::nullopt;
  if (!tool || *tool == lab->start.tool) return lab;
  auto made = std::make_shared<lab::Lab>(*lab);
  made->id += fmt::format("@{}", to_string(*tool));
  made->start = world::in_layout_of(lab->start, *tool);
  return made;
}

std::vector<migration::SourceFile> sources_of(const world::WorldView& view) {
  std::vector<migration::SourceFile> files;
  for (const auto& file : view.files) files.push_back({file.name, *file.text});
  return files;
}

}  // namespace

LabView::LabView(Services& services, InlineTexts& texts, ProgressBook& book, std::string course,
                 std::string lesson, std::shared_ptr<const lab::Lab> lab)
    : services_(services),
      texts_(texts),
      book_(book),
      course_(std::move(course)),
      lesson_(std::move(lesson)),
      part_(lab_part(lab->id)),
      lab_(under_chosen_tool(services, course_, std::move(lab))),
      to_make_(lab_->environments_to_make()),
      start_hash_(world::hash_of(lab_->start)),
      session_(services.worker, lab_, saved_tree(services, course_, lab_->id, start_hash_),
               services.snapshots),
      editor_("lab.editor", "Migration"),
      layout_("lab", {{"task", "Task", "Your task"},
                      {"work", "Files and console", "Editor and console"},
                      {"files", "Editor", "Editor"},
                      {"sql", "Console", "Console"},
                      {"board", "Environments", "Environments"},
                      {"time", "Time", "Time"}}) {
  if (!lab_->start.environments.empty()) console_.choose(lab_->start.environments.front().name);
  if (const auto text = services_.drafts.text(course_, draft("console")); text && *text)
    console_.set_text(**text);
}

std::string LabView::draft(const std::string& what) const { return fmt::format("lab.{}.{}", lab_->id, what); }

std::vector<BarAction> LabView::actions() {
  std::vector<BarAction> out;
  const bool ready = picture_ != nullptr && !session_.busy();
  out.push_back({.name = "lab.undo",
                 .label = "Undo",
                 .title = "Undo the last command",
                 .mark = Mark::undo,
                 .enabled = ready && picture_->view.can_undo,
                 .key = ui::Key::z,
                 .mods = ui::with_control,
                 .yields = Yields::to_mark,
                 .run = [this] { travel([this] { session_.undo(); }); }});
  out.push_back({.name = "lab.redo",
                 .label = "Redo",
                 .title = "Do it again",
                 .mark = Mark::redo,
                 .enabled = ready && picture_->view.can_redo,
                 .key = ui::Key::z,
                 .mods = ui::with_control_shift,
                 .yields = Yields::to_mark,
                 .run = [this] { travel([this] { session_.redo(); }); }});
  if (hints_shown_ < lab_->hints.size())
    out.push_back({.name = "lab.hint",
                   .label = fmt::format("Hint {} of {}", hints_shown_ + 1, lab_->hints.size()),
                   .title = "Show the next hint",
                   .run = [this] {
                     ++hints_shown_;
                     layout_.show(static_cast<std::size_t>(LabPart::task));
                   }});
  out.push_back({.name = "lab.side",
                 .label = "Side by side",
                 .title = "What other tools would have made of this",
                 .enabled = ready,
                 .yields = Yields::leaves_last,
                 .run = [this] {
                   write_open_file();
                   session_.tell_side_by_side();
                   side_by_side_ = true;
                 }});
  out.push_back({.name = "lab.reset",
                 .label = "Reset...",
                 .title = "Go back to the start of the lab",
                 .enabled = ready && picture_->view.can_undo,
                 .yields = Yields::leaves_last,
                 .run = [this] {
                   reset_asked_ = true;
                   layout_.show(static_cast<std::size_t>(LabPart::task));
                 }});
  return out;
}

void LabView::take_picture() {
  const auto next = session_.picture();
  if (next == nullptr || next == picture_) return;
  picture_ = next;
  // What was loaded is in the store already; writing it again would overlay a tree that could not be loaded.
  if (saved_ == nullptr) {
    saved_ = picture_->saved;
  } else if (*saved_ != *picture_->saved) {
    saved_ = picture_->saved;
    if (auto kept = services_.store.save_lab(course_, lab_->id, start_hash_, *saved_); !kept)
      services_.complain(kept.error());
  }
  if (picture_->jobs == session_.jobs()) follow_file();
  const std::string typed = console_.text();
  console_.take(*picture_);
  if (console_.text() != typed) services_.drafts.changed(course_, draft("console"), console_.text());
  // There is nothing to reach in a free lab: to have tried is enough.
  const bool done = lab_->free ? picture_->view.commands_done > 0 : lab::all_reached(picture_->goals);
  if (done && !book_.done(part_))
    book_.add(lesson_, part_, fmt::format("{{\"commands\":{}}}", picture_->view.commands_done), 1.0);
}

/// The World's text of the open file may be another one now: undo, another branch, a file that is gone. Only
/// a picture that knows of everything given so far may say so, and what was typed since is never replaced.
void LabView::follow_file() {
  const world::FileView* file = picture_->view.file(file_);
  if (file == nullptr) {
    file_.clear();
    if (!picture_->view.files.empty()) open_file(picture_->view.files.back().name);
  } else if (*file->text != file_text_) {
    const bool typed = editor_.text() != file_text_;
    file_text_ = *file->text;
    if (!typed) editor_.set_text(file_text_);
  }
  if (!file_.empty()) session_.preview(file_, editor_.text());
}

void LabView::open_file(const std::string& path) {
  const world::FileView* file = picture_->view.file(path);
  if (file == nullptr) return;
  file_ = path;
  file_text_ = *file->text;
  std::string text = file_text_;
  if (const auto typed = services_.drafts.text(course_, draft("file." + path));
      typed && *typed && !(*typed)->empty())
    text = **typed;
  editor_.open(path, text);
  session_.preview(file_, editor_.text());
}

void LabView::write_open_file() {
  if (file_.empty() || editor_.text() == file_text_) return;
  file_text_ = editor_.text();
  session_.apply(world::WriteFile{file_, file_text_});
  services_.drafts.changed(course_, draft("file." + file_), {});
}

void LabView::travel(const std::function<void()>& go) {
  // Text that is not written yet becomes a command first, so that it stays in the tree.
  write_open_file();
  go();
}

void LabView::apply(world::Command command) {
  write_open_file();
  session_.apply(std::move(command));
}

void LabView::create_file() {
  const world::WorldView& view = picture_->view;
  const base::ManualClock clock(view.time_unix_ms);
  const auto set =
      migration::read_layout(lab_->start.tool, sources_of(view), lab_->start.migrations_folder).set;
  const auto files = migration::new_migration(set, clock, new_name_);
  if (!files) {
    new_name_problem_ = base::sentence(files.error().message);
    return;
  }
  new_name_problem_.clear();
  write_open_file();
  for (const auto& file : *files) session_.apply(world::WriteFile{file.name, file.text});
  file_ = files->front().name;
  file_text_ = files->front().text;
  editor_.open(file_, file_text_);
  naming_ = false;
  new_name_.clear();
}

void LabView::renew_atlas_sum() {
  write_open_file();
  // The text that is open may not be in the picture yet.
  std::map<std::string, std::string> texts;
  for (const auto& file : picture_->view.files) texts[file.name] = *file.text;
  if (!file_.empty()) texts[file_] = file_text_;
  std::vector<migration::SummedFile> files;
  for (const auto& [name, text] : texts)
    if (name.ends_with(".sql")) files.push_back({name, text});
  session_.apply(world::WriteFile{"atlas.sum", to_text(migration::atlas_sum(files))});
}

void LabView::choose_tool(migration::Tool tool) {
  write_open_file();
  services_.drafts.changed(course_, tool_draft(lab_->id.substr(0, lab_->id.find('@'))),
                           std::string(to_string(tool)));
  over_ = true;
}

void LabView::draw(ui::Ui& ui) {
  take_picture();
  if (const auto failure = session_.failure()) {
    const ui::Pane pane(ui, "lab.failed");
    ui::callout(ui, "lab.failure", Tone::bad, "This lab cannot start.", to_string(*failure));
    return;
  }
  if (picture_ == nullptr) {
    const ui::Pane pane(ui, "lab.starting");
    ui::text(ui, TextStyle::body, "Building the environments...", Tone::muted);
    return ui.redraw_after(0.05);
  }
  if (side_by_side_) {
    const auto told = session_.told();
    SideBySideState state;
    if (told != nullptr && *told) state.told = &**told;
    if (told != nullptr && !*told) state.failure = told->error();
    side_by_side_ = !draw_side_by_side(ui, state);
    return;
  }
  const float strip = strip_is_tab(ui) ? 0 : ui.px(strip_height);
  const float height = ImGui::GetContentRegionAvail().y - strip;
  layout_.draw(ui, columns(ui, height), height,
               [&](std::size_t part, float inside) { draw_part(ui, static_cast<LabPart>(part), inside); });
  if (strip_is_tab(ui)) return;
  ImGui::SetCursorPos({0, ui.height() - strip});
  draw_time(ui);
}

bool LabView::strip_is_tab(ui::Ui& ui) { return ui.height() < ui.px(least_height_with_strip); }

std::vector<Column> LabView::columns(ui::Ui& ui, float height) {
  const float width = ui::room(ui);
  const auto index = [](LabPart part) { return static_cast<std::size_t>(part); };
  std::vector<std::size_t> work{index(LabPart::work)};
  if (height < ui.px(least_height_for_both)) work = {index(LabPart::files), index(LabPart::console)};
  std::vector<std::size_t> side{index(LabPart::task), index(LabPart::board)};
  if (strip_is_tab(ui)) side.push_back(index(LabPart::time));
  if (width < ui.px(least_width_for_two)) {
    side.insert(side.begin() + 1, work.begin(), work.end());
    return {{0, side}};
  }
  if (width < ui.px(least_width_for_three)) return {{std::round(width * 0.42F), side}, {0, work}};
  const float task = std::min(ui.px(300), std::round(width * 0.24F));
  const float board = std::min(ui.px(430), std::round(width * 0.34F));
  side.erase(side.begin() + 1);
  return {{task, side}, {width - task - board, work}, {board, {index(LabPart::board)}}};
}

void LabView::draw_part(ui::Ui& ui, LabPart part, float height) {
  switch (part) {
    case LabPart::task:
      draw_task(ui);
      if (ui.width() >= ui.px(least_width_for_two)) draw_files(ui);
      return;
    case LabPart::work: {
      const float editor = std::round(height * (height < ui.px(700) ? 0.42F : 0.5F));
      if (ui.width() < ui.px(least_width_for_two)) draw_files(ui);
      draw_editor(ui, editor);
      ui::space(ui, 12);
      return draw_console(ui, height - editor - ui.px(12), true);
    }
    case LabPart::files:
      if (ui.width() < ui.px(least_width_for_two)) {
        draw_files(ui);
        ui::space(ui, 10);
      }
      return draw_editor(ui, std::max(height, ui.px(180)));
    case LabPart::console:
      return draw_console(ui, height, false);
    case LabPart::board:
      if (picture_->refused && !layout_.visible(static_cast<std::size_t>(LabPart::console)) &&
          !layout_.visible(static_cast<std::size_t>(LabPart::work))) {
        draw_error(ui, "lab.board.refused", *picture_->refused);
        ui::space(ui, 10);
      }
      if (const auto tool =
              environment_board(ui, {picture_->view, lab_->start.tool, lab_->free, to_make_, session_.busy()},
                                [this](world::Command command) { apply(std::move(command)); }))
        choose_tool(*tool);
      return;
    case LabPart::time:
      return draw_time(ui);
  }
}

void LabView::draw_console(ui::Ui& ui, float height, bool headed) {
  const LabConsole::Wish wish = console_.draw(ui, *picture_, session_.busy(), height, headed);
  if (wish.changed) services_.drafts.changed(course_, draft("console"), console_.text());
  if (wish.cancel) session_.cancel();
  if (!wish.submit) return;
  write_open_file();
  console_.submitted(session_.submit(console_.environment(), console_.text()));
}

void LabView::draw_time(ui::Ui& ui) {
  const TimeWish wish = time_strip(ui, picture_->view, session_.busy());
  if (wish.undo) travel([this] { session_.undo(); });
  if (wish.redo) travel([this] { session_.redo(); });
  if (wish.go_to) travel([this, &wish] { session_.go_to(*wish.go_to); });
}

}  // namespace engine::views
