#include "simulator/deploy/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/counted.h"
#include "simulator/deploy/lost_rows.h"
#include "simulator/deploy/traffic.h"
#include "simulator/migration/layout.h"
#include "simulator/sql/database.h"
#include "simulator/world/request.h"

namespace simulator::deploy {
namespace {

using world::Event;
using world::EventKind;

NodesByTick::value_type nodes_of(const Plan& plan, const Situation& at) {
  NodesByTick::value_type nodes;
  for (std::size_t index = 0; index < at.nodes.size(); ++index)
    nodes.push_back(
        {node_name(plan, at, index), plan.version(at.nodes[index].version).name, at.nodes[index].life});
  return nodes;
}

bool is_migration(const Event& event) {
  return event.kind == EventKind::migration_applied || event.kind == EventKind::migration_taken_back ||
         event.kind == EventKind::migration_failed;
}

}  // namespace

Rehearsal::Rehearsal(const Plan& plan, world::World& world, std::stop_token stop)
    : plan_(plan),
      world_(world),
      performance_(plan, world, std::move(stop)),
      oracle_(plan.scenario(), [this](std::string_view text) { return holds(text); }),
      at_(plan.begin()) {}

base::Result<void> Rehearsal::begin() {
  if (auto begun = performance_.begin(at_); !begun) return begun;
  if (auto learned = learn(); !learned) return learned;
  open("", fmt::format("{} {} {}", base::counted(static_cast<std::size_t>(plan_.count(0)), "node", "nodes"),
                       plan_.count(0) == 1 ? "serves" : "serve", plan_.scenario().nodes().version));
  return {};
}

/// On a fork, so that looking is no part of the story.
base::Result<void> Rehearsal::learn() {
  world::World aside = world_.fork();
  for (std::size_t index = 0; index < at_.nodes.size(); ++index) {
    if (index > 0 && at_.nodes[index] == at_.nodes[index - 1]) continue;
    const world::AppVersion& version = plan_.version(at_.nodes[index].version);
    for (const std::size_t number : plan_.queries(at_, at_.nodes[index])) {
      const world::AppQuery& query = version.queries[number];
      for (const world::Promise& promise : query.reads) {
        for (const Entities& entities : plan_.scenario().entities) {
          if (entities.field != promise.field) continue;
          for (const sql::Value& key : entities.keys) {
            const world::Request request{node_name(plan_, at_, index), query.name,
                                         key_values(query, promise.field, key)};
            if (auto asked = aside.apply(world::Serve{{request}}); !asked)
              return tl::unexpected(asked.error());
            oracle_.learn(query, aside.last_events().front());
            if (!aside.undo()) return {};
          }
        }
      }
    }
  }
  return {};
}

void Rehearsal::open(std::string step, std::string title) {
  tick_.emplace();
  tick_->number = trace_.ticks.size();
  tick_->step = std::move(step);
  tick_->title = std::move(title);
}

void Rehearsal::pause(const std::string& step, std::string title) { open(step, std::move(title)); }

std::string Rehearsal::step_of(const Move& move) const {
  if (move.step != no_step) return plan_.step(move.step).id;
  if (move.kind == Move::Kind::update || move.kind == Move::Kind::roll_back) return {};
  if (at_.rollout) return at_.rollout->step == no_step ? std::string() : plan_.step(at_.rollout->step).id;
  return at_.running == no_step ? std::string() : plan_.step(at_.running).id;
}

base::Result<bool> Rehearsal::take(const Move& move, const std::optional<world::Request>& in_flight) {
  if (trace_.ticks.size() >= most_ticks || trace_.requests.size() >= most_requests)
    return base::failure("deploy.too-long",
                         fmt::format("the rollout is not over after {} moments and {} requests",
                                     trace_.ticks.size(), trace_.requests.size()),
                         "Nothing is left of the replay. Look for a backfill that never ends.");
  auto done = performance_.perform(at_, move, in_flight);
  if (!done) return tl::unexpected(done.error());
  if (move.begins) {
    step_ = trace_.steps.size();
    trace_.steps.push_back({plan_.step(move.step).id, trace_.ticks.size(), trace_.ticks.size(), true});
    trace_.order.push_back(plan_.step(move.step).id);
  }
  held_up_ = done->held_up;
  const std::string step = step_of(move);
  at_ = plan_.after(at_, move, done->finished, done->refused);
  if (done->title.empty()) return false;
  open(step, done->title);
  note_move(move, *done);
  seen_at_ = world_.tree().cursor();
  for (const Event& event : done->events)
    if (event.kind == EventKind::request) note_request(event);
  return true;
}

void Rehearsal::note_move(const Move& move, const Performed& done) {
  tick_->error = done.error;
  for (const Event& event : done.events) {
    if (!event.explain.empty()) tick_->explain = event.explain;
    if (!is_migration(event)) continue;
    if (std::string lost = lost_rows(event.changes); !lost.empty())
      note({FailureKind::data_lost, std::move(lost), "", "", tick_->step});
  }
  if (!done.error) return;
  const FailureKind kind = done.held_up   ? FailureKind::waited
                           : done.refused ? FailureKind::refused_start
                                          : FailureKind::step_failed;
  if (!plan_.scenario().counts(kind)) return;
  if (!done.held_up) {
    ++trace_.failed_steps;
    if (step_ && trace_.steps[*step_].id == tick_->step) trace_.steps[*step_].ok = false;
  }
  const std::string version = done.refused ? plan_.version(move.version).name : std::string();
  note({kind, done.error->message, version, "", tick_->step});
}

const world::AppQuery* Rehearsal::query_of(std::string_view version_name, std::string_view name) const {
  const world::AppVersion* version = plan_.scenario().version(version_name);
  if (version == nullptr) return nullptr;
  for (const world::AppQuery& query : version->queries)
    if (query.name == name) return &query;
  return nullptr;
}

void Rehearsal::note_request(const Event& event) {
  Request request;
  request.tick = tick_->number;
  request.number = event.request;
  request.node = event.node;
  request.version = event.version;
  request.query = event.query;
  request.sql = event.sql;
  request.rows = event.rows;
  request.error = event.error;
  request.bindings = event.bindings;
  request.in_flight = event.in_flight;
  const std::size_t index = trace_.requests.size();
  tick_->requests.push_back(index);
  trace_.requests.push_back(std::move(request));
  const world::AppQuery* query = query_of(event.version, event.query);
  if (event.error) {
    const FailureKind kind = event.kind == EventKind::no_node   ? FailureKind::no_node
                             : world::turned_away(*event.error) ? FailureKind::waited
                                                                : FailureKind::sql_error;
    if (plan_.scenario().counts(kind)) {
      ++tick_->failed_requests;
      trace_.failures.push_back(index);
      if (!trace_.first_failure) trace_.first_failure = index;
      note({kind, event.error->message, event.version, event.query, ""}, index);
    }
  } else if (query != nullptr && query->once) {
    succeeded_.emplace_back(event.version, query);
  }
  if (query == nullptr) return;
  for (Failure& failure : oracle_.judge(*query, event)) note(std::move(failure), index);
}

void Rehearsal::note(Failure failure, std::optional<std::size_t> request) {
  if (!plan_.scenario().counts(failure.kind)) return;
  const std::string once = fmt::format("{}\n{}\n{}\n{}\n{}", to_string(failure.kind), failure.version,
                                       failure.query, failure.step, failure.message);
  if (!told_.insert(once).second) return;
  tick_->findings.push_back(trace_.findings.size());
  trace_.findings.push_back({tick_->number, std::move(failure), request});
}

/// A request that reads is a command of its own, so that the database can be searched as it found it.
base::Result<void> Rehearsal::serve(std::vector<world::Request> requests) {
  std::vector<world::Request> together;
  const auto send = [&]() -> base::Result<void> {
    if (together.empty()) return {};
    seen_at_ = world_.tree().cursor();
    const auto events = performance_.serve(std::exchange(together, {}));
    if (!events) return tl::unexpected(events.error());
    for (const Event& event : *events) note_request(event);
    return {};
  };
  const std::vector<world::AppNodeView> nodes = world_.nodes();
  for (world::Request& request : requests) {
    const bool reads = reads_something(nodes, request);
    if (reads)
      if (auto sent = send(); !sent) return sent;
    together.push_back(std::move(request));
    if (reads)
      if (auto sent = send(); !sent) return sent;
  }
  return send();
}

bool Rehearsal::reads_something(const std::vector<world::AppNodeView>& nodes,
                                const world::Request& request) const {
  for (const world::AppNodeView& node : nodes) {
    if (node.name != request.node) continue;
    const world::AppQuery* query = query_of(node.version, request.query);
    return query != nullptr && !query->reads.empty();
  }
  return false;
}

base::Result<void> Rehearsal::close() {
  check_invariants();
  tick_->flags = at_.flags;
  tick_->moment = world_.tree().cursor();
  tick_->database = world_.database_view(plan_.scenario().environment);
  if (step_) {
    trace_.steps[*step_].to = tick_->number;
    if (at_.running == no_step) step_.reset();
  }
  trace_.ticks.push_back(std::move(*tick_));
  tick_.reset();
  nodes_.push_back(nodes_of(plan_, at_));
  return {};
}

void Rehearsal::check_invariants() {
  for (const Invariant& invariant : plan_.scenario().invariants) {
    if (given_up_.contains(invariant.name)) continue;
    const auto rows = world_.query(plan_.scenario().environment, invariant.sql);
    if (!rows) {
      // One that a schema has no answer to says nothing; one that takes for ever is said once.
      if (!rows.error().code.starts_with("sandbox.")) continue;
      given_up_.insert(invariant.name);
      note({FailureKind::broken_invariant,
            fmt::format("\"{}\" cannot be checked: {}", invariant.name, rows.error().message), "",
            invariant.name, ""});
      continue;
    }
    if (rows->rows.empty()) {
      broken_.erase(invariant.name);
    } else if (broken_.insert(invariant.name).second) {
      note({FailureKind::broken_invariant,
            fmt::format("\"{}\" does not hold: {} {} against it", invariant.name, rows->rows.size(),
                        rows->rows.size() == 1 ? "row is" : "rows are"),
            "", invariant.name, ""});
    }
  }
}

bool Rehearsal::holds(std::string_view text) {
  const std::string& environment = plan_.scenario().environment;
  const auto database = world_.database_view(environment);
  for (const schema::Table& table : database->schema.tables) {
    std::string any;
    for (const schema::Column& column : table.columns)
      any += fmt::format("{}instr(CAST({} AS TEXT), {}) > 0", any.empty() ? "" : " OR ",
                         sql::quote_identifier(column.name), sql::quote_text(text));
    if (any.empty()) continue;
    const auto found = world_.query(environment, fmt::format("SELECT 1 FROM {} WHERE {} LIMIT 1",
                                                             sql::quote_identifier(table.name), any));
    if (found && !found->rows.empty()) return true;
  }
  return false;
}

std::vector<std::pair<std::string, const world::AppQuery*>> Rehearsal::take_succeeded() {
  return std::exchange(succeeded_, {});
}

Trace Rehearsal::finish() {
  const world::WorldStart& start = plan_.scenario().start;
  trace_.lanes = lanes_of(nodes_);
  trace_.schemas =
      schemas_of(trace_.ticks, migration::read_layout(start.tool, start.files, start.migrations_folder).set);
  return std::move(trace_);
}

}  // namespace simulator::deploy
