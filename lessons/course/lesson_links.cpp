#include "lessons/course/lesson_links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "simulator/base/json.h"
#include "simulator/base/known_words.h"
#include "simulator/base/text_position.h"

namespace lessons::course {
namespace {

using markdown::LiveKind;
using Names = std::set<std::string, std::less<>>;

template <class Visit>
void each_block(const markdown::Blocks& blocks, const Visit& visit) {
  for (const markdown::Block& block : blocks) {
    visit(block);
    if (const auto* quote = std::get_if<markdown::Quote>(&block.content)) {
      each_block(quote->blocks, visit);
    } else if (const auto* list = std::get_if<markdown::List>(&block.content)) {
      for (const auto& item : list->items) each_block(item, visit);
    }
  }
}

template <class Visit>
void each_runs(const markdown::Blocks& blocks, const Visit& visit) {
  each_block(blocks, [&](const markdown::Block& block) {
    if (const auto* heading = std::get_if<markdown::Heading>(&block.content)) {
      visit(heading->runs);
    } else if (const auto* paragraph = std::get_if<markdown::Paragraph>(&block.content)) {
      visit(paragraph->runs);
    } else if (const auto* table = std::get_if<markdown::Table>(&block.content)) {
      for (const auto& cell : table->header) visit(cell);
      for (const auto& row : table->rows)
        for (const auto& cell : row) visit(cell);
    }
  });
}

class LinkCheck {
 public:
  LinkCheck(Lesson& lesson, const BrokenParts& broken, const Course* course)
      : lesson_(lesson), broken_(broken), course_(course) {}

  void run() {
    for (const auto& question : lesson_.quiz.questions) questions_.insert(question.id);
    for (const auto& lab : lesson_.labs) labs_.insert(lab.id);
    for (const auto& deploy : lesson_.deploys) deploys_.insert(deploy.id);
    for (const PlacedPart& placed : live_parts(lesson_.document)) check_part(*placed.part, placed.at);
    warn_unused();
    check_runs();
  }

 private:
  void check_part(const markdown::LivePart& part, base::Position at) {
    if (part.kind == LiveKind::sql) {
      check_arguments(part, at, {"on", "expect"});
      const std::string_view expect = part.argument("expect");
      if (!expect.empty() && expect != "error")
        report("lesson.bad-argument", fmt::format("\"expect\" cannot be \"{}\"", expect), at,
               "Write expect=error for SQL that is meant to fail, and nothing for SQL that works.");
      return;
    }
    check_arguments(part, at, {});
    if (part.id.empty()) return;  // markdown has said so
    const std::string_view word = to_string(part.kind);
    if (!used_.insert(fmt::format("{} {}", word, part.id)).second)
      report("lesson.repeated-part", fmt::format("{} \"{}\" stands in the lesson twice", word, part.id), at,
             "One answer, one lab, one replay: leave one of them out.");
    if (part.kind == LiveKind::quiz) {
      if (!broken_.whole_quiz)
        expect_known("quiz", "quiz.json has no question", part.id, questions_, broken_.questions, at);
    } else if (part.kind == LiveKind::lab) {
      expect_known("lab", "the lesson's folder has no lab", part.id, labs_, broken_.labs, at);
    } else {
      expect_known("deploy", "the lesson's folder has no deploy scenario", part.id, deploys_, broken_.deploys,
                   at);
    }
  }

  void check_arguments(const markdown::LivePart& part, base::Position at,
                       const std::vector<std::string>& known) {
    for (const auto& [name, value] : part.arguments) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      report("lesson.bad-argument", fmt::format("a {} block knows no \"{}\"", to_string(part.kind), name), at,
             help_for(name, known, known.empty() ? "It takes its id and nothing else." : ""));
    }
  }

  void expect_known(std::string_view word, std::string_view lacks, const std::string& id, const Names& known,
                    const Names& broken, base::Position at) {
    if (known.contains(id) || broken.contains(id)) return;
    std::vector<std::string> names(known.begin(), known.end());
    names.insert(names.end(), broken.begin(), broken.end());
    report(fmt::format("lesson.unknown-{}", word), fmt::format("{} \"{}\"", lacks, id), at,
           help_for(id, names, "There is none at all yet."));
  }

