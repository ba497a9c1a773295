#include "engine/app/script.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/known_words.h"
#include "simulator/base/text_position.h"

namespace engine::app {
namespace base = simulator::base;

Script parse_script(std::string_view text, const std::string& file) {
  static const std::vector<std::string> verbs{"open", "click",      "type",  "key",
                                              "wait", "screenshot", "theme", "text"};
  Script out;
  int number = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    ++number;
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    const auto start = line.find_first_not_of(' ');
    if (start == std::string_view::npos || line[start] == '#') continue;
    line.remove_prefix(start);
    const auto space = line.find(' ');
    ScriptLine parsed{number, std::string(line.substr(0, space)),
                      space == std::string_view::npos ? std::string() : std::string(line.substr(space + 1))};
    base::Error error;
    error.file = file;
    error.at = {number, static_cast<int>(start) + 1};
    error.excerpt = base::caret_excerpt(text, error.at);
    if (std::find(verbs.begin(), verbs.end(), parsed.verb) == verbs.end()) {
      error.code = "script.unknown-verb";
      error.message = fmt::format("\"{}\" is no move", parsed.verb);
      error.help = base::meant_or_known(parsed.verb, verbs, "Moves");
      out.diagnostics.push_back({base::Severity::error, std::move(error)});
    } else if (parsed.argument.empty()) {
      error.code = "script.missing-argument";
      error.message = fmt::format("\"{}\" needs something after it", parsed.verb);
      out.diagnostics.push_back({base::Severity::error, std::move(error)});
    } else {
      out.lines.push_back(std::move(parsed));
    }
  }
  return out;
}

}  // namespace engine::app
