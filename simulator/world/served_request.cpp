#include "simulator/world/served_request.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::world {

const AppVersion* find_version(const WorldStart& start, std::string_view name) {
  for (const AppVersion& version : start.versions) {
    if (version.name == name) return &version;
  }
  return nullptr;
}

base::Error unknown_node(const Moment& moment, std::string_view name) {
  std::vector<std::string> names;
  for (const AppNodeView& node : moment.nodes) names.push_back(node.name);
  return base::failure("world.unknown-node", fmt::format("there is no node \"{}\"", name),
                       names.empty()
                           ? std::string("Nothing happened. No node was started.")
                           : fmt::format("Nothing happened. The nodes are {}.", fmt::join(names, ", ")))
      .value();
}

Event on_node(EventKind kind, const AppNodeView& node, std::string text) {
  Event event = event_on(kind, node.environment, std::move(text));
  event.node = node.name;
  event.version = node.version;
  return event;
}

Event nobody_serves(Moment& moment) {
  Event event = event_on(EventKind::no_node, "", "A request came and no node was there to serve it");
  event.request = ++moment.requests;
  event.error =
      base::failure("world.no-node", "no node serves requests", "Start a node before the last one stops.")
          .value();
  return event;
}

base::Result<ServedRequest> ServedRequest::make(const Request& request, Moment& moment, Stage& stage) {
  const AppNodeView* node = moment.node(request.node);
  if (node == nullptr) return tl::unexpected(unknown_node(moment, request.node));
  if (node->state == NodeState::stopped)
    return base::failure("world.node-down", fmt::format("{} is stopped", node->name),
                         "Nothing happened. Start it first.");
  const std::vector<AppQuery>& queries = find_version(stage.start, node->version)->queries;
  const auto query = std::find_if(queries.begin(), queries.end(),
                                  [&](const AppQuery& each) { return each.name == request.query; });
  if (query == queries.end())
    return base::failure("world.unknown-query",
                         fmt::format("{} has no query \"{}\"", node->version, request.query),
                         "Nothing happened.");
  Event event =
      on_node(EventKind::request, *node, fmt::format("{} {}: {}", node->name, node->version, query->name));
  event.query = query->name;
  event.sql = query->sql;
  event.request = ++moment.requests;
  if (writes_a_number(*query, request.values)) ++moment.writes;
  event.bindings =
      filled_in(*query, request.values, {event.request, writes_begin_after + moment.writes, node->name});
  return ServedRequest(stage, *query, std::move(event));
}

void ServedRequest::begin(Connection& connection) {
  begun_on_ = &connection;
  run_ = std::make_unique<RequestRun>(connection, *query_, event_.bindings);
  stage_->allowance.refill(*connection.sandbox);
  run_->begin();
  stage_->allowance.settle(*connection.sandbox);
}

void ServedRequest::finish(Connection& connection) {
  stage_->allowance.refill(*connection.sandbox);
  if (&connection == begun_on_)
    run_->finish();
  else
    run_->finish_on(connection);
  stage_->allowance.settle(*connection.sandbox);
}

Event ServedRequest::event(bool in_flight) {
  RequestOutcome outcome = run_->take();
  event_.rows = outcome.rows;
  event_.changed = outcome.changed;
  event_.error = std::move(outcome.error);
  event_.result = std::move(outcome.answer);
  event_.in_flight = in_flight;
  return std::move(event_);
}

base::Result<InFlight> InFlight::begin(const std::optional<Request>& request, const std::string& environment,
                                       Moment& moment, Stage& stage) {
  InFlight flight;
  if (!request) return flight;
  auto made = ServedRequest::make(*request, moment, stage);
  if (!made) return tl::unexpected(made.error());
  if (made->environment() != environment)
    return base::failure(
        "world.bad-command",
        fmt::format("{} asks {}, and this happens on {}", request->node, made->environment(), environment),
        "Nothing happened.");
  auto connection = stage.databases.open(environment, sql::SandboxMode::application);
  if (!connection) return tl::unexpected(connection.error());
  flight.request_ = std::make_unique<ServedRequest>(std::move(*made));
  flight.connection_ = std::make_unique<Connection>(std::move(*connection));
  flight.request_->begin(*flight.connection_);
  return flight;
}

void InFlight::lose_connection() {
  if (request_ != nullptr) request_->lose_connection();
  connection_.reset();
}

base::Result<void> InFlight::finish(std::vector<Event>& events, Stage& stage) {
  if (request_ == nullptr) return {};
  if (connection_ == nullptr) {
    auto connection = stage.databases.open(request_->environment(), sql::SandboxMode::application);
    if (!connection) return tl::unexpected(connection.error());
    connection_ = std::make_unique<Connection>(std::move(*connection));
  }
  request_->finish(*connection_);
  connection_.reset();
  events.push_back(request_->event(true));
  request_.reset();
  return {};
}

}  // namespace simulator::world
