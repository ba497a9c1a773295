#include "engine/views/lab_console.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/choice.h"
#include "engine/ui/pane.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/error_mark.h"
#include "engine/views/events.h"

namespace engine::views {
using ui::TextStyle;
using ui::Tone;

namespace {

constexpr std::ptrdiff_t fewest_lines = 2;
constexpr std::ptrdiff_t most_lines = 7;
/// A longer text is folded to its first lines.
constexpr std::ptrdiff_t lines_unfolded = 12;
constexpr std::ptrdiff_t lines_when_folded = 6;
constexpr float least_output = 110;  // look pixels

std::ptrdiff_t lines_of(std::string_view text) { return 1 + std::count(text.begin(), text.end(), '\n'); }

std::string_view first_lines(std::string_view text, std::ptrdiff_t count) {
  std::size_t end = 0;
  while (count-- > 0) end = text.find('\n', end) + 1;
  return text.substr(0, end - 1);
}

const base::Error* error_of(const ConsoleEntry& entry) {
  if (entry.refused) return &*entry.refused;
  for (const auto& event : entry.events)
    if (event.error) return &*event.error;
  return nullptr;
}

}  // namespace

LabConsole::LabConsole() : input_("lab.console", "Console") {}

void LabConsole::submitted(std::uint64_t number) {
  sent_ = Sent{number, input_.text()};
  if (earlier_.empty() || earlier_.back() != input_.text()) earlier_.push_back(input_.text());
  walked_to_ = earlier_.size();
  being_typed_.clear();
}

void LabConsole::take(const LabPicture& picture) {
  if (picture.view.environment(environment_) == nullptr && !picture.view.environments.empty())
    environment_ = picture.view.environments.front().name;
  if (!sent_) return;
  const auto entry = std::find_if(picture.console.rbegin(), picture.console.rend(),
                                  [&](const ConsoleEntry& e) { return e.number == sent_->number; });
  if (entry == picture.console.rend()) return;
  const bool untouched = input_.text() == sent_->text;
  sent_.reset();
  if (!untouched) return;
  const base::Error* error = error_of(*entry);
  if (error == nullptr) return input_.set_text({});
  if (auto mark = error_mark(input_.text(), *error)) input_.set_diagnostics({std::move(*mark)});
}

bool LabConsole::recall(ui::Ui& ui) {
  if (!input_.active() || earlier_.empty()) return false;
  const bool up = ui.pressed(ui::Key::up, ui::with_control) && walked_to_ > 0;
  const bool down = ui.pressed(ui::Key::down, ui::with_control) && walked_to_ < earlier_.size();
  if (!up && !down) return false;
  if (walked_to_ == earlier_.size()) being_typed_ = input_.text();
  walked_to_ = up ? walked_to_ - 1 : walked_to_ + 1;
  input_.set_text(walked_to_ < earlier_.size() ? earlier_[walked_to_] : being_typed_);
  return true;
}

void LabConsole::draw_environments(ui::Ui& ui, const LabPicture& picture) {
  std::vector<ui::Segment> segments;
  std::size_t current = 0;
  for (const auto& environment : picture.view.environments) {
    if (environment.name == environment_) current = segments.size();
    segments.push_back({environment.name, environment.name});
  }
  current = ui::segmented(ui, "lab.console.on", segments, current);
  if (current < segments.size()) environment_ = segments[current].id;
}

LabConsole::Wish LabConsole::draw(ui::Ui& ui, const LabPicture& picture, bool busy, float height,
                                  bool headed) {
  Wish wish;
  ui::CardOptions options;
  options.padding_x = 16;
  options.padding_y = 10;
  options.min_height = height;
  const float top = ImGui::GetCursorScreenPos().y;
  const ui::Card card(ui, "lab.console.card", options);
  if (headed) {
    ui::text_in_row(ui, ui.metrics().line_height(TextStyle::small) + ui.px(10), TextStyle::h3, "Console");
    ui::beside(ui, 12);
  }
  draw_environments(ui, picture);
  ui::space(ui, 6);

  const bool recalled = recall(ui);
  ui::SqlEditorResult typed;
  {
    ui::CardOptions ground;
    ground.code = true;
    ground.padding_x = 4;
    ground.padding_y = 3;
    const ui::Card input(ui, "", ground);
    const auto lines = static_cast<float>(std::clamp(lines_of(input_.text()), fewest_lines, most_lines));
    const float line = ui.metrics().line_height(TextStyle::code);
    typed = input_.draw(ui, {.height = lines * line + ui.px(12), .line_numbers = false});
  }
  wish.changed = typed.changed || recalled;
  if (wish.changed) input_.set_diagnostics({});
  ui::space(ui, 6);
  const bool running = sent_.has_value() && sent_->text == input_.text();
  const bool pressed = ui::button(ui, "lab.console.run", fmt::format("Run on {}", environment_),
                                  {.enabled = !busy, .small = true, .shortcut = "Ctrl Enter"});
  const bool empty = input_.text().find_first_not_of(" \t\n") == std::string::npos;
  wish.submit = (pressed || typed.run) && !empty && !running;
  if (busy) {
    ui::beside(ui);
    wish.cancel = ui::button(ui, "lab.cancel", "Cancel", {.small = true});
  } else if (!earlier_.empty()) {
    constexpr std::string_view help = "Ctrl Up: earlier input";
    ui::beside(ui, 12);
    if (ui::room(ui) > ui.metrics().width(TextStyle::small, help))
      ui::text_in_row(ui, ui::button_height(ui, {.small = true}), TextStyle::small, help, Tone::muted);
    else
      ImGui::NewLine();
  }
  ui::space(ui, 6);
  ui::PaneOptions output;
  output.padding_x = 0;
  output.padding_y = 4;
  output.height = std::max(ui.px(least_output), top + height - ui.px(10) - ImGui::GetCursorScreenPos().y);
  output.label = "What came back";
  const ui::Pane pane(ui, "lab.console.output", output);
  draw_output(ui, picture);
  return wish;
}

void LabConsole::draw_output(ui::Ui& ui, const LabPicture& picture) {
  if (picture.refused && (picture.console.empty() || !picture.console.back().refused ||
                          picture.console.back().refused->message != picture.refused->message))
    draw_error(ui, "lab.refused", *picture.refused);
  const auto& last = picture.view.last;
  const bool told_elsewhere = last == nullptr || std::holds_alternative<world::RunSql>(last->command) ||
                              std::holds_alternative<world::WriteFile>(last->command);
  if (!told_elsewhere) draw_events(ui, "lab.events", last->events);
  for (auto entry = picture.console.rbegin(); entry != picture.console.rend(); ++entry) {
    draw_entry(ui, *entry);
    ui::space(ui, 8);
  }
}

void LabConsole::draw_entry(ui::Ui& ui, const ConsoleEntry& entry) {
  const std::string name = fmt::format("lab.console.entry.{}", entry.number);
  std::string_view sql = entry.sql;
  while (!sql.empty() && (sql.back() == '\n' || sql.back() == ' ')) sql.remove_suffix(1);
  const std::ptrdiff_t lines = lines_of(sql);
  const bool long_text = lines > lines_unfolded;
  const bool folded = long_text && !unfolded_.contains(entry.number);
  ui::paragraph(ui, {{entry.environment + "> ", TextStyle::code, Tone::muted},
                     {folded ? first_lines(sql, lines_when_folded) : sql, TextStyle::code}});
  if (long_text) {
    ui::ButtonOptions toggle{.kind = ui::ButtonKind::quiet, .small = true, .tone = Tone::accent};
    toggle.mark = folded ? ui::Mark::chevron_right : ui::Mark::chevron_down;
    if (ui::button(ui, name + ".fold", folded ? fmt::format("All {} lines", lines) : "Fewer lines", toggle)) {
      if (folded)
        unfolded_.insert(entry.number);
      else
        unfolded_.erase(entry.number);
    }
  }
  if (entry.refused) draw_error(ui, name + ".refused", *entry.refused);
  draw_events(ui, name, entry.events);
}

}  // namespace engine::views
