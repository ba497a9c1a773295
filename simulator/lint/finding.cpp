#include "simulator/lint/finding.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::lint {
namespace {

template <class Belongs>
std::vector<const Finding*> select(std::span<const Finding> findings, std::string_view file,
                                   Belongs belongs) {
  std::vector<const Finding*> out;
  for (const Finding& finding : findings) {
    if (finding.file == file && finding.statement.length > 0 && belongs(finding)) out.push_back(&finding);
  }
  return out;
}

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::note:
      return "note";
    case Level::warning:
      return "warning";
    case Level::error:
      break;
  }
  return "error";
}

std::string to_string(const Finding& finding) {
  std::string out = finding.file;
  if (finding.start.known()) out += fmt::format(":{}:{}", finding.start.line, finding.start.column);
  out += fmt::format(": {}[{}]: {}", to_string(finding.level), finding.rule, finding.message);
  if (!finding.excerpt.empty()) out += "\n" + finding.excerpt;
  if (!finding.help.empty()) out += "\n  " + finding.help;
  if (!finding.edits.empty()) out += fmt::format("\n  --fix: {}", finding.fix_title);
  return out;
}

std::vector<const Finding*> findings_beside(std::span<const Finding> findings, std::string_view file,
                                            std::size_t offset) {
  return select(findings, file, [&](const Finding& finding) { return finding.statement.offset == offset; });
}

std::vector<const Finding*> findings_beside(std::span<const Finding> findings, std::string_view file,
                                            base::Position statement) {
  return select(findings, file, [&](const Finding& finding) { return finding.statement_start == statement; });
}

}  // namespace simulator::lint
