#include "engine/views/progress_book.h"

#include <utility>

namespace engine::views {

std::string lab_part(std::string_view id) { return "lab." + std::string(id); }
std::string deploy_part(std::string_view id) { return "deploy." + std::string(id); }

ProgressBook::ProgressBook(Services& services, std::string course)
    : services_(services), course_(std::move(course)) {
  reload();
}

void ProgressBook::reload() {
  const auto attempts = services_.store.attempts(course_);
  if (!attempts) return services_.complain(attempts.error());
  ++revision_;
  done_.clear();
  for (const auto& attempt : *attempts)
    if (attempt.credit >= 1.0 || attempt.verdict == "covered") done_.insert(attempt.question);
}

LessonProgress ProgressBook::of(const lessons::course::Outline& lesson) const {
  LessonProgress out;
  const auto count = [&](std::string_view part) {
    ++out.total;
    if (done(part)) ++out.done;
  };
  for (const lessons::course::Outline::Part& part : lesson.parts) {
    switch (part.kind) {
      case lessons::markdown::LiveKind::quiz:
        count(part.id);
        break;
      case lessons::markdown::LiveKind::lab:
        count(lab_part(part.id));
        break;
      case lessons::markdown::LiveKind::deploy:
        count(deploy_part(part.id));
        break;
      case lessons::markdown::LiveKind::sql:
        break;
    }
  }
  return out;
}

void ProgressBook::add(const std::string& lesson, const std::string& part, const std::string& what,
                       double credit) {
  if (credit >= 1.0 && done(part)) return;
  lessons::progress::Attempt attempt;
  attempt.course = course_;
  attempt.lesson = lesson;
  attempt.question = part;
  attempt.answer = what;
  attempt.credit = credit;
  attempt.verdict = credit >= 1.0 ? "right" : "partly";
  if (auto stored = services_.store.add_attempt(std::move(attempt)); !stored)
    return services_.complain(stored.error());
  if (credit >= 1.0 && done_.insert(part).second) ++revision_;
}

}  // namespace engine::views