  void warn_unused() {
    const auto unused = [&](std::string_view word, const std::string& id, const std::string& file,
                            base::Position at) {
      if (used_.contains(fmt::format("{} {}", word, id))) return;
      report(fmt::format("lesson.unused-{}", word), fmt::format("the lesson never shows {} \"{}\"", word, id),
             at, fmt::format("Put a ```{} {} block where it belongs in lesson.md.", word, id), file,
             base::Severity::warning);
    };
    for (const auto& question : lesson_.quiz.questions)
      unused("quiz", question.id, lesson_.quiz.file, question.at);
    for (const auto& lab : lesson_.labs) unused("lab", lab.id, lab.file, lab.at);
    for (const auto& deploy : lesson_.deploys) unused("deploy", deploy.id, deploy.file, {});
  }

  void check_runs() {
    Names anchors;
    each_block(lesson_.document.blocks, [&](const markdown::Block& block) {
      if (const auto* heading = std::get_if<markdown::Heading>(&block.content))
        anchors.insert(heading->anchor);
    });
    each_runs(lesson_.document.blocks, [&](const markdown::Runs& runs) {
      for (const markdown::Run& run : runs)
        if (!run.link.empty()) check_link(run, anchors);
    });
  }

  void check_link(const markdown::Run& run, const Names& anchors) {
    const std::string_view link = run.link;
    static const Course nothing;
    const LinkTarget target = resolve_link(course_ != nullptr ? *course_ : nothing, link);
    if (target.kind == LinkTarget::Kind::heading) {
      if (!anchors.contains(target.anchor))
        report("lesson.broken-link", fmt::format("the lesson has no heading \"#{}\"", target.anchor), run.at,
               help_for(target.anchor, {anchors.begin(), anchors.end()}, "It has no headings."));
      return;
    }
    if (target.kind != LinkTarget::Kind::unknown) return;
    const bool to_concept = link.starts_with("concept:");
    if (!to_concept && !link.starts_with("lesson:")) {
      report("lesson.broken-link", fmt::format("\"{}\" leads nowhere", link), run.at,
             "A link is #heading, concept:id, lesson:id, or a whole address that begins with https://.");
      return;
    }
    if (course_ == nullptr) return;
    std::vector<std::string> known;
    if (to_concept) {
      for (const Concept& each : course_->concepts) known.push_back(each.id);
    } else {
      for (const LessonEntry& each : course_->lessons) known.push_back(each.id);
    }
    const std::string id(link.substr(link.find(':') + 1, link.find('#') - link.find(':') - 1));
    report("lesson.broken-link",
           fmt::format("course.json has no {} \"{}\"", to_concept ? "concept" : "lesson", id), run.at,
           help_for(id, known, "It lists none."));
  }

  static std::string help_for(std::string_view word, const std::vector<std::string>& known,
                              std::string_view none) {
    return known.empty() ? std::string(none) : base::meant_or_known(word, known);
  }

  void report(std::string code, std::string message, base::Position at, std::string help,
              std::string file = {}, base::Severity severity = base::Severity::error) {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    if (file.empty()) error.excerpt = base::caret_excerpt(lesson_.text, at);
    error.file = file.empty() ? lesson_.file : std::move(file);
    error.at = at;
    lesson_.diagnostics.push_back({severity, std::move(error)});
  }

  Lesson& lesson_;
  const BrokenParts& broken_;
  const Course* course_;
  Names questions_;
  Names labs_;
  Names deploys_;
  Names used_;
};

}  // namespace

std::vector<PlacedPart> live_parts(const markdown::Document& document) {
  std::vector<PlacedPart> out;
  each_block(document.blocks, [&](const markdown::Block& block) {
    if (const auto* part = std::get_if<markdown::LivePart>(&block.content)) out.push_back({part, block.at});
  });
  return out;
}

void check_links(Lesson& lesson, const BrokenParts& broken, const Course* course) {
  LinkCheck(lesson, broken, course).run();
}

}  // namespace lessons::course
