#include "engine/views/lab_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/choice.h"
#include "engine/ui/pane.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/text_field.h"
#include "engine/ui/ui.h"
#include "engine/views/environment_board.h"
#include "engine/views/events.h"
#include "engine/views/time_strip.h"

namespace engine::views {
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

std::string saved_tree(Services& services, const std::string& course, const std::string& lab,
                       const std::string& start_hash) {
  const auto saved = services.store.saved_lab(course, lab, start_hash);
  if (!saved) services.complain(saved.error());
  return saved && *saved ? (*saved)->command_tree : std::string();
}

std::string commands(std::size_t count) { return fmt::format("{} command{}", count, count == 1 ? "" : "s"); }

/// The number after these digits, as wide as they are: versions may be longer than any integer.
std::string next_version(std::string digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return digits;
    }
    *digit = '0';
  }
  return "1" + digits;
}

}  // namespace

LabView::LabView(Services& services, InlineTexts& texts, ProgressBook& book, std::string course,
                 std::string lesson, std::shared_ptr<const lab::Lab> lab)
    : services_(services),
      texts_(texts),
      book_(book),
      course_(std::move(course)),
      lesson_(std::move(lesson)),
      lab_(std::move(lab)),
      to_make_(lab_->environments_to_make()),
      start_hash_(world::hash_of(lab_->start)),
      session_(services.worker, lab_, saved_tree(services, course_, lab_->id, start_hash_)),
      editor_("lab.editor", "Migration"),
      console_("lab.console", "Console") {
  if (!lab_->start.environments.empty()) environment_ = lab_->start.environments.front().name;
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
                   .run = [this] { ++hints_shown_; }});
  out.push_back({.name = "lab.reset",
                 .label = "Reset...",
                 .title = "Go back to the start of the lab",
                 .enabled = ready && picture_->view.can_undo,
                 .yields = Yields::leaves_last,
                 .run = [this] { reset_asked_ = true; }});
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
  if (picture_->view.environment(environment_) == nullptr && !picture_->view.environments.empty())
    environment_ = picture_->view.environments.front().name;
  std::size_t reached = 0;
  for (const auto& goal : picture_->goals) reached += goal.reached ? 1U : 0U;
  if (lab::all_reached(picture_->goals) && !book_.done(lab_part(lab_->id)))
    book_.add(lesson_, lab_part(lab_->id), fmt::format("{{\"commands\":{}}}", picture_->view.commands_done),
              1.0);
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
  std::string name;
  for (const char c : new_name_) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  if (name.empty()) return;
  // The next version after the newest, as wide as the folder's: timestamps stay timestamps.
  std::string newest = "20260401";
  for (const auto& file : picture_->view.files)
    if (!file.version.empty()) newest = std::max(newest, file.version);
  const std::time_t now = static_cast<std::time_t>(picture_->view.time_unix_ms / 1000);
  std::tm date{};
  gmtime_r(&now, &date);
  std::string version = fmt::format("{:04}{:02}{:02}", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
  if (newest.size() != version.size() || version <= newest) version = next_version(newest);
  const std::string path = fmt::format("{}_{}.sql", version, name);
  write_open_file();
  file_ = path;
  file_text_ = "-- migrate:up\n\n\n-- migrate:down\n";
  editor_.open(path, file_text_);
  session_.apply(world::WriteFile{path, file_text_});
  naming_ = false;
  new_name_.clear();
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
  const float strip = ui.px(strip_height);
  const float height = ImGui::GetContentRegionAvail().y - strip;
  const float width = ui::room(ui);
  const float task_width = std::min(ui.px(300), width * 0.24F);
  const float board_width = std::min(ui.px(430), width * 0.34F);
  {
    ui::PaneOptions options;
    options.width = task_width;
    options.height = height;
    options.line_right = true;
    options.label = "Your task";
    const ui::Pane pane(ui, "lab.task", options);
    draw_task(ui);
    draw_files(ui);
  }
  ui::next_pane_beside();
  {
    ui::PaneOptions options;
    options.width = width - task_width - board_width;
    options.height = height;
    options.padding_x = 16;
    options.padding_y = 16;
    options.label = "Editor and console";
    const ui::Pane pane(ui, "lab.work", options);
    const float inner = height - ui.px(32);
    draw_editor(ui, std::round(inner * (inner < ui.px(700) ? 0.44F : 0.54F)));
    ui::space(ui, 12);
    draw_console(ui, ImGui::GetContentRegionAvail().y);
  }
  ui::next_pane_beside();
  {
    ui::PaneOptions options;
    options.height = height;
    options.padding_x = 18;
    options.line_left = true;
    options.label = "Environments";
    const ui::Pane pane(ui, "lab.board", options);
    environment_board(ui, picture_->view, to_make_, session_.busy(),
                      [this](world::Command command) { apply(std::move(command)); });
  }
  ImGui::SetCursorPos({0, ui.height() - strip});
  const TimeWish wish = time_strip(ui, picture_->view, session_.busy());
  if (wish.undo) travel([this] { session_.undo(); });
  if (wish.redo) travel([this] { session_.redo(); });
  if (wish.go_to) travel([this, &wish] { session_.go_to(*wish.go_to); });
}

