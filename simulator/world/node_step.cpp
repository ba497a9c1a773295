// Nodes of the app, and the requests they serve.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/world/request.h"
#include "simulator/world/served_request.h"
#include "simulator/world/step.h"

namespace simulator::world {
namespace {

constexpr std::size_t most_nodes = 64;
constexpr std::size_t most_requests = 10'000;

/// Which node is served first depends on the World's randomness alone (Fisher-Yates).
void shuffle(std::vector<std::size_t>& nodes, base::Random& random) {
  for (std::size_t left = nodes.size(); left > 1; --left) {
    std::swap(nodes[left - 1], nodes[static_cast<std::size_t>(random.below(left))]);
  }
}

Event serve(Connection& connection, const AppNodeView& node, const AppQuery& query, std::int64_t number,
            Allowance& allowance) {
  Event event =
      on_node(EventKind::request, node, fmt::format("{} {}: {}", node.name, node.version, query.name));
  event.query = query.name;
  event.sql = query.sql;
  event.request = number;
  allowance.refill(*connection.sandbox);
  RequestOutcome outcome =
      run_request(connection, query, filled_in(query, {}, {number, writes_begin_after + number, node.name}));
  allowance.settle(*connection.sandbox);
  event.rows = outcome.rows;
  event.error = std::move(outcome.error);
  return event;
}

/// Keeps what the requests have changed.
base::Result<void> take_images(Moment& moment, Stage& stage) {
  for (Environment& environment : moment.environments) {
    auto image = stage.databases.image(environment.name, environment.image);
    if (!image) return tl::unexpected(image.error());
    environment.image = std::move(*image);
  }
  return {};
}

}  // namespace

Step step(const StartNode& command, Moment& moment, Stage& stage) {
  if (moment.environment(command.environment) == nullptr) {
    return tl::unexpected(unknown_environment(moment, command.environment));
  }
  const AppVersion* version = find_version(stage.start, command.version);
  if (version == nullptr) {
    std::vector<std::string> names;
    for (const AppVersion& each : stage.start.versions) names.push_back(each.name);
    return base::failure(
        "world.unknown-version", fmt::format("the app has no version \"{}\"", command.version),
        names.empty() ? std::string("Nothing happened. This world has no app.")
                      : fmt::format("Nothing happened. Its versions are {}.", fmt::join(names, ", ")));
  }
  AppNodeView* node = moment.node(command.node);
  if (node != nullptr && node->state == NodeState::serving) {
    return base::failure("world.name-taken",
                         fmt::format("{} is running {} already", node->name, node->version),
                         "Nothing happened. Drain it and stop it first.");
  }
  if (node == nullptr) {
    if (command.node.empty() || command.node.size() > 40) {
      return base::failure("world.bad-name", "a node needs a name of at most 40 bytes", "Nothing happened.");
    }
    if (moment.nodes.size() >= most_nodes) {
      return base::failure("world.too-many", fmt::format("there are {} nodes already", most_nodes),
                           "Nothing happened.");
    }
    node = &moment.nodes.emplace_back();
  }
  *node = {command.node, command.environment, command.version, NodeState::serving, false};
  if (!version->refuses_when.empty()) {
    auto connection = stage.databases.open(command.environment, sql::SandboxMode::query);
    if (!connection) return tl::unexpected(connection.error());
    stage.allowance.refill(*connection->sandbox);
    auto refused = refusal(*connection, *version);
    stage.allowance.settle(*connection->sandbox);
    if (refused) {
      node->state = NodeState::stopped;
      Event event =
          on_node(EventKind::node_refused, *node, fmt::format("{}: {}", node->name, refused->message));
      event.error = std::move(*refused);
      return std::vector{std::move(event)};
    }
  }
  return std::vector{
      on_node(EventKind::node_started, *node, fmt::format("{} starts {}", node->name, node->version))};
}

Step step(const DrainNode& command, Moment& moment, Stage&) {
  AppNodeView* node = moment.node(command.node);
  if (node == nullptr) return tl::unexpected(unknown_node(moment, command.node));
  if (node->state == NodeState::serving) {
    node->state = NodeState::draining;
    node->in_flight = true;
  }
  return std::vector{on_node(
      EventKind::node_draining, *node,
      fmt::format("{} ({}) takes no new requests and finishes those it has", node->name, node->version))};
}

Step step(const StopNode& command, Moment& moment, Stage&) {
  AppNodeView* node = moment.node(command.node);
  if (node == nullptr) return tl::unexpected(unknown_node(moment, command.node));
  node->state = NodeState::stopped;
  node->in_flight = false;
  return std::vector{
      on_node(EventKind::node_stopped, *node, fmt::format("{} ({}) stops", node->name, node->version))};
}

Step step(const Traffic&, Moment& moment, Stage& stage) {
  std::vector<Event> events;
  {
    // Each node has its own connection, and all are open at the same time.
    std::vector<std::optional<Connection>> connections(moment.nodes.size());
    std::vector<std::size_t> live;
    for (std::size_t index = 0; index < moment.nodes.size(); ++index) {
      AppNodeView& node = moment.nodes[index];
      if (node.state != NodeState::serving && !node.in_flight) continue;
      node.in_flight = false;
      auto connection = stage.databases.open(node.environment, sql::SandboxMode::application);
      if (!connection) return tl::unexpected(connection.error());
      connections[index].emplace(std::move(*connection));
      live.push_back(index);
    }
    shuffle(live, stage.databases.randomness());
    for (const std::size_t index : live) {
      const AppNodeView& node = moment.nodes[index];
      for (const AppQuery& query : find_version(stage.start, node.version)->queries) {
        events.push_back(serve(*connections[index], node, query, ++moment.requests, stage.allowance));
      }
    }
  }
  const bool served = std::any_of(moment.nodes.begin(), moment.nodes.end(),
                                  [](const AppNodeView& node) { return node.state == NodeState::serving; });
  if (!served) events.push_back(nobody_serves(moment));
  if (auto taken = take_images(moment, stage); !taken) return tl::unexpected(taken.error());
  return events;
}

Step step(const Serve& command, Moment& moment, Stage& stage) {
  if (command.requests.size() > most_requests)
    return base::failure("world.too-many", fmt::format("more than {} requests at once", most_requests),
                         "Nothing happened.");
  std::vector<Event> events;
  {
    // Each node has its own connection, and all are open at the same time.
    std::map<std::string, Connection, std::less<>> connections;
    for (const Request& request : command.requests) {
      if (request.node.empty()) {
        events.push_back(nobody_serves(moment));
        continue;
      }
      auto served = ServedRequest::make(request, moment, stage);
      if (!served) return tl::unexpected(served.error());
      auto connection = connections.find(request.node);
      if (connection == connections.end()) {
        auto opened = stage.databases.open(served->environment(), sql::SandboxMode::application);
        if (!opened) return tl::unexpected(opened.error());
        connection = connections.emplace(request.node, std::move(*opened)).first;
      }
      served->begin(connection->second);
      served->finish(connection->second);
      events.push_back(served->event(false));
    }
  }
  if (auto taken = take_images(moment, stage); !taken) return tl::unexpected(taken.error());
  return events;
}

}  // namespace simulator::world
