// Runs the `sql run` blocks of a lesson in the order of the text: see check.h.
#pragma once

#include <stop_token>

#include "lessons/course/lesson.h"
#include "simulator/base/error.h"

namespace lessons::authoring {

/// check.start-fails, check.sql-fails, check.sql-passes. Without excerpts.
[[nodiscard]] simulator::base::Diagnostics run_sql_blocks(const course::Lesson& lesson,
                                                          std::stop_token stop = {});

}  // namespace lessons::authoring
