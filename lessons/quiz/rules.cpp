#include "lessons/quiz/rules.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "lessons/quiz/gap_match.h"
#include "lessons/quiz/ideas.h"
#include "lessons/quiz/ordering.h"
#include "lessons/quiz/presentation.h"
#include "simulator/base/known_words.h"
#include "simulator/base/utf8.h"

namespace lessons::quiz {
namespace {

using simulator::base::code_points;
using simulator::base::fold_case;

bool found(std::string_view text, const char* pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  const re2::RE2 compiled(pattern, options);
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled);
}

/// Reports what repeats: `what` is "option", "item", ...
template <class Parts>
void unique_ids(const Parts& parts, std::string_view what, Report& report) {
  std::set<std::string> seen;
  for (const auto& part : parts) {
    if (!is_id(part.id))
      report.error("quiz.bad-id", fmt::format("\"{}\" cannot be the id of an {}", part.id, what), part.at,
                   "Use letters, digits, '-', '_' and '.', at most 64 of them.");
    else if (!seen.insert(part.id).second)
      report.error("quiz.duplicate-id", fmt::format("two {}s have the id \"{}\"", what, part.id), part.at,
                   "Give each its own: answers name them by id.");
  }
}

void choice_options(const Choice& choice, Report& report) {
  std::set<std::string> texts;
  for (const Option& option : choice.options) {
    if (option.text.empty()) report.error("quiz.empty-text", "this option has no text", option.at);
    if (option.feedback.empty())
      report.error("quiz.no-feedback", "this option says nothing to the person who chose it", option.at,
                   "Add \"feedback\": why it is right, or what the thought behind it overlooks. \"Wrong\" "
                   "alone teaches next to nothing.");
    if (!option.text.empty() && !texts.insert(fold_case(normalise(option.text, GapKind::text))).second)
      report.error("quiz.duplicate-option", "another option says the same", option.at,
                   "White space and upper or lower case do not make it a different one.");
    if (choice.shuffle && !option.pin &&
        found(option.text, R"((?i)\b(all|none|both|neither) of (the above|these|them)\b)"))
      report.warning("quiz.unpinned-meta-option",
                     "this option speaks about the others, and options are shuffled", option.at,
                     "Add \"pin\": true to keep it in its place, or name what is meant.");
  }
}

void choice_key(const Question& question, const Choice& choice, Report& report) {
  const auto right = std::count_if(choice.options.begin(), choice.options.end(),
                                   [](const Option& option) { return option.right; });
  const auto all = static_cast<std::ptrdiff_t>(choice.options.size());
  if (right == 0) {
    report.error("quiz.no-right-option", "no option is right", question.at, "Mark one with \"right\": true.");
  } else if (!choice.many && right > 1) {
    report.error("quiz.one-right-option", fmt::format("{} options are right, and one can be chosen", right),
                 question.at, "Say \"many\": true to let people tick several.");
  } else if (right == all) {
    report.error("quiz.no-wrong-option", "every option is right, so there is nothing to decide", question.at,
                 "Add what people really get wrong, with feedback.");
  } else if (all - right < 2) {
    report.warning("quiz.few-options", "with one wrong option a guess is right half of the time", question.at,
                   "Add another thing that people really believe.");
  }
  std::size_t longest_wrong = 0;
  for (const Option& option : choice.options)
    if (!option.right) longest_wrong = std::max(longest_wrong, code_points(option.text));
  for (const Option& option : choice.options)
    if (option.right && !choice.many && longest_wrong >= 12 && code_points(option.text) > 2 * longest_wrong)
      report.warning("quiz.longest-is-right", "the right option is more than twice as long as any other",
                     option.at, "People notice. Shorten it, and move the reasons to \"feedback\".");
}

void rules_of(const Question& question, const Choice& choice, Report& report) {
  unique_ids(choice.options, "option", report);
  choice_options(choice, report);
  choice_key(question, choice, report);
}

void rules_of(const Question& question, const Ordering& ordering, Report& report) {
  unique_ids(ordering.items, "item", report);
  if (ordering.items.size() < 2)
    report.error("quiz.too-few-items", "there is nothing to put in order", question.at,
                 "Give at least two items.");
  std::set<std::string> known;
  std::vector<std::string> ids;
  bool steps = false;
  for (const Item& item : ordering.items) {
    if (item.text.empty()) report.error("quiz.empty-text", "this item has no text", item.at);
    if (!item.step.empty()) steps = true;
    if (!item.step.empty() && question.deploy.empty())
      report.error("quiz.no-steps", "this item names a step, and the question names no deploy scenario",
                   item.at, "Add \"deploy\": the id of the scenario, or take \"step\" away.");
    known.insert(item.id);
    ids.push_back(item.id);
  }
  if (!question.deploy.empty() && !steps)
    report.error("quiz.no-steps",
                 fmt::format("the order is to be run by the scenario \"{}\", and no item names a step of it",
                             question.deploy),
                 question.at, "Give the items that are steps of the scenario a \"step\".");
  // With a scenario, what exploring it derives is what has to hold.
  if (ordering.before.empty() && question.deploy.empty())
    report.error("quiz.no-pairs", "nothing has to come before anything, so every order is right", question.at,
                 "Add pairs to \"before\": [\"first\", \"then\"].");
  for (const Precedence& pair : ordering.before)
    for (const std::string* id : {&pair.first, &pair.then})
      if (!known.contains(*id)) {
        report.error("quiz.unknown-item", fmt::format("there is no item \"{}\"", *id), pair.at,
                     simulator::base::meant_or_known(*id, ids, "Items"));
      }
  if (const auto cycle = find_cycle(ordering); !cycle.empty())
    report.error(
        "quiz.cycle",
        fmt::format("the pairs run in a circle, so no order is right: {}", fmt::join(cycle, " before ")),
        question.at, "Take one of these pairs away.");
}

void pattern_rules(const Gap& gap, const Pattern& pattern, Report& report) {
  if (pattern.credit < 0.0 || pattern.credit > 1.0)
    report.error("quiz.bad-credit", "credit goes from 0 to 1", pattern.at);
  else if (pattern.credit < 1.0 && pattern.feedback.empty())
    report.error("quiz.no-feedback", "an answer that is not fully right needs \"feedback\"", pattern.at,
                 "Say what the thought behind it overlooks.");
  if (const auto fault = pattern_fault(pattern); !fault)
    report.error(fault.error().code, fault.error().message, pattern.at, fault.error().help);
  if (pattern.kind != PatternKind::exact) return;
  const std::string normal = normalise(pattern.text, gap.kind);
  if (normal != pattern.text)
    report.error(
        "quiz.key-changed",
        normal.empty()
            ? std::string("nothing is left of this key once white space is taken off")
            : fmt::format("answers are compared as \"{}\", and this key is written otherwise", normal),
        pattern.at,
        "White space, typographic quotes and dashes, trailing semicolons and (for an identifier) quotes "
        "are taken off answers: write the key as it is compared.");
  if (found(pattern.text, R"(`|\*\*|</?[A-Za-z])"))
    report.warning("quiz.markup-in-key", "this key holds markup, which nobody will type", pattern.at,
                   "Keys are plain text.");
}

void rules_of(const Gap& gap, Report& report) {
  bool full = false;
  for (const Pattern& pattern : gap.patterns) {
    pattern_rules(gap, pattern, report);
    full = full || pattern.credit >= 1.0;
  }
  if (!full)
    report.error("quiz.no-full-credit", fmt::format("no answer to the gap \"{}\" earns full credit", gap.id),
                 gap.at, "Add the right one to \"accept\".");
  for (std::size_t i = 0; i < gap.patterns.size(); ++i) {
    const Pattern& listed = gap.patterns[i];
    if (listed.kind != PatternKind::exact) continue;
    for (std::size_t j = 0; j < gap.patterns.size(); ++j) {
      const Pattern& other = gap.patterns[j];
      if (i == j || listed.credit == other.credit || !matches(other, gap, listed.text)) continue;
      if (other.kind == PatternKind::exact && i < j)
        report.error("quiz.conflicting-keys",
                     fmt::format("\"{}\" and \"{}\" are the same answer with different credit", listed.text,
                                 other.text),
                     other.at, "Keep one of them.");
      else if (other.kind != PatternKind::exact && listed.credit <= 0.0)
        report.error("quiz.wrong-accepted",
                     fmt::format("this pattern also accepts \"{}\", which is listed as wrong", listed.text),
                     other.at, "Make the pattern narrower.");
    }
  }
}

void rules_of(const Question& question, const Blank& blank, Report& report) {
  unique_ids(blank.gaps, "gap", report);
  std::vector<std::string> ids;
  for (const Gap& gap : blank.gaps) {
    ids.push_back(gap.id);
    rules_of(gap, report);
  }
  std::set<std::string> placed;
  for (const PromptPart& part : prompt_parts(question)) {
    if (part.gap.data() == nullptr) continue;
    const std::string id(part.gap);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      const auto near = simulator::base::did_you_mean(id, ids);
      report.error("quiz.gap-mismatch",
                   fmt::format("the text has a place {{{{{}}}}}, and no gap has this id", id), question.at,
                   near ? fmt::format("Did you mean {{{{{}}}}}?", *near) : std::string());
    } else if (!placed.insert(id).second) {
      report.error("quiz.gap-mismatch", fmt::format("the place {{{{{}}}}} stands twice in the text", id),
                   question.at, "A gap is filled once: give the second place its own.");
    }
  }
  for (const Gap& gap : blank.gaps)
    if (!placed.contains(gap.id))
      report.error("quiz.gap-mismatch", fmt::format("the text has no place for the gap \"{}\"", gap.id),
                   gap.at, fmt::format("Write {{{{{}}}}} where it belongs.", gap.id));
  if (blank.gaps.empty())
    report.error("quiz.gap-mismatch", "there is no gap to fill", question.at, "Add one to \"blanks\".");
}

