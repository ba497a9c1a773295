// Comments that hide a finding: `-- driftwood:ignore drop-column, drop-table  no release reads them
// since 2.3`.
//
// A comment speaks for the statement it stands in or behind on the same line, or for the one that begins on
// the next line (further comment lines may stand between). The rules come first, with commas between them;
// what follows is for people. A comment that hides nothing is a finding itself (unused-ignore), and so is a
// name that no rule has (unknown-rule).
//
// Values only; any thread.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/lint/finding.h"
#include "simulator/migration/migration_file.h"

namespace simulator::lint {

struct IgnoredRule {
  std::string rule;
  Range range;    ///< of the rule's name
  Range comment;  ///< the whole comment
  std::vector<Range> statements;
};

/// `statements` in the order in which they stand.
[[nodiscard]] std::vector<IgnoredRule> read_ignores(std::string_view text, std::span<const Range> statements);

/// Takes the findings about this file that its comments hide out of `findings`, and adds what is wrong with
/// the comments. `unsure`: rules that may have found nothing only because they were not asked (no database,
/// no deploy scenario); ignoring one of them is never unused.
void apply_ignores(const migration::MigrationFile& file, const std::set<std::string>& unsure,
                   std::vector<Finding>& findings);

}  // namespace simulator::lint
