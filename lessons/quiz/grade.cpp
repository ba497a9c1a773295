#include "lessons/quiz/grade.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "lessons/quiz/gap_match.h"
#include "lessons/quiz/ideas.h"
#include "lessons/quiz/ordering.h"

namespace lessons::quiz {
namespace {

Grade incomplete(std::string text) {
  Grade grade;
  grade.verdict = Verdict::incomplete;
  grade.consumed = false;
  grade.feedback.push_back({FeedbackKind::empty, {}, {}, std::move(text)});
  return grade;
}

/// Credits are sums of fractions: what is one but for rounding is one.
Verdict verdict_of(double credit) {
  if (credit > 1.0 - 1e-9) return Verdict::right;
  return credit > 1e-9 ? Verdict::partly : Verdict::wrong;
}

Grade grade_choice(const Choice& choice, const ChosenOptions& answer) {
  const std::set<std::string, std::less<>> ticked(answer.options.begin(), answer.options.end());
  Grade grade;
  int right = 0;
  int right_ticks = 0;
  int wrong_ticks = 0;
  for (const Option& option : choice.options) {
    if (option.right) ++right;
    if (!ticked.contains(option.id)) continue;
    (option.right ? right_ticks : wrong_ticks) += 1;
    grade.feedback.push_back(
        {option.right ? FeedbackKind::right : FeedbackKind::wrong, option.id, {}, option.feedback});
  }
  if (right_ticks + wrong_ticks == 0)
    return incomplete(choice.many ? "Tick every option that is true." : "Choose one option first.");
  // What has to be thought about again comes first.
  std::stable_partition(grade.feedback.begin(), grade.feedback.end(),
                        [](const Feedback& line) { return line.kind == FeedbackKind::wrong; });
  if (!choice.many) {
    grade.credit = right_ticks == 1 && wrong_ticks == 0 ? 1.0 : 0.0;
    grade.verdict = verdict_of(grade.credit);
    return grade;
  }
  const int missed = right - right_ticks;
  if (missed > 0)
    grade.feedback.push_back({FeedbackKind::missed,
                              {},
                              {},
                              missed == 1 ? std::string("One more option is true.")
                                          : fmt::format("{} more options are true.", missed)});
  grade.credit = right == 0 ? 0.0 : std::max(0.0, static_cast<double>(right_ticks - wrong_ticks) / right);
  grade.verdict = verdict_of(grade.credit);
  return grade;
}

std::string text_of(const Ordering& ordering, std::string_view id) {
  for (const Item& item : ordering.items)
    if (item.id == id) return item.text;
  return std::string(id);
}

Grade grade_ordering(const Ordering& ordering, const GivenOrder& answer) {
  const OrderMark mark = mark_order(ordering, answer.items);
  if (!mark.missing.empty()) {
    Grade grade = incomplete(fmt::format("Put every item in its place: “{}” is not there yet.",
                                         text_of(ordering, mark.missing.front())));
    grade.feedback.front().item = mark.missing.front();
    grade.credit = mark.credit;
    return grade;
  }
  Grade grade;
  grade.credit = mark.credit;
  grade.verdict = verdict_of(mark.credit);
  if (!mark.conflict) {
    grade.feedback.push_back({FeedbackKind::right, {}, {}, "Every step has what it needs before it."});
    return grade;
  }
  const Precedence& broken = *mark.conflict;
  grade.feedback.push_back(
      {FeedbackKind::conflict, broken.then, broken.first,
       fmt::format("“{}” stands before “{}”, and must come after it.{}{}", text_of(ordering, broken.then),
                   text_of(ordering, broken.first), broken.why.empty() ? "" : " ", broken.why)});
  return grade;
}

Feedback feedback_of(const Gap& gap, const GapMatch& match) {
  switch (match.outcome) {
    case GapOutcome::empty:
      return {FeedbackKind::empty, gap.id, {}, "Nothing stands here yet."};
    case GapOutcome::almost_spelling:
      return {FeedbackKind::almost, gap.id, {}, "Almost. Check the spelling."};
    case GapOutcome::almost_case:
      return {FeedbackKind::almost, gap.id, {}, "Almost. Upper and lower case count here."};
    case GapOutcome::unknown:
      return {FeedbackKind::wrong, gap.id, {}, gap.otherwise.empty() ? "That is not it." : gap.otherwise};
    case GapOutcome::matched:
      break;
  }
  const Pattern& pattern = *match.pattern;
  const FeedbackKind kind = pattern.credit > 0.0 ? FeedbackKind::right : FeedbackKind::wrong;
  return {kind, gap.id, {}, pattern.feedback.empty() ? "Yes." : pattern.feedback};
}

Grade grade_blank(const Blank& blank, const FilledGaps& answer) {
  Grade grade;
  double sum = 0.0;
  bool empty = false;
  bool almost = false;
  for (const Gap& gap : blank.gaps) {
    const auto given = answer.gaps.find(gap.id);
    const GapMatch match =
        match_gap(gap, given == answer.gaps.end() ? std::string_view{} : std::string_view(given->second));
    if (match.pattern != nullptr) sum += match.pattern->credit;
    empty = empty || match.outcome == GapOutcome::empty;
    almost =
        almost || match.outcome == GapOutcome::almost_spelling || match.outcome == GapOutcome::almost_case;
    grade.feedback.push_back(feedback_of(gap, match));
  }
  if (!blank.gaps.empty()) grade.credit = sum / static_cast<double>(blank.gaps.size());
  grade.verdict = empty ? Verdict::incomplete : almost ? Verdict::almost : verdict_of(grade.credit);
  grade.consumed = !empty && !almost;
  return grade;
}

Grade grade_short(const ShortAnswer& question, const WrittenText& answer) {
  const Sentences sentences = sentences_of(answer.text);
  const auto words = static_cast<std::int64_t>(word_count(sentences));
  if (words < question.minimum_words) {
    Grade grade = incomplete(fmt::format("Write at least {} words; there {} {} so far.",
                                         question.minimum_words, words == 1 ? "is" : "are", words));
    grade.counts = false;
    return grade;
  }
  Grade grade;
  grade.counts = false;
  std::vector<Feedback> missed;
  std::vector<Feedback> found;
  for (const Claim& claim : question.claims)
    if (makes_claim(claim, sentences))
      grade.feedback.push_back({FeedbackKind::wrong, claim.id, {}, claim.feedback});
  const bool claimed = !grade.feedback.empty();
  for (const Idea& idea : question.ideas) {
    if (has_idea(idea, sentences))
      found.push_back({FeedbackKind::right, idea.id, {}, fmt::format("Possibly covered: {}.", idea.name)});
    else
      missed.push_back({FeedbackKind::missed, idea.id, {}, idea.nudge});
  }
  if (!claimed && !question.ideas.empty())
    grade.credit = static_cast<double>(found.size()) / static_cast<double>(question.ideas.size());
  grade.verdict = !claimed && missed.empty() ? Verdict::covered : Verdict::partly_covered;
  grade.feedback.insert(grade.feedback.end(), missed.begin(), missed.end());
  grade.feedback.insert(grade.feedback.end(), found.begin(), found.end());
  return grade;
}

template <class Given>
Given given_or_empty(const Answer& answer) {
  const auto* given = std::get_if<Given>(&answer);
  return given == nullptr ? Given{} : *given;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  constexpr std::array<std::string_view, 7> names{"right",      "partly",  "wrong",         "almost",
                                                  "incomplete", "covered", "partly-covered"};
  return names[static_cast<std::size_t>(verdict)];
}

std::string_view to_string(FeedbackKind kind) {
  constexpr std::array<std::string_view, 7> names{"right", "wrong",    "missed",   "almost",
                                                  "empty", "conflict", "execution"};
  return names[static_cast<std::size_t>(kind)];
}

Grade grade(const Question& question, const Answer& answer) {
  struct Marker {
    const Answer& answer;
    Grade operator()(const Choice& body) const {
      return grade_choice(body, given_or_empty<ChosenOptions>(answer));
    }
    Grade operator()(const Ordering& body) const {
      return grade_ordering(body, given_or_empty<GivenOrder>(answer));
    }
    Grade operator()(const Blank& body) const {
      return grade_blank(body, given_or_empty<FilledGaps>(answer));
    }
    Grade operator()(const ShortAnswer& body) const {
      return grade_short(body, given_or_empty<WrittenText>(answer));
    }
  };
  return std::visit(Marker{answer}, question.body);
}

Answer right_answer(const Question& question) {
  struct Key {
    Answer operator()(const Choice& body) const {
      ChosenOptions key;
      for (const Option& option : body.options)
        if (option.right) key.options.push_back(option.id);
      return key;
    }
    Answer operator()(const Ordering& body) const { return GivenOrder{right_order(body)}; }
    Answer operator()(const Blank& body) const {
      FilledGaps key;
      for (const Gap& gap : body.gaps) {
        const auto full = std::find_if(gap.patterns.begin(), gap.patterns.end(), [](const Pattern& pattern) {
          return pattern.kind == PatternKind::exact && pattern.credit >= 1.0;
        });
        key.gaps[gap.id] = full == gap.patterns.end() ? std::string{} : full->text;
      }
      return key;
    }
    Answer operator()(const ShortAnswer& body) const { return WrittenText{body.model, {}}; }
  };
  return std::visit(Key{}, question.body);
}

}  // namespace lessons::quiz