void LabView::draw_task(ui::Ui& ui) {
  if (reset_asked_) {
    ui::CardOptions options;
    options.soft = Tone::warn;
    options.padding_x = 12;
    options.padding_y = 10;
    const ui::Card card(ui, "lab.reset.ask", options);
    ui::paragraph(ui, TextStyle::small,
                  "Back to the start? What you did stays on the time strip: redo leads back to it.");
    ui::space(ui, 6);
    if (ui::button(ui, "lab.reset.yes", "Reset the lab", {.small = true})) {
      travel([this] { session_.reset(); });
      reset_asked_ = false;
    }
    ui::beside(ui);
    if (ui::button(ui, "lab.reset.no", "Keep going", {.small = true})) reset_asked_ = false;
  }
  ui::heading(ui, TextStyle::h3, "Your task");
  ui::space(ui, 4);
  texts_.draw(ui, lab_->task, TextStyle::small);
  ui::space(ui, 12);
  for (std::size_t i = 0; i < lab_->goals.size() && i < picture_->goals.size(); ++i) {
    const lab::GoalResult& result = picture_->goals[i];
    ui::status(ui, "lab.goal." + result.id, result.reached ? Mark::tick : Mark::ring,
               result.reached ? Tone::ok : Tone::normal, texts_.plain(lab_->goals[i].title));
    ui::space(ui, 3);
  }
  if (lab::all_reached(picture_->goals)) {
    ui::space(ui, 8);
    ui::callout(ui, "lab.done", Tone::ok, "Every goal reached.",
                fmt::format("You took {}, the author's way takes {}.", commands(picture_->view.commands_done),
                            lab_->par()));
  } else {
    const auto open = std::find_if(picture_->goals.begin(), picture_->goals.end(),
                                   [](const auto& g) { return !g.reached; });
    ui::space(ui, 6);
    ui::paragraph(ui, TextStyle::small, open->why_not, Tone::muted);
    ui::space(ui, 6);
    ui::text(ui, TextStyle::small,
             fmt::format("Par {} · you {}", commands(lab_->par()), picture_->view.commands_done),
             Tone::muted);
  }
  for (std::size_t i = 0; i < hints_shown_; ++i) {
    ui::space(ui, 8);
    texts_.draw(ui, lab_->hints[i], TextStyle::small, Tone::normal, 0, fmt::format("Hint {}:", i + 1));
  }
  for (const auto& warning : picture_->warnings) {
    ui::space(ui, 8);
    ui::paragraph(ui, TextStyle::small, warning.what.message + " " + warning.what.help, Tone::warn);
  }
}

