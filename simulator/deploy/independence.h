// Which writes of a scenario can influence each other. Those that cannot are explored one group after the
// other: their interleavings would multiply states without showing anything new.
//
// Tables that one request, one step or the invariants touch belong together, so do tables that a foreign key
// joins in any schema that was reached. Two writes are in one group when tables of theirs belong together,
// and so are the writes and reads of one field. Whole tables, because SQLite's authorizer names no column for
// an INSERT or count(*). Where control depends on data (a refused start or a failed step that the scenario
// tolerates), and where a statement reads sqlite_sequence, everything is one group.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <vector>

#include "simulator/base/error.h"
#include "simulator/deploy/asked.h"
#include "simulator/deploy/effects.h"

namespace simulator::deploy {

/// For every group which of AskedList::all write in it. Judged by what was executed so far: every request and
/// step must have been. One group of none when nothing writes.
[[nodiscard]] base::Result<std::vector<std::vector<bool>>> writing_groups(const Experiment& experiment,
                                                                          const Effects& effects);

}  // namespace simulator::deploy
