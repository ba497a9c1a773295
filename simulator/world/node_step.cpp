// Nodes of the app, and the requests they serve.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/sql/splitter.h"
#include "simulator/world/statement_runner.h"
#include "simulator/world/step.h"

namespace simulator::world {
namespace {

constexpr std::size_t most_nodes = 64;

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

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

Parameters filled_in(const AppQuery& query, std::int64_t request, const std::string& node) {
  Parameters parameters = query.parameters;
  for (auto& [name, value] : parameters) {
    auto* text = std::get_if<std::string>(&value);
    if (text != nullptr)
      *text = replaced(replaced(*text, "{request}", std::to_string(request)), "{node}", node);
  }
  return parameters;
}

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
  const Parameters parameters = filled_in(query, number, node.name);
  allowance.refill(*connection.sandbox);
  for (const sql::StatementText& statement : sql::split_statements(query.sql)) {
    auto outcome = run_statement(connection, statement.text, parameters, RowLimit{20, 1U << 16U});
    if (!outcome) {
      event.error = moved_into(outcome.error(), query.sql, statement.offset);
      break;
    }
    event.rows = outcome->rows;
  }
  allowance.settle(*connection.sandbox);
  if (connection.database.in_transaction()) {
    // A request that ends without COMMIT, or in an error, gives its connection back clean.
    Allowance::refill_for_housekeeping(*connection.sandbox);
    if (auto ended = connection.database.execute("ROLLBACK"); !ended && !event.error)
      event.error = ended.error();
  }
  return event;
}

}  // namespace

Step step(const StartNode& command, Moment& moment, Stage& stage) {
  if (moment.environment(command.environment) == nullptr) {
    return tl::unexpected(unknown_environment(moment, command.environment));
  }
  if (find_version(stage.start, command.version) == nullptr) {
    std::vector<std::string> names;
    for (const AppVersion& version : stage.start.versions) names.push_back(version.name);
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
  if (!served) {
    Event event = event_on(EventKind::no_node, "", "A request came and no node was there to serve it");
    event.request = ++moment.requests;
    event.error =
        base::failure("world.no-node", "no node serves requests", "Start a node before the last one stops.")
            .value();
    events.push_back(std::move(event));
  }
  for (Environment& environment : moment.environments) {
    auto image = stage.databases.image(environment.name, environment.image);
    if (!image) return tl::unexpected(image.error());
    environment.image = std::move(*image);
  }
  return events;
}

}  // namespace simulator::world
