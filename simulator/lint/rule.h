// The rules, as a table: a stable name, how bad it is, why, and what to do instead. What finds them is in the
// check_*.cpp files (check.h). `driftwoodctl lint --explain RULE` prints an entry.
//
// Every figure and error message in these texts was measured with SQLite 3.40.1.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/lint/finding.h"

namespace simulator::lint {

struct Rule {
  std::string_view id;
  Level level;  ///< unless more is known: rows, running versions
  std::string_view title;
  std::string_view why;
  std::string_view instead;
  std::string_view source;  ///< where it can be read up; empty: measured here
};

/// In the order in which --explain lists them.
[[nodiscard]] std::span<const Rule> rules();
/// Null when there is no rule of that name.
[[nodiscard]] const Rule* find_rule(std::string_view id);
[[nodiscard]] std::vector<std::string> rule_ids();

}  // namespace simulator::lint
