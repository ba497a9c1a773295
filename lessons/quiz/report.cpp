#include "lessons/quiz/report.h"

#include <utility>

#include "simulator/base/text_position.h"

namespace lessons::quiz {

using simulator::base::Position;
using simulator::base::Severity;

void Report::error(std::string code, std::string message, Position at, std::string help) {
  add(Severity::error, std::move(code), std::move(message), at, std::move(help));
}

void Report::warning(std::string code, std::string message, Position at, std::string help) {
  add(Severity::warning, std::move(code), std::move(message), at, std::move(help));
}

void Report::add(Severity severity, std::string code, std::string message, Position at, std::string help) {
  simulator::base::Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.help = std::move(help);
  error.file = file_;
  error.at = at;
  error.excerpt = simulator::base::caret_excerpt(text_, at);
  out_.push_back({severity, std::move(error)});
}

}  // namespace lessons::quiz
