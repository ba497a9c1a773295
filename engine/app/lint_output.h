// What `driftwoodctl lint` prints, for people and for programs.
//
// The JSON is a contract:
//   {"errors", "warnings", "notes", "judged", "not_judged",
//    "findings": [{"file", "line", "column", "end_line", "end_column", "rule", "level", "message", "why",
//                  "help", "fix": null | {"title", "edits": [{"offset", "length", "text"}]}}],
//    "fixed": [{"file", "line", "rule", "title"}]}
// Lines and columns count from 1 (0 where there is none), columns count code points. Offsets are bytes in the
// file with \n line ends and without a byte order mark.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "simulator/lint/linter.h"
#include "simulator/lint/rule.h"

namespace engine::app {

/// An edit that --fix has written.
struct Fixed {
  std::string file;
  int line = 0;
  std::string rule;
  std::string title;
};

/// Findings of at least this level, then one line that counts all of them.
[[nodiscard]] std::string lint_text(const simulator::lint::LintResult& result, simulator::lint::Level least);
[[nodiscard]] std::string lint_json(const simulator::lint::LintResult& result, simulator::lint::Level least,
                                    const std::vector<Fixed>& fixed);

[[nodiscard]] std::string fixed_text(const std::vector<Fixed>& fixed);

[[nodiscard]] std::string explain_text(const simulator::lint::Rule& rule);
/// One line a rule.
[[nodiscard]] std::string rules_text();
/// {"rules": [{"rule", "level", "title", "why", "instead", "source"}]}
[[nodiscard]] std::string rules_json(std::span<const simulator::lint::Rule> rules);

}  // namespace engine::app