void LabView::draw_files(ui::Ui& ui) {
  ui::space(ui, 18);
  ui::heading(ui, TextStyle::h3, "migrations/");
  ui::space(ui, 4);
  for (const auto& file : picture_->view.files) {
    std::size_t applied = 0;
    for (const auto& on : file.on)
      if (on.state == simulator::migration::MigrationState::applied) ++applied;
    ui::ButtonOptions options;
    options.kind = ui::ButtonKind::quiet;
    options.align_left = true;
    options.small = true;
    options.width = ui::room(ui);
    options.selected = file.name == file_;
    options.mark = applied == file.on.size() && applied > 0 ? Mark::tick : Mark::dot;
    if (ui::button(ui, "lab.file." + file.name, file.name, options) && file.name != file_) {
      write_open_file();
      open_file(file.name);
    }
  }
  if (naming_) {
    ui::TextFieldOptions options;
    options.hint = "add_user_phone";
    options.mono = true;
    const auto result = ui::text_field(ui, "lab.new.name", "Name of the new migration", new_name_, options);
    ui::space(ui, 6);
    if (ui::button(ui, "lab.new.create", "Create", {.enabled = !new_name_.empty(), .small = true}) ||
        result.submitted)
      create_file();
    ui::beside(ui);
    if (ui::button(ui, "lab.new.cancel", "Cancel", {.kind = ui::ButtonKind::quiet, .small = true}))
      naming_ = false;
  } else if (ui::button(
                 ui, "lab.new", "New migration",
                 {.kind = ui::ButtonKind::quiet, .small = true, .align_left = true, .mark = Mark::plus})) {
    naming_ = true;
    ui.focus("lab.new.name");
  }
}

void LabView::draw_editor(ui::Ui& ui, float height) {
  ui::CardOptions options;
  options.padding_x = 0;
  options.padding_y = 0;
  options.min_height = height;
  const ui::Card card(ui, "lab.editor.card", options);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ui::room(ui);
  ImGui::SetCursorScreenPos({at.x + ui.px(16), at.y + ui.px(10)});
  if (file_.empty()) {
    ui::paragraph(ui, TextStyle::body, "No migration is open. Make one at the left.", Tone::muted,
                  width - ui.px(32));
    return;
  }
  ui::text(ui, TextStyle::code_bold, file_);
  const bool unsaved = editor_.text() != file_text_;
  const ui::ButtonOptions small{.enabled = unsaved && !session_.busy(), .small = true};
  const std::string_view label = unsaved ? "Write file" : "Written";
  ImGui::SetCursorScreenPos({at.x + width - ui::button_width(ui, label, small) - ui.px(10), at.y + ui.px(8)});
  if (ui::button(ui, "lab.editor.write", label, small)) write_open_file();
  preview_ = session_.preview();
  const bool about_this = preview_ != nullptr && preview_->path == file_ && preview_->text == editor_.text();
  const FilePreview::On* failure = about_this ? preview_->first_failure() : nullptr;
  std::vector<ui::EditorDiagnostic> marks;
  const auto mark = [&](const base::Error& error, Tone tone) {
    if (!error.at.known()) return;
    std::size_t offset = 0;
    for (int line = 1; line < error.at.line; ++line) {
      const auto end = editor_.text().find('\n', offset);
      if (end == std::string::npos) return;
      offset = end + 1;
    }
    offset =
        std::min(editor_.text().size(), offset + static_cast<std::size_t>(std::max(0, error.at.column - 1)));
    std::size_t end = offset;
    while (end < editor_.text().size() &&
           (std::isalnum(static_cast<unsigned char>(editor_.text()[end])) != 0 || editor_.text()[end] == '_'))
      ++end;
    marks.push_back({offset, std::max<std::size_t>(1, end - offset), tone, error.message});
  };
  if (about_this)
    for (const auto& diagnostic : preview_->diagnostics)
      mark(diagnostic.what, diagnostic.severity == base::Severity::error ? Tone::bad : Tone::warn);
  if (failure != nullptr) mark(*failure->failure, Tone::bad);
  editor_.set_diagnostics(std::move(marks));

  const std::string headline = about_this ? preview_->headline() : std::string();
  const bool note = !headline.empty() || (about_this && !preview_->diagnostics.empty());
  const float note_height = note ? ui.px(failure != nullptr ? 72 : 50) : 0;
  ImGui::SetCursorScreenPos({at.x, at.y + ui.px(44)});
  const auto typed = editor_.draw(ui, {.width = width, .height = height - ui.px(46) - note_height});
  if (typed.changed) {
    services_.drafts.changed(course_, draft("file." + file_),
                             editor_.text() == file_text_ ? "" : editor_.text());
    session_.preview(file_, editor_.text());
  }
  if (typed.run) write_open_file();
  if (!note) return;
  const bool passes = failure == nullptr && preview_->diagnostics.empty();
  ImGui::SetCursorScreenPos({at.x + ui.px(12), at.y + height - note_height});
  ui::CardOptions soft;
  soft.width = width - ui.px(24);
  soft.soft = passes ? Tone::ok : Tone::warn;
  soft.padding_x = 12;
  soft.padding_y = 9;
  const ui::Card said(ui, "lab.editor.preview", soft);
  if (failure != nullptr)
    ui::paragraph(ui, {{headline, TextStyle::small_strong, Tone::warn},
                       {" On " + failure->environment + ": ", TextStyle::small},
                       {failure->failure->message, TextStyle::small}});
  else
    ui::paragraph(ui, TextStyle::small, passes ? headline : preview_->diagnostics.front().what.message,
                  passes ? Tone::ok : Tone::warn);
}

