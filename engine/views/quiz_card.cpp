#include "engine/views/quiz_card.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/quiz_inputs.h"
#include "lessons/quiz/execution.h"

namespace engine::views {
namespace quiz = lessons::quiz;
using ui::TextStyle;
using ui::Tone;

namespace {

std::string instruction(const quiz::Question& question) {
  struct Words {
    const quiz::Question& question;
    std::string operator()(const quiz::Choice& c) const {
      return c.many ? "choose all that are true" : "choose one";
    }
    std::string operator()(const quiz::Ordering&) const {
      return question.deploy.empty() ? "order the steps" : "order the steps, your order will be run";
    }
    std::string operator()(const quiz::Blank&) const { return "fill in"; }
    std::string operator()(const quiz::ShortAnswer&) const { return "in your own words"; }
  };
  return std::visit(Words{question}, question.body);
}

struct Outcome {
  Tone tone;
  std::string title;
};

Outcome outcome(const quiz::Grade& grade) {
  switch (grade.verdict) {
    case quiz::Verdict::right:
      return {Tone::ok, "Right."};
    case quiz::Verdict::partly:
      return {Tone::warn, fmt::format("{:.0f} % right.", std::floor(grade.credit * 100))};
    case quiz::Verdict::wrong:
      return {Tone::bad, "Not yet."};
    case quiz::Verdict::almost:
      return {Tone::warn, "Almost: check the spelling."};
    case quiz::Verdict::incomplete:
      return {Tone::warn, "Something is missing."};
    case quiz::Verdict::covered:
      return {Tone::ok, "It seems to cover every idea."};
    case quiz::Verdict::partly_covered:
      if (std::any_of(grade.feedback.begin(), grade.feedback.end(),
                      [](const auto& line) { return line.kind == quiz::FeedbackKind::wrong; }))
        return {Tone::warn, "One thing here is not right."};
      return {Tone::warn, "Some ideas were not found."};
  }
  return {Tone::normal, {}};
}

/// What is said below the answer; options and gaps that have their own place say it there.
void feedback(ui::Ui& ui, InlineTexts& texts, const QuestionState& state, const std::string& name) {
  const Outcome result = outcome(*state.grade);
  ui::CardOptions options;
  options.soft = result.tone;
  options.padding_x = 14;
  options.padding_y = 12;
  const ui::Card card(ui, name + ".feedback", options);
  const bool choice = std::holds_alternative<quiz::Choice>(state.question->body);
  std::vector<std::string_view> lines;
  for (const quiz::Feedback& line : state.grade->feedback)
    if (!choice && !line.text.empty()) lines.push_back(line.text);
  // A choice says it beside each option; its explanation follows the verdict.
  const bool explain = state.locked && !state.question->explanation.empty();
  if (lines.empty() && explain) lines.push_back(state.question->explanation);
  texts.draw(ui, lines.empty() ? std::string_view{} : lines.front(), TextStyle::body, Tone::normal, 0,
             result.title);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    ui::space(ui, 4);
    texts.draw(ui, lines[i]);
  }
  if (explain && lines.front() != state.question->explanation) {
    ui::space(ui, 6);
    texts.draw(ui, state.question->explanation);
  }
}

}  // namespace

QuizWish quiz_card(ui::Ui& ui, InlineTexts& texts, QuizSession& session, std::string_view id, float width) {
  QuizWish wish;
  QuestionState* state = session.find(id);
  const std::string name = fmt::format("quiz.{}", id);
  ui::CardOptions options;
  options.width = width;
  const ui::Card card(ui, name, options);
  if (state == nullptr) {
    ui::paragraph(ui, TextStyle::body,
                  fmt::format("The question \"{}\" cannot be shown: it has a mistake.", id), Tone::bad);
    return wish;
  }
  const quiz::Question& question = *state->question;
  ui::text(ui, TextStyle::small,
           fmt::format("Question {} of {} · {}", session.number(id), session.questions().size(),
                       instruction(question)),
           Tone::muted);
  ui::space(ui, 6);
  if (state->changed)
    ui::paragraph(ui, TextStyle::small, "This question was edited since you answered it.", Tone::warn);
  if (std::holds_alternative<quiz::Blank>(question.body)) {
    blank_input(ui, texts, session, *state, name);
  } else {
    texts.draw(ui, question.prompt);
    ui::space(ui, 10);
    if (std::holds_alternative<quiz::Choice>(question.body)) choice_input(ui, texts, session, *state, name);
    if (std::holds_alternative<quiz::Ordering>(question.body))
      ordering_input(ui, texts, session, *state, name);
    if (std::holds_alternative<quiz::ShortAnswer>(question.body))
      short_input(ui, texts, session, *state, name);
  }
  for (std::size_t i = 0; i < state->hints_shown; ++i) {
    ui::space(ui, 8);
    texts.draw(ui, question.hints[i], TextStyle::small, Tone::muted, 0, "Hint:");
  }
  if (state->grade) {
    ui::space(ui, 12);
    feedback(ui, texts, *state, name);
  }
  ui::space(ui, 12);
  if (state->locked) {
    const bool done = state->passed();
    if (ui::button(ui, name + ".retry", done ? "Answer again" : "Try again",
                   {.kind = done ? ui::ButtonKind::quiet : ui::ButtonKind::primary}))
      session.retry(*state);
  } else {
    const bool runs = std::holds_alternative<quiz::Ordering>(question.body) && !question.deploy.empty();
    if (ui::button(ui, name + ".check",
                   state->running ? "Running..."
                   : runs         ? "Run this order"
                                  : "Check",
                   {.kind = ui::ButtonKind::primary, .enabled = !state->running}))
      session.submit(*state);
  }
  if (state->hints_shown < question.hints.size() && !state->locked) {
    ui::beside(ui);
    if (ui::button(ui, name + ".hint",
                   fmt::format("Hint {} of {}", state->hints_shown + 1, question.hints.size())))
      ++state->hints_shown;
  }
  if (!question.deploy.empty() && state->locked) {
    ui::beside(ui);
    if (ui::button(ui, name + ".watch",
                   std::holds_alternative<quiz::Ordering>(question.body) ? "Watch it happen"
                                                                         : "Try it in the replay")) {
      wish.watch_deploy = question.deploy;
      if (const auto* ordering = std::get_if<quiz::Ordering>(&question.body))
        wish.deploy_order = quiz::scenario_order(*ordering, std::get<quiz::GivenOrder>(state->answer));
    }
  }
  return wish;
}

}  // namespace engine::views
