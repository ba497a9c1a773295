#include "engine/views/quiz_session.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "lessons/quiz/execution.h"
#include "lessons/quiz/explored_order.h"
#include "lessons/quiz/presentation.h"

namespace engine::views {
namespace quiz = lessons::quiz;

/// Grades that came back from the worker and wait for the next frame.
struct QuizSession::Executed {
  std::mutex mutex;
  std::map<std::string, simulator::base::Result<quiz::Grade>> grades;
};

QuizSession::QuizSession(Services& services, std::string course,
                         std::shared_ptr<const lessons::course::Lesson> lesson)
    : services_(services),
      course_(std::move(course)),
      lesson_(std::move(lesson)),
      executed_(std::make_shared<Executed>()) {
  // In the order of the text, which is the order in which they are numbered.
  for (const auto& placed : lessons::course::live_parts(lesson_->document)) {
    if (placed.part->kind != lessons::markdown::LiveKind::quiz) continue;
    const quiz::Question* question = lesson_->quiz.find(placed.part->id);
    if (question == nullptr || find(question->id) != nullptr) continue;
    QuestionState state;
    state.question = question;
    state.answer = quiz::empty_answer(*question);
    state.shown = quiz::presented_order(*question, quiz::presentation_seed(question->id, services_.learner));
    if (const auto* ordering = std::get_if<quiz::Ordering>(&question->body)) {
      quiz::GivenOrder given;
      for (const std::size_t i : state.shown) given.items.push_back(ordering->items[i].id);
      state.answer = std::move(given);
    }
    state.first_seen_ms = services_.clock.monotonic_ms();
    restore(state);
    states_.push_back(std::move(state));
  }
}

void QuizSession::restore(QuestionState& state) {
  const quiz::Question& question = *state.question;
  const auto last = services_.store.last_attempt(course_, question.id);
  if (last && *last) {
    if (auto answer = quiz::parse_answer(question, (*last)->answer)) {
      state.answer = std::move(*answer);
      restore_grade(state, **last);
    }
    state.changed = (*last)->question_hash != question.hash;
  }
  const auto draft = services_.drafts.text(course_, draft_name(state));
  if (draft && *draft && !(*draft)->empty()) {
    if (auto answer = quiz::parse_answer(question, **draft)) {
      state.answer = std::move(*answer);
      state.locked = false;
      state.grade.reset();
    }
  }
}

/// What running the order showed is not run again at every start: the stored credit tells it. Where nothing
/// else does, an answer to a question that was edited since has no grade, and can be given again.
void QuizSession::restore_grade(QuestionState& state, const lessons::progress::Attempt& last) {
  const quiz::Question& question = *state.question;
  const bool same = last.question_hash == question.hash;
  const bool only_run = quiz::steps_are_explored(question);
  if (only_run && !same) return;
  quiz::Grade grade = quiz::grade(question, state.answer);
  if (only_run) grade.feedback.clear();
  if (same && last.credit < grade.credit) {
    grade.credit = last.credit;
    grade.verdict = last.credit > 0.0 ? quiz::Verdict::partly : quiz::Verdict::wrong;
  }
  state.grade = std::move(grade);
  state.locked = true;
}

std::string QuizSession::draft_name(const QuestionState& state) const { return "quiz." + state.question->id; }

QuestionState* QuizSession::find(std::string_view id) {
  const auto found =
      std::find_if(states_.begin(), states_.end(), [&](const auto& s) { return s.question->id == id; });
  return found == states_.end() ? nullptr : &*found;
}

std::size_t QuizSession::number(std::string_view id) const {
  const auto found =
      std::find_if(states_.begin(), states_.end(), [&](const auto& s) { return s.question->id == id; });
  return static_cast<std::size_t>(found - states_.begin()) + 1;
}

void QuizSession::change(QuestionState& state, quiz::Answer answer) {
  state.answer = std::move(answer);
  state.grade.reset();
  services_.drafts.changed(course_, draft_name(state), quiz::to_json(state.answer));
}

void QuizSession::submit(QuestionState& state) {
  const quiz::Question& question = *state.question;
  const auto* order = std::get_if<quiz::GivenOrder>(&state.answer);
  const auto* scenario = question.deploy.empty() ? nullptr : lesson_->find_deploy(question.deploy);
  if (order == nullptr || scenario == nullptr) return finish(state, quiz::grade(question, state.answer));
  state.running = true;
  services_.worker.post(
      [executed = executed_, lesson = lesson_, &question, order = *order, scenario](std::stop_token stop) {
        auto grade = quiz::grade_by_execution(question, order, *scenario, stop);
        const std::lock_guard lock(executed->mutex);
        executed->grades.insert_or_assign(question.id, std::move(grade));
      });
}

void QuizSession::update() {
  decltype(executed_->grades) grades;
  {
    const std::lock_guard lock(executed_->mutex);
    grades.swap(executed_->grades);
  }
  for (auto& [id, grade] : grades) {
    QuestionState* state = find(id);
    if (state == nullptr) continue;
    if (grade) {
      finish(*state, std::move(*grade));
    } else {
      ++revision_;
      state->running = false;
      services_.complain(grade.error());
    }
  }
}

void QuizSession::finish(QuestionState& state, quiz::Grade grade) {
  ++revision_;
  state.running = false;
  state.grade = std::move(grade);
  if (!state.grade->consumed) return;
  state.locked = true;
  state.changed = false;
  lessons::progress::Attempt attempt;
  attempt.course = course_;
  attempt.lesson = lesson_->id;
  attempt.question = state.question->id;
  attempt.question_hash = state.question->hash;
  attempt.answer = quiz::to_json(state.answer);
  attempt.credit = state.grade->credit;
  attempt.verdict = quiz::to_string(state.grade->verdict);
  attempt.hints = static_cast<std::int64_t>(state.hints_shown);
  attempt.duration_ms = services_.clock.monotonic_ms() - state.first_seen_ms;
  if (auto stored = services_.store.add_attempt(std::move(attempt)); !stored)
    services_.complain(stored.error());
  services_.drafts.changed(course_, draft_name(state), {});
}

void QuizSession::retry(QuestionState& state) {
  state.locked = false;
  state.grade.reset();
  state.first_seen_ms = services_.clock.monotonic_ms();
}

void QuizSession::judge(QuestionState& state, const std::string& line, bool yes) {
  auto* written = std::get_if<quiz::WrittenText>(&state.answer);
  if (written == nullptr) return;
  written->rubric[line] = yes;
  finish(state, quiz::grade(*state.question, state.answer));
}

std::size_t QuizSession::passed() const {
  return static_cast<std::size_t>(
      std::count_if(states_.begin(), states_.end(), [](const QuestionState& s) { return s.passed(); }));
}

}  // namespace engine::views
