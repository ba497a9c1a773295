// Who breaks on which schema: the queries of every version against the schemas that a rollout goes through,
// in colour and in words, with the schema of the moment marked. Schemas are rows where there is room, else
// columns, and what a cell has no room for is in its tooltip.
//
// The table is drawn as it was computed; nothing here judges a query. Threads: the UI thread only.
#pragma once

#include <cstddef>
#include <string_view>

#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"

namespace engine::ui {
class Ui;
}

namespace engine::views {

/// At ImGui's cursor. `now` is the label of the schema at the moment that is looked at. In the ledger a cell
/// is deploy.matrix.S.Q, S the schema's and Q the query's number.
void matrix_view(ui::Ui& ui, const simulator::deploy::Scenario& scenario,
                 const simulator::deploy::Matrix& matrix, std::string_view now);

/// Of the queries, how many fail on this schema; 0 also when the schema is not in the matrix.
[[nodiscard]] std::size_t failing_on(const simulator::deploy::Matrix& matrix, std::string_view schema);
/// No query fails or gives a changed answer on any of the schemas.
[[nodiscard]] bool all_work(const simulator::deploy::Matrix& matrix);

}  // namespace engine::views
