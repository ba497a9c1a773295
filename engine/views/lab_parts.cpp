// What LabView draws: the task with its goals, the folder of migrations, the file that is open.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/text_field.h"
#include "engine/ui/ui.h"
#include "engine/views/error_mark.h"
#include "engine/views/lab_view.h"
#include "simulator/base/sentence.h"

namespace engine::views {
using ui::Mark;
using ui::TextStyle;
using ui::Tone;

namespace {

std::string commands(std::size_t count) { return fmt::format("{} command{}", count, count == 1 ? "" : "s"); }

}  // namespace

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
  draw_warnings(ui);
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
  if (lab_->free) {
    ui::paragraph(ui, TextStyle::small,
                  "Nothing has to be reached here. Under Environments you choose the tool whose rules count; "
                  "Side by side shows what the others would have done.",
                  Tone::muted);
  } else if (lab::all_reached(picture_->goals)) {
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
}

void LabView::draw_warnings(ui::Ui& ui) {
  if (warnings_read_ || picture_->warnings.empty()) return;
  {
    ui::CardOptions options;
    options.soft = Tone::warn;
    options.padding_x = 12;
    options.padding_y = 10;
    const ui::Card card(ui, "lab.warnings", options);
    const bool changed = picture_->warnings.front().what.code == "world.start-changed";
    ui::paragraph(ui, TextStyle::small_strong,
                  changed ? "This lab was changed since you were here." : "Not everything came back.",
                  Tone::warn);
    if (changed)
      ui::paragraph(
          ui, TextStyle::small,
          fmt::format("What you did ({}) was run again from its new start. Reset takes you to the new "
                      "start itself.",
                      commands(picture_->view.commands_done)));
    constexpr std::size_t most_shown = 3;
    const std::size_t first = changed ? 1 : 0;
    const std::size_t count = picture_->warnings.size();
    for (std::size_t i = first; i < std::min(count, first + most_shown); ++i) {
      const base::Error& what = picture_->warnings[i].what;
      ui::space(ui, 4);
      ui::message(ui, fmt::format("{}. {}", base::sentence(what.message), what.help));
    }
    if (count > first + most_shown)
      ui::paragraph(ui, TextStyle::small, fmt::format("And {} more.", count - first - most_shown),
                    Tone::muted);
    ui::space(ui, 6);
    if (ui::button(ui, "lab.warnings.read", "Go on", {.small = true})) warnings_read_ = true;
  }
  ui::space(ui, 12);
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
  if (lab_->start.tool == simulator::migration::Tool::atlas &&
      ui::button(ui, "lab.hash", "atlas migrate hash",
                 {.enabled = !session_.busy(),
                  .small = true,
                  .tooltip = "Writes atlas.sum anew, so that it fits the files as they are now"}))
    renew_atlas_sum();
  if (naming_) {
    ui::TextFieldOptions options;
    options.hint = "add_user_phone";
    options.mono = true;
    const auto result = ui::text_field(ui, "lab.new.name", "Name of the new migration", new_name_, options);
    if (new_name_problem_.empty())
      ui::message(ui, "A version in front, like those above, is kept.", Tone::muted);
    else
      ui::status(ui, "lab.new.problem", Mark::cross, Tone::bad, new_name_problem_);
    ui::space(ui, 6);
    if (ui::button(ui, "lab.new.create", "Create", {.enabled = !new_name_.empty(), .small = true}) ||
        result.submitted) {
      create_file();
      if (naming_) ui.scroll_to("lab.new.cancel");  // what is wrong with the name makes it taller
    }
    ui::beside(ui);
    if (ui::button(ui, "lab.new.cancel", "Cancel", {.kind = ui::ButtonKind::quiet, .small = true}))
      naming_ = false;
  } else if (ui::button(
                 ui, "lab.new", "New migration",
                 {.kind = ui::ButtonKind::quiet, .small = true, .align_left = true, .mark = Mark::plus})) {
    naming_ = true;
    ui.focus("lab.new.name");
    ui.scroll_to("lab.new.cancel");  // its last row
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
  const bool unsaved = editor_.text() != file_text_;
  const ui::ButtonOptions small{.enabled = unsaved && !session_.busy(), .small = true};
  const std::string_view label = unsaved ? "Write file" : "Written";
  const float button_at = width - ui::button_width(ui, label, small) - ui.px(10);
  ui::text_cut(ui, TextStyle::code_bold, file_, Tone::normal, button_at - ui.px(16 + 12));
  ImGui::SetCursorScreenPos({at.x + button_at, at.y + ui.px(8)});
  if (ui::button(ui, "lab.editor.write", label, small)) write_open_file();
  preview_ = session_.preview();
  const bool about_this = preview_ != nullptr && preview_->path == file_ && preview_->text == editor_.text();
  const FilePreview::On* failure = about_this ? preview_->first_failure() : nullptr;
  std::vector<ui::TextDiagnostic> marks;
  const auto mark = [&](const base::Error& error, Tone tone) {
    if (auto made = error_mark(editor_.text(), error, tone)) marks.push_back(std::move(*made));
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
    ui::paragraph(ui, TextStyle::small,
                  passes ? headline : base::sentence(preview_->diagnostics.front().what.message),
                  passes ? Tone::ok : Tone::warn);
}

}  // namespace engine::views