void LabView::draw_console(ui::Ui& ui, float height) {
  ui::CardOptions options;
  options.padding_x = 16;
  options.padding_y = 12;
  options.min_height = height;
  const ui::Card card(ui, "lab.console.card", options);
  ui::heading(ui, TextStyle::h3, "Console");
  ui::beside(ui, 12);
  std::vector<ui::Segment> segments;
  std::size_t current = 0;
  for (const auto& environment : picture_->view.environments) {
    if (environment.name == environment_) current = segments.size();
    segments.push_back({environment.name, environment.name});
  }
  current = ui::segmented(ui, "lab.console.on", segments, current);
  if (current < segments.size()) environment_ = segments[current].id;
  ui::space(ui, 8);

  const auto submit = [&] {
    if (console_.text().find_first_not_of(" \t\n") == std::string::npos) return;
    write_open_file();
    session_.submit(environment_, console_.text());
    console_.set_text({});
    services_.drafts.changed(course_, draft("console"), {});
  };
  ui::SqlEditorResult typed;
  {
    ui::CardOptions input;
    input.code = true;
    input.padding_x = 4;
    input.padding_y = 6;
    const ui::Card ground(ui, "", input);
    typed = console_.draw(ui, {.height = ui.px(84), .line_numbers = false});
  }
  if (typed.changed) services_.drafts.changed(course_, draft("console"), console_.text());
  ui::space(ui, 6);
  const bool busy = session_.busy();
  if (ui::button(ui, "lab.console.run", fmt::format("Run on {}", environment_),
                 {.enabled = !busy, .small = true, .shortcut = "Ctrl Enter"}) ||
      typed.run)
    submit();
  if (busy) {
    ui::beside(ui);
    if (ui::button(ui, "lab.cancel", "Cancel", {.small = true})) session_.cancel();
  }
  ui::space(ui, 8);
  ui::PaneOptions output;
  output.padding_x = 0;
  output.padding_y = 0;
  output.ground = ui::Ground::none;
  output.height = std::max(ui.px(60), ImGui::GetContentRegionAvail().y - ui.px(14));
  output.label = "What came back";
  const ui::Pane pane(ui, "lab.console.output", output);
  if (picture_->refused) draw_error(ui, "lab.refused", *picture_->refused);
  const auto& last = picture_->view.last;
  const bool told_elsewhere = last == nullptr || std::holds_alternative<world::RunSql>(last->command) ||
                              std::holds_alternative<world::WriteFile>(last->command);
  if (!told_elsewhere) draw_events(ui, "lab.events", last->events);
  std::size_t number = picture_->console.size();
  for (auto entry = picture_->console.rbegin(); entry != picture_->console.rend(); ++entry, --number) {
    const std::string name = fmt::format("lab.console.entry.{}", number);
    std::string prompt = entry->sql;
    while (!prompt.empty() && prompt.back() == '\n') prompt.pop_back();
    ui::paragraph(ui, {{entry->environment + "> ", TextStyle::code, Tone::muted}, {prompt, TextStyle::code}});
    if (entry->refused) draw_error(ui, name + ".refused", *entry->refused);
    draw_events(ui, name, entry->events);
    ui::space(ui, 8);
  }
}

}  // namespace engine::views
