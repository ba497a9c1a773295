// The questions of one lesson while somebody answers them: what stands in the inputs, what was graded.
// Answers go to the progress store as attempts, unfinished ones as drafts, so nothing is lost when the window
// closes.
//
// Ownership: shares the Lesson; refers to Services, which outlive it. Threads: the window's; orders that are
// executed run on the worker.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/views/services.h"
#include "lessons/course/lesson.h"
#include "lessons/quiz/answer.h"
#include "lessons/quiz/grade.h"
#include "lessons/quiz/question.h"

namespace engine::views {

struct QuestionState {
  const lessons::quiz::Question* question = nullptr;
  lessons::quiz::Answer answer;
  std::vector<std::size_t> shown;             ///< order in which options or items are shown at first
  std::optional<lessons::quiz::Grade> grade;  ///< of the answer that was submitted last
  bool locked = false;                        ///< submitted: the answer stands until "Try again"
  bool running = false;                       ///< the order is being executed
  bool changed = false;                       ///< the question was edited since it was answered
  std::size_t hints_shown = 0;
  std::int64_t first_seen_ms = 0;

  [[nodiscard]] bool passed() const { return grade && grade->passed(); }
  [[nodiscard]] bool attempted() const { return grade.has_value() && grade->consumed; }
};

class QuizSession {
 public:
  QuizSession(Services& services, std::string course, std::shared_ptr<const lessons::course::Lesson> lesson);

  /// Null when the lesson has no such question.
  [[nodiscard]] QuestionState* find(std::string_view id);
  [[nodiscard]] const std::vector<QuestionState>& questions() const { return states_; }
  /// 1-based place of the question in the lesson's text.
  [[nodiscard]] std::size_t number(std::string_view id) const;

  /// What now stands in the input; kept as a draft.
  void change(QuestionState& state, lessons::quiz::Answer answer);
  /// Grades; runs the order on the worker when the question names a deploy scenario.
  void submit(QuestionState& state);
  /// Unlocks the answer for another try.
  void retry(QuestionState& state);
  /// The learner's yes or no to a rubric line after a short answer.
  void judge(QuestionState& state, const std::string& line, bool yes);
  /// Takes in what the worker has graded; call once a frame.
  void update();

  [[nodiscard]] std::size_t passed() const;
  /// Grows when an answer was graded: an order that is run may end while its question is out of sight.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

 private:
  struct Executed;
  void restore(QuestionState& state);
  void restore_grade(QuestionState& state, const lessons::progress::Attempt& last);
  void finish(QuestionState& state, lessons::quiz::Grade grade);
  [[nodiscard]] std::string draft_name(const QuestionState& state) const;

  Services& services_;
  std::string course_;
  std::shared_ptr<const lessons::course::Lesson> lesson_;
  std::vector<QuestionState> states_;
  std::uint64_t revision_ = 0;
  std::shared_ptr<Executed> executed_;
};

}  // namespace engine::views
