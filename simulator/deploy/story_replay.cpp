// replay(scenario, story) of replay.h: the acts of a story, and after each what every live version reads.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/deploy/rehearsal.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/traffic.h"

namespace simulator::deploy {
namespace {

tl::unexpected<base::Error> bad_story(std::size_t act, const std::string& why) {
  return base::failure("deploy.bad-story", fmt::format("act {} cannot happen: {}", act + 1, why),
                       "A story is told of the scenario as it was then. Explore it again.");
}

class StoryReplay {
 public:
  StoryReplay(const Plan& plan, world::World& world, std::stop_token stop)
      : plan_(plan), rehearsal_(plan, world, std::move(stop)) {}

  base::Result<Trace> run(const Story& story) {
    if (auto begun = rehearsal_.begin(); !begun) return tl::unexpected(begun.error());
    if (auto read = read_and_close(); !read) return tl::unexpected(read.error());
    for (std::size_t number = 0; number < story.acts.size(); ++number) {
      if (auto done = play(story.acts[number], number); !done) return tl::unexpected(done.error());
    }
    if (story.failing) {
      if (auto done = play({std::nullopt, story.failing}, story.acts.size()); !done)
        return tl::unexpected(done.error());
    }
    return rehearsal_.finish();
  }

 private:
  base::Result<void> play(const Act& act, std::size_t number) {
    std::optional<world::Request> request;
    if (act.request) {
      auto made = request_of(*act.request, number);
      if (!made) return tl::unexpected(made.error());
      request = std::move(*made);
    }
    if (act.move) {
      if (!is_possible(*act.move)) return bad_story(number, describe(act, plan_));
      const auto seen = rehearsal_.take(*act.move, request);
      if (!seen) return tl::unexpected(seen.error());
      if (!*seen) return {};
      return read_and_close();
    }
    if (!request) return bad_story(number, "it has neither a move nor a request");
    rehearsal_.pause("", describe(act, plan_));
    if (auto served = rehearsal_.serve({*request}); !served) return served;
    return read_and_close();
  }

  [[nodiscard]] bool is_possible(const Move& move) const {
    Move without_place = move;
    without_place.statement = 0;
    const std::vector<Move> moves = plan_.moves(rehearsal_.at(), {true, true}, {0});
    return std::find(moves.begin(), moves.end(), without_place) != moves.end();
  }

  base::Result<world::Request> request_of(const RequestBy& by, std::size_t number) const {
    const Situation& at = rehearsal_.at();
    for (std::size_t index = 0; index < at.nodes.size(); ++index) {
      const NodeAt& node = at.nodes[index];
      if (!node.live() || node.group != by.group || node.version != by.version) continue;
      const std::vector<std::size_t> queries = plan_.queries(at, node);
      if (std::find(queries.begin(), queries.end(), by.query) == queries.end()) break;
      const world::AppQuery& query = plan_.version(by.version).queries[by.query];
      world::Request request{node_name(plan_, at, index), query.name};
      if (!by.entity) return request;
      for (const auto* promises : {&query.writes, &query.reads})
        for (const world::Promise& promise : *promises)
          for (auto& value : key_values(query, promise.field, *by.entity))
            if (request.values.empty() || request.values.back().first != value.first)
              request.values.push_back(std::move(value));
      return request;
    }
    return bad_story(number, describe({std::nullopt, by}, plan_));
  }

  /// Of every live version, for every entity.
  base::Result<void> read_and_close() {
    const Situation& at = rehearsal_.at();
    std::vector<world::Request> requests;
    std::vector<NodeAt> asked;
    for (std::size_t index = 0; index < at.nodes.size(); ++index) {
      const NodeAt& node = at.nodes[index];
      if (node.life != Life::serving || std::find(asked.begin(), asked.end(), node) != asked.end()) continue;
      asked.push_back(node);
      for (const std::size_t number : plan_.queries(at, node)) add_reads(index, number, requests);
    }
    if (plan_.unserved(at)) requests.push_back({});
    if (auto served = rehearsal_.serve(std::move(requests)); !served) return served;
    return rehearsal_.close();
  }

  void add_reads(std::size_t node, std::size_t number, std::vector<world::Request>& out) const {
    const Situation& at = rehearsal_.at();
    const world::AppQuery& query = plan_.version(at.nodes[node].version).queries[number];
    if (!query.writes.empty()) return;
    for (const world::Promise& promise : query.reads)
      for (const Entities& entities : plan_.scenario().entities) {
        if (entities.field != promise.field) continue;
        for (const sql::Value& key : entities.keys)
          out.push_back({node_name(plan_, at, node), query.name, key_values(query, promise.field, key)});
      }
  }

  const Plan& plan_;
  Rehearsal rehearsal_;
};

}  // namespace

base::Result<Replay> replay(const Scenario& scenario, const Story& story, std::stop_token stop) {
  auto world = world::World::create(scenario.start);
  if (!world) return tl::unexpected(world.error());
  const Plan plan(scenario, story.nodes > 0 ? std::optional(story.nodes) : std::nullopt);
  auto trace = StoryReplay(plan, *world, std::move(stop)).run(story);
  if (!trace) return tl::unexpected(trace.error());
  trace->seed = scenario.start.seed;
  return Replay{std::move(*trace), std::move(*world)};
}

}  // namespace simulator::deploy
