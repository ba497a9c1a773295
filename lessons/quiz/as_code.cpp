#include "lessons/quiz/as_code.h"

namespace lessons::quiz {

std::string as_code(std::string_view sql) {
  std::string line;
  for (const char c : sql) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) line += c;
    if (space && !line.empty() && line.back() != ' ') line += ' ';
  }
  const std::string fence = line.find('`') == std::string::npos ? "`" : "``";
  return fence + line + fence;
}

}  // namespace lessons::quiz
