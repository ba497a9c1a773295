// A file of somebody's answers to one lesson, graded: for `driftwoodctl grade`.
//
//   { "answers": { "why-files": "1", "seven-steps": ["write", ...], "git-analogy": {"commit": "commit"} },
//     "labs": { "new-engineer": [ {"do": "run_sql", ...}, ... ] } }
//
// What an answer looks like is said in lessons/quiz/answer.h, a command in simulator/world/command.h. Every
// question and lab of the lesson is in the result; what the file does not mention is simply not answered. A
// lab is graded by applying its commands to its start and looking at its goals; an ordering with a scenario
// by running it.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "lessons/course/lesson.h"
#include "lessons/lab/goal.h"
#include "lessons/quiz/grade.h"
#include "simulator/base/error.h"

namespace lessons::authoring {

struct GradedQuestion {
  std::string id;
  std::optional<quiz::Grade> grade;  ///< empty: not answered
};

struct GradedLab {
  std::string id;
  bool attempted = false;
  std::vector<lab::GoalResult> goals;
  std::string
      refused;  ///< a command that could not be applied at all: what was said; those after it were not run

  [[nodiscard]] bool passed() const { return attempted && refused.empty() && lab::all_reached(goals); }
};

struct GradedAnswers {
  std::vector<GradedQuestion> questions;  ///< in the quiz's order
  std::vector<GradedLab> labs;            ///< in the lesson's order
  /// With an error among them the file cannot be used: json.*, answer.*, world.*, grade.unknown-question,
  /// grade.unknown-lab, and deploy.* or world.* when something could not be run.
  simulator::base::Diagnostics diagnostics;

  /// Sum over the questions that count; unanswered ones earn nothing.
  [[nodiscard]] double credit() const;
  /// Every question and every lab.
  [[nodiscard]] bool all_passed() const;
};

[[nodiscard]] GradedAnswers grade_answers(const course::Lesson& lesson, std::string_view text,
                                          const std::string& file, std::stop_token stop = {});

}  // namespace lessons::authoring
