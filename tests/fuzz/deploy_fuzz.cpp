// Any bytes are a deploy scenario with an answer: one that may be used, and then its situations can be
// walked, its listed order replayed and its orders explored within a budget, or they say why not; or errors
// that say what is wrong.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <string_view>

#include "simulator/deploy/explore.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/scenario.h"
#include "tests/fuzz/promise.h"

using namespace simulator::deploy;

namespace {

constexpr std::size_t most_situations = 400;

/// Every situation that can be reached, until there are too many; the database always says "finished" or,
/// every other time, "not yet" and "the node refused".
void walk(const Scenario& scenario) {
  const Plan plan(scenario);
  const Mishaps all{true, true};
  std::set<Situation> seen{Plan::canonical(plan.begin())};
  std::deque<Situation> waiting(seen.begin(), seen.end());
  bool finished = true;
  while (!waiting.empty() && seen.size() < most_situations) {
    const Situation at = std::move(waiting.front());
    waiting.pop_front();
    const auto moves = plan.moves(at, all, {1, 2});
    promise(moves == plan.moves(at, all, {1, 2}), "the same situation has the same moves");
    for (const Move& move : moves) {
      promise(move.step == no_step || static_cast<std::size_t>(move.step) < plan.steps(),
              "a move's step is one");
      promise(move.version < scenario.start.versions.size(), "a move's version is one");
      promise(move.group < scenario.groups.size(), "a move's group is one");
      promise(!move.begins || plan.can_begin(at, move.step), "a step begins only where it can");
      if (plan.at_rest(at)) promise(!move.begins, "nothing begins when everything is over");
      finished = !finished;
      const Situation next = Plan::canonical(plan.after(at, move, finished, !finished));
      promise(Plan::canonical(next) == next, "canonical once is canonical");
      promise((next.done & at.done) == at.done, "what is over stays over");
      if (seen.insert(next).second) waiting.push_back(next);
    }
    for (const NodeAt& node : at.nodes) {
      for (const std::size_t query : plan.queries(at, node))
        promise(query < plan.version(node.version).queries.size(), "a node's queries are its version's");
    }
  }
}

void explore_a_little(const Scenario& scenario) {
  ExploreOptions options;
  options.state_budget = 60;
  options.byte_budget = 64U << 20U;
  options.threads = 1;
  options.mishaps = {true, true};
  const auto found = explore(scenario, options);
  if (!found) return promise(!found.error().message.empty(), "an exploration that cannot run says why");
  promise(found->complete || !found->stopped.empty(), "a search that was cut off says so");
  promise(found->orders_safe <= found->orders_total, "no more orders are safe than there are");
  for (const OrderVerdict& verdict : found->orders) {
    promise(!(verdict.safe && verdict.unsafe()), "no order is both safe and unsafe");
    for (const auto& story : {verdict.story, verdict.rollback_story})
      promise(!story || *story < found->stories.size(), "a verdict's story is there");
  }
  promise(!to_json(*found, Plan(scenario)).empty(), "what was found can be told");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto lesson = simulator::base::Folder::open(DRIFTWOOD_SOURCE_DIR "/tests/fuzz/lesson").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ScenarioResult reading = read_scenario(lesson, "fuzz.deploy.json", text);
  for (const auto& one : reading.diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  if (simulator::base::has_errors(reading.diagnostics)) return 0;
  const Scenario& scenario = reading.scenario;
  promise(!scenario.steps.empty(), "a rollout has steps");
  for (const Step& step : scenario.steps)
    promise(scenario.step(step.id) == &step, "every step is found by its id");
  walk(scenario);
  const auto trace = replay(scenario, scenario.listed_order());
  promise(trace.has_value() || !trace.error().message.empty(), "a replay that cannot run says why");
  explore_a_little(scenario);
  return 0;
}