void check_terms(const std::vector<std::vector<std::string>>& groups, simulator::base::Position at,
                 Report& report) {
  if (groups.empty())
    report.error("quiz.bad-term", "no terms say what to look for", at, "Add at least one list of terms.");
  for (const auto& group : groups) {
    if (group.empty()) report.error("quiz.bad-term", "an empty list of terms can never be found", at);
    for (const std::string& term : group)
      if (term_words(term).empty())
        report.error("quiz.bad-term", fmt::format("\"{}\" is no term", term), at,
                     "A term is one or more words; a '*' may end a word (\"migrat*\"), nothing else.");
  }
}

void rules_of(const Question& question, const ShortAnswer& body, Report& report) {
  unique_ids(body.ideas, "idea", report);
  unique_ids(body.claims, "claim", report);
  if (body.ideas.empty())
    report.error("quiz.too-few-ideas", "nothing says what a good answer mentions", question.at,
                 "Add at least one idea.");
  for (const Idea& idea : body.ideas) {
    check_terms(idea.terms, idea.at, report);
    if (idea.nudge.empty())
      report.error("quiz.no-feedback", "nothing is said when this idea is missing", idea.at,
                   "Add \"nudge\": a question that points at it without giving it away.");
    if (idea.name.empty()) report.error("quiz.empty-text", "this idea has no name for people", idea.at);
  }
  for (const Claim& claim : body.claims) {
    check_terms(claim.terms, claim.at, report);
    for (const std::string& term : claim.unless)
      if (term_words(term).empty())
        report.error("quiz.bad-term", fmt::format("\"{}\" is no term", term), claim.at);
    if (claim.feedback.empty())
      report.error("quiz.no-feedback", "nothing is said to the person who claims this", claim.at,
                   "Add \"feedback\".");
  }
  for (const RubricLine& line : body.rubric)
    if (line.text.empty()) report.error("quiz.empty-text", "this rubric line has no text", line.at);
  if (body.model.empty()) report.error("quiz.empty-text", "the model answer is empty", question.at);
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

void apply_rules(const Question& question, Report& report) {
  if (!is_id(question.id))
    report.error("quiz.bad-id", fmt::format("\"{}\" cannot be the id of a question", question.id),
                 question.at, "Use letters, digits, '-', '_' and '.', at most 64 of them.");
  if (question.prompt.empty()) report.error("quiz.empty-text", "this question asks nothing", question.at);
  std::visit([&](const auto& body) { rules_of(question, body, report); }, question.body);
  if (question.explanation.empty() && !std::holds_alternative<ShortAnswer>(question.body))
    report.warning(
        "quiz.no-explanation", fmt::format("\"{}\" has no explanation", question.id), question.at,
        "Add \"explanation\": it is shown after the attempt, and is where most of the learning happens.");
  if (found(question.prompt, R"((?i)\bwhich of\b[^.?!*]*\b(not|never|except)\b)"))
    report.warning("quiz.unmarked-not", "the prompt asks for the exception without saying so loudly",
                   question.at, "Write **not** in bold, or ask the other way round.");
}

}  // namespace lessons::quiz
