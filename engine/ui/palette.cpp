#include "engine/ui/palette.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <functional>

#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/text_field.h"
#include "engine/ui/ui.h"

namespace engine::ui {
namespace {

constexpr std::size_t rows_shown = 10;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool letter(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// A row: title at the left, shortcut at the right.
bool row(Ui& ui, const Command& command, std::size_t index, bool chosen, bool& hovered) {
  const float width = room(ui);
  const float height = ui.px(36);
  const Interaction state = interact(ui,
                                     {.name = "palette." + std::to_string(index),
                                      .role = Role::menu_item,
                                      .label = command.title,
                                      .value = chosen ? "chosen" : "",
                                      .focusable = false},
                                     width, height);
  hovered = state.hovered;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme& theme = ui.theme();
  if (chosen)
    ground(list, state.rect, theme.accent_soft, theme.outlines ? theme.accent : Colour{0, 0, 0, 0}, ui.px(6));
  const std::string keys = to_string(command.shortcut);
  const float keys_width = keys.empty() ? 0 : ui.metrics().width(TextStyle::code_small, keys) + ui.px(12);
  draw_text_cut(ui, list, state.rect.x + ui.px(12),
                state.rect.centre_y() - ui.metrics().line_height(TextStyle::control) / 2,
                width - ui.px(24) - keys_width, TextStyle::control, chosen ? theme.accent : theme.text,
                command.title);
  draw_text(ui, list, state.rect.right() - keys_width,
            state.rect.centre_y() - ui.metrics().line_height(TextStyle::code_small) / 2,
            TextStyle::code_small, theme.muted, keys);
  return state.pressed;
}

}  // namespace

int match_score(std::string_view query, std::string_view title) {
  int score = 1;
  std::size_t at = 0;
  bool together = false;
  for (const char wanted : query) {
    if (wanted == ' ') {
      together = false;
      continue;
    }
    const std::size_t from = at;
    while (at < title.size() && lower(title[at]) != lower(wanted)) ++at;
    if (at == title.size()) return 0;
    const bool word_start = at == 0 || !letter(title[at - 1]);
    score += word_start ? 8 : together && at == from ? 5 : 1;
    together = true;
    ++at;
  }
  return score;
}

std::vector<std::size_t> matching(const std::vector<Command>& commands, std::string_view query) {
  std::vector<std::pair<int, std::size_t>> scored;
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (const int score = commands[i].enabled && commands[i].run ? match_score(query, commands[i].title) : 0;
        score > 0)
      scored.emplace_back(score, i);
  std::stable_sort(scored.begin(), scored.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::size_t> out;
  for (const auto& [score, index] : scored) out.push_back(index);
  return out;
}

void Palette::open() {
  open_ = opening_ = true;
  query_.clear();
  chosen_ = 0;
}

void Palette::draw(Ui& ui) {
  ui.commands().add({.id = "palette.open",
                     .title = "Search or run a command",
                     .shortcut = {Key::k, with_control},
                     .enabled = !open_,
                     .run = [this] { open(); }});
  if (!open_) return;
  if (opening_) ImGui::OpenPopup("##palette");
  const float width = std::min(ui.px(560), ui.width() - ui.px(40));
  ImGui::SetNextWindowPos({(ui.width() - width) / 2, ui.height() * 0.12F});
  ImGui::SetNextWindowSize({width, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(12), ui.px(12)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui.px(8), ui.px(4)));
  std::function<void()> run;
  if (ImGui::BeginPopupModal(
          "##palette", nullptr,
          ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
    if (opening_) ui.focus("palette.query");
    opening_ = false;
    const bool submit = ui.pressed(Key::enter);
    const TextFieldResult typed = text_field(ui, "palette.query", "Search or run a command", query_,
                                             {.hint = "Search or run a command"});
    // Up and Down choose a row instead of leaving the field.
    if (ImGui::IsItemActive())
      ImGui::GetCurrentContext()->ActiveIdUsingNavDirMask |= 1U << ImGuiDir_Up | 1U << ImGuiDir_Down;
    if (typed.changed) chosen_ = 0;
    const std::vector<Command>& all = ui.commands().all();
    const std::vector<std::size_t> found = matching(all, query_);
    if (ui.pressed(Key::down) && chosen_ + 1 < found.size()) ++chosen_;
    if (ui.pressed(Key::up) && chosen_ > 0) --chosen_;
    chosen_ = found.empty() ? 0 : std::min(chosen_, found.size() - 1);
    if (found.empty()) text(ui, TextStyle::small, "Nothing is called that.", Tone::muted);
    const std::size_t first = chosen_ < rows_shown ? 0 : chosen_ - rows_shown + 1;
    for (std::size_t i = first; i < std::min(found.size(), first + rows_shown); ++i) {
      bool hovered = false;
      if (row(ui, all[found[i]], i, i == chosen_, hovered)) run = all[found[i]].run;
    }
    if (submit && !found.empty()) run = all[found[chosen_]].run;
    if (run || ui.pressed(Key::escape)) {
      open_ = false;
      ImGui::CloseCurrentPopup();
      ui.keep_drawing();
    }
    ImGui::EndPopup();
  } else {
    open_ = false;
  }
  ImGui::PopStyleVar(2);
  if (run) run();
}

}  // namespace engine::ui
