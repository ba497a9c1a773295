// What stands in a deploy scenario as SQL, as a document to read before an order is chosen: what every
// version of the app asks, the migrations, what a backfill runs, the rules that must hold.
//
// Pure: values in, values out. Threads: none shared.
#pragma once

#include "lessons/markdown/document.h"
#include "simulator/deploy/scenario.h"

namespace engine::views {

[[nodiscard]] lessons::markdown::Document code_of(const simulator::deploy::Scenario& scenario);

}  // namespace engine::views
