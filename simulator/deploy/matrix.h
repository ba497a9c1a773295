// The mixed-version matrix: every schema that an exploration went through, times every query of every
// version, each prepared and run there, for real, and taken back.
//
// "Changed" is what SQLite does not complain about: the query runs and reads fewer columns than on the schema
// its version was written for (a double-quoted name that has become a text, a SELECT * that lost a column).
// That schema is the first one for the versions that run at the start; for a later one it is the schema on
// which all of its queries run and read the most.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include "simulator/base/error.h"
#include "simulator/deploy/effects.h"
#include "simulator/deploy/exploration.h"

namespace simulator::deploy {

/// Rows in the order in which the schemas were reached. Codes: sqlite.*, store.*, sandbox.deadline,
/// sandbox.cancelled.
[[nodiscard]] base::Result<Matrix> matrix_of(const Experiment& experiment, const Effects& effects);

}  // namespace simulator::deploy
