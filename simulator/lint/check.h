// The checks: each looks at one part of a file after it was run, and reports by rule. A new rule is an entry
// in rule.cpp, a few lines in the check it belongs to, and golden folders in which it fires and does not.
#pragma once

#include "simulator/lint/review.h"

namespace simulator::lint {

void check_failures(Review& review);      ///< what SQLite refused; views and triggers left broken
void check_rows(Review& review);          ///< what fails on the given rows
void check_keys(Review& review);          ///< PRAGMAs about foreign keys, cascades, keys that cannot work
void check_rebuilds(Review& review);      ///< what a rebuild loses
void check_removals(Review& review);      ///< dropped and renamed tables and columns
void check_constraints(Review& review);   ///< types and constraints of columns that were there
void check_new_columns(Review& review);   ///< ADD COLUMN that fails when there are rows
void check_types(Review& review);         ///< declared types that surprise
void check_text(Review& review);          ///< quotes, names given twice, INSERT by place
void check_transactions(Review& review);  ///< BEGIN, COMMIT, and files that run without
void check_cost(Review& review);          ///< work on every row
void check_live(Review& review);          ///< queries of running versions

/// The checks that make sense for this direction: a down part takes away what its up part made, so nothing
/// is said about that.
void check_all(Review& review);

}  // namespace simulator::lint
