#include "engine/views/quiz_inputs.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "engine/ui/card.h"
#include "engine/ui/choice.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/text_field.h"
#include "engine/ui/ui.h"
#include "engine/views/order_list.h"
#include "lessons/quiz/presentation.h"

namespace engine::views {
namespace quiz = lessons::quiz;
using ui::TextStyle;
using ui::Tone;

namespace {

const quiz::Feedback* feedback_for(const QuestionState& state, std::string_view item) {
  if (!state.grade) return nullptr;
  const auto& all = state.grade->feedback;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.item == item; });
  return found == all.end() ? nullptr : &*found;
}

Tone tone_of(quiz::FeedbackKind kind) {
  switch (kind) {
    case quiz::FeedbackKind::right:
      return Tone::ok;
    case quiz::FeedbackKind::missed:
    case quiz::FeedbackKind::almost:
    case quiz::FeedbackKind::empty:
      return Tone::warn;
    default:
      return Tone::bad;
  }
}

ui::Mark mark_of(quiz::FeedbackKind kind) {
  switch (tone_of(kind)) {
    case Tone::ok:
      return ui::Mark::tick;
    case Tone::warn:
      return ui::Mark::ring;
    default:
      return ui::Mark::cross;
  }
}

}  // namespace

void choice_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                  const std::string& name) {
  const auto& choice = std::get<quiz::Choice>(state.question->body);
  const auto& chosen = std::get<quiz::ChosenOptions>(state.answer).options;
  const bool enabled = !state.locked;
  std::optional<quiz::ChosenOptions> next;
  for (const std::size_t i : state.shown) {
    const quiz::Option& option = choice.options[i];
    const bool ticked = std::find(chosen.begin(), chosen.end(), option.id) != chosen.end();
    const quiz::Feedback* feedback = feedback_for(state, option.id);
    ui::ChoiceOptions options;
    options.enabled = enabled;
    options.boxed = true;
    if (feedback != nullptr) {
      options.tone = tone_of(feedback->kind);
      options.verdict = mark_of(feedback->kind);
    }
    const std::string item = fmt::format("{}.option.{}", name, option.id);
    if (choice.many) {
      bool on = ticked;
      if (ui::checkbox(ui, item, texts.plain(option.text), on, options)) {
        next = quiz::ChosenOptions{chosen};
        if (on)
          next->options.push_back(option.id);
        else
          std::erase(next->options, option.id);
      }
    } else if (ui::radio(ui, item, texts.plain(option.text), ticked, options)) {
      next = quiz::ChosenOptions{{option.id}};
    }
    if (feedback != nullptr && (ticked || feedback->kind == quiz::FeedbackKind::missed)) {
      ImGui::Indent(ui.px(34));
      texts.draw(ui, feedback->text, TextStyle::small, tone_of(feedback->kind));
      ImGui::Unindent(ui.px(34));
    }
    ui::space(ui, 6);
  }
  if (next) session.change(state, std::move(*next));
}

void ordering_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                    const std::string& name) {
  const auto& ordering = std::get<quiz::Ordering>(state.question->body);
  std::vector<std::string> order = std::get<quiz::GivenOrder>(state.answer).items;
  std::vector<OrderRow> rows;
  for (const std::string& id : order) {
    const auto item =
        std::find_if(ordering.items.begin(), ordering.items.end(), [&](const auto& i) { return i.id == id; });
    if (item == ordering.items.end()) continue;
    OrderRow row{item->id, item->text, Tone::normal, {}};
    if (const quiz::Feedback* feedback = feedback_for(state, id)) {
      if (feedback->kind == quiz::FeedbackKind::conflict) {
        row.tone = Tone::bad;
        row.note = "too early";
      } else if (feedback->kind == quiz::FeedbackKind::execution) {
        row.tone = Tone::bad;
        row.note = "broke here";
      }
    }
    rows.push_back(std::move(row));
  }
  const auto move = order_list(ui, texts, name + ".item", rows, !state.locked && !state.running, false);
  if (!move) return;
  std::string moved = order[move->from];
  order.erase(order.begin() + static_cast<std::ptrdiff_t>(move->from));
  order.insert(order.begin() + static_cast<std::ptrdiff_t>(move->to), std::move(moved));
  session.change(state, quiz::GivenOrder{std::move(order)});
}

void blank_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                 const std::string& name) {
  auto filled = std::get<quiz::FilledGaps>(state.answer);
  bool changed = false;
  bool submitted = false;
  // Words and fields share lines: each word goes to the next line when it no longer fits.
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float right = start.x + ui::room(ui);
  const float line = ui.px(38);
  float x = start.x;
  float y = start.y;
  const ui::FontMetrics& metrics = ui.metrics();
  const auto fit = [&](float width) {
    if (x + width > right && x > start.x) {
      x = start.x;
      y += line;
    }
  };
  for (const quiz::PromptPart& part : quiz::prompt_parts(*state.question)) {
    if (part.gap.empty()) {
      const std::string& words = texts.plain(part.text);
      for (std::size_t at = 0; at < words.size();) {
        std::size_t end = words.find(' ', at);
        end = end == std::string::npos ? words.size() : end + 1;
        const std::string word = words.substr(at, end - at);
        const float width = metrics.width(TextStyle::body, word);
        fit(width);
        ImGui::SetCursorScreenPos({x, y + (line - metrics.line_height(TextStyle::body)) / 2});
        ui::text(ui, TextStyle::body, word);
        x += width;
        at = end;
      }
      continue;
    }
    const float width = ui.px(150);
    fit(width);
    ImGui::SetCursorScreenPos({x + ui.px(4), y + ui.px(3)});
    std::string& value = filled.gaps[std::string(part.gap)];
    ui::TextFieldOptions options;
    options.width = width;
    options.enabled = !state.locked;
    const auto result =
        ui::text_field(ui, fmt::format("{}.gap.{}", name, part.gap), "Fill in", value, options);
    changed |= result.changed;
    submitted |= result.submitted;
    x += width + ui.px(12);
  }
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({right - start.x, y + line - start.y});
  if (changed) session.change(state, filled);
  if (submitted && !state.locked) session.submit(state);
}

void short_input(ui::Ui& ui, InlineTexts& texts, QuizSession& session, QuestionState& state,
                 const std::string& name) {
  const auto& body = std::get<quiz::ShortAnswer>(state.question->body);
  auto written = std::get<quiz::WrittenText>(state.answer);
  ui::TextFieldOptions options;
  options.lines = 4;
  options.hint = "In your own words";
  if (!state.locked) {
    const auto result = ui::text_field(ui, name + ".text", "Your answer", written.text, options);
    if (result.changed) session.change(state, written);
    if (result.submitted) session.submit(state);
    return;
  }
  {
    ui::CardOptions given;
    given.code = true;
    given.padding_x = 14;
    given.padding_y = 10;
    const ui::Card card(ui, "", given);
    ui::paragraph(ui, TextStyle::body, written.text);
  }
  ui::space(ui, 12);
  ui::heading(ui, TextStyle::h3, "A model answer");
  ui::space(ui, 4);
  texts.draw(ui, body.model);
  if (body.rubric.empty()) return;
  ui::space(ui, 12);
  ui::heading(ui, TextStyle::h3, "Compare yours with it");
  for (const quiz::RubricLine& line : body.rubric) {
    const auto judged = written.rubric.find(line.id);
    bool yes = judged != written.rubric.end() && judged->second;
    if (ui::checkbox(ui, fmt::format("{}.rubric.{}", name, line.id), texts.plain(line.text), yes))
      session.judge(state, line.id, yes);
  }
}

}  // namespace engine::views
