// to_json of exploration.h.
#include <nlohmann/json.hpp>

#include "simulator/base/json_text.h"
#include "simulator/deploy/exploration.h"
#include "simulator/deploy/failure_words.h"

namespace simulator::deploy {
namespace {

using Json = nlohmann::ordered_json;

Json pair_json(const Precedence& pair) { return Json::array({pair.first, pair.then}); }

Json pairs_json(const std::vector<Precedence>& pairs) {
  Json json = Json::array();
  for (const Precedence& pair : pairs) json.push_back(pair_json(pair));
  return json;
}

Json lists_json(const std::vector<std::vector<Precedence>>& lists) {
  Json json = Json::array();
  for (const auto& pairs : lists) json.push_back(pairs_json(pairs));
  return json;
}

Json order_json(const OrderVerdict& verdict, const Exploration& exploration) {
  Json json;
  json["order"] = verdict.order;
  // Of a search that is not complete only the unsafe orders are certain.
  json["verdict"] = verdict.unsafe() ? "unsafe" : verdict.safe ? "safe" : "unknown";
  if (verdict.story) {
    json["story"] = *verdict.story;
    const Story& story = exploration.stories[*verdict.story];
    json["acts"] = story.acts.size();
    if (story.failure) json["first_failure"] = failure_json(*story.failure);
  }
  if (!verdict.no_way_back.empty()) json["no_way_back"] = verdict.no_way_back;
  if (verdict.rollback_story) json["rollback_story"] = *verdict.rollback_story;
  return json;
}

std::string_view answer_word(MatrixCell::Answer answer) {
  switch (answer) {
    case MatrixCell::Answer::works:
      return "works";
    case MatrixCell::Answer::fails:
      return "fails";
    case MatrixCell::Answer::changed:
      break;
  }
  return "changed";
}

Json matrix_json(const Matrix& matrix) {
  Json json;
  json["columns"] = Json::array();
  json["rows"] = Json::array();
  for (const MatrixColumn& column : matrix.columns)
    json["columns"].push_back({{"version", column.version}, {"query", column.query}});
  for (const MatrixRow& row : matrix.rows) {
    Json cells = Json::array();
    for (const MatrixCell& cell : row.cells) {
      Json one = {{"answer", answer_word(cell.answer)}};
      if (!cell.message.empty()) one["message"] = cell.message;
      cells.push_back(std::move(one));
    }
    json["rows"].push_back({{"schema", row.schema}, {"cells", std::move(cells)}});
  }
  return json;
}

}  // namespace

std::string to_json(const Exploration& exploration, const Plan& plan) {
  Json json;
  json["scenario"] = plan.scenario().id;
  json["summary"] = summary(exploration);
  json["complete"] = exploration.complete;
  if (!exploration.complete) json["stopped"] = exploration.stopped;
  json["nodes"] = exploration.nodes;
  json["rollback"] = exploration.mishaps.rollback;
  json["crash"] = exploration.mishaps.crash;
  json["states"] = exploration.states;
  json["moves"] = exploration.moves;
  json["databases"] = exploration.databases;
  json["executed"] = exploration.executed;
  json["bytes"] = exploration.bytes;
  json["elapsed_ms"] = exploration.elapsed_ms;
  json["orders_total"] = exploration.orders_total;
  json["orders_safe"] = exploration.orders_safe;
  json["orders_listed"] = exploration.orders_listed;
  json["orders"] = Json::array();
  for (const OrderVerdict& verdict : exploration.orders)
    json["orders"].push_back(order_json(verdict, exploration));
  json["constraints"] = pairs_json(exploration.region.constraints);
  json["alternatives"] = lists_json(exploration.region.alternatives);
  json["partial_orders"] = lists_json(exploration.region.partial_orders);
  if (exploration.shortest) json["shortest"] = *exploration.shortest;
  json["stories"] = Json::array();
  for (const Story& story : exploration.stories)
    json["stories"].push_back(base::json_of(to_json(story, plan)));
  json["matrix"] = matrix_json(exploration.matrix);
  return base::json_text(json);
}

}  // namespace simulator::deploy
