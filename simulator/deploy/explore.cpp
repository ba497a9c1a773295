#include "simulator/deploy/explore.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "simulator/base/clock.h"
#include "simulator/base/counted.h"
#include "simulator/deploy/independence.h"
#include "simulator/deploy/matrix.h"
#include "simulator/deploy/order_analysis.h"
#include "simulator/deploy/safe_region.h"
#include "simulator/deploy/state_graph.h"
#include "simulator/migration/layout.h"
#include "simulator/world/world.h"

namespace simulator::deploy {
namespace {

constexpr int most_asked_nodes = 64;
constexpr std::size_t most_counted_orders = 1'000'000'000;
constexpr std::size_t listed_when_too_many = 120;

/// Numbers that the scenario's own texts hold.
ReservedNumbers numbers_in(const Scenario& scenario) {
  ReservedNumbers found;
  const ReservedNumbers none;
  const auto look = [&](std::string_view text) {
    for_written_numbers(text, none, [&](std::size_t, std::uint32_t number) { found.insert(number); });
  };
  for (const migration::SourceFile& file : scenario.start.files) look(file.text);
  for (const world::AppVersion& version : scenario.start.versions) {
    look(version.refuses_when);
    for (const world::AppQuery& query : version.queries) {
      look(query.sql);
      for (const auto& [name, value] : query.parameters) look(sql::to_display(value));
    }
  }
  for (const Step& step : scenario.steps) look(step.sql);
  for (const Invariant& invariant : scenario.invariants) look(invariant.sql);
  for (const Entities& entities : scenario.entities) {
    for (const sql::Value& key : entities.keys) look(sql::to_display(key));
  }
  return found;
}

std::vector<std::string> backups_of(const Scenario& scenario) {
  std::vector<std::string> names = {"start"};
  for (const Step& step : scenario.steps) {
    if (step.kind != StepKind::backup && step.kind != StepKind::restore) continue;
    if (std::find(names.begin(), names.end(), step.backup) == names.end()) names.push_back(step.backup);
  }
  return names;
}

class Explorer {
 public:
  Explorer(const Scenario& scenario, const ExploreOptions& options, std::stop_token stop)
      : scenario_(scenario), options_(options), stop_(std::move(stop)), plan_(scenario, options.nodes) {}

  base::Result<Exploration> run() {
    const base::SystemClock clock;
    const std::int64_t began = clock.monotonic_ms();
    out_.nodes = plan_.count(0);
    out_.mishaps = options_.mishaps;
    if (auto ready = prepare(); !ready) {
      if (!stop_.stop_requested()) return tl::make_unexpected(ready.error());
      out_.stopped = "cancelled";
      return std::move(out_);
    }
    explore_groups();
    out_.complete = out_.stopped.empty();
    judge_orders();
    if (auto matrix = matrix_of(*experiment_, *effects_)) out_.matrix = std::move(*matrix);
    out_.databases = effects_->states();
    out_.executed = effects_->executed();
    out_.elapsed_ms = clock.monotonic_ms() - began;
    return std::move(out_);
  }

 private:
  base::Result<void> prepare() {
    if (options_.nodes && (*options_.nodes < 1 || *options_.nodes > most_asked_nodes))
      return base::failure("deploy.bad-count", fmt::format("a rollout has 1 to {} nodes", most_asked_nodes),
                           "Nothing was explored.");
    auto world = world::World::create(scenario_.start);
    if (!world) return tl::make_unexpected(world.error());
    const auto image = world->image(scenario_.environment);
    if (image == nullptr)
      return base::failure("world.bad-start",
                           fmt::format("there is no environment {}", scenario_.environment));
    auto files = migration::read_layout(scenario_.start.tool, scenario_.start.files,
                                        scenario_.start.migrations_folder);
    for (const base::Diagnostic& diagnostic : files.diagnostics) {
      if (diagnostic.severity == base::Severity::error) return tl::make_unexpected(diagnostic.what);
    }
    experiment_.emplace(Experiment{&plan_, AskedList(plan_), std::move(files.set), numbers_in(scenario_),
                                   backups_of(scenario_), stop_});
    // What the database holds from the start counts as the scenario's own, too.
    {
      Laboratory laboratory(*experiment_, [](const Fingerprint&) { return false; });
      auto state = laboratory.begin(*image);
      if (!state) return tl::make_unexpected(state.error());
      experiment_->reserved.insert(state->dump->numbers.begin(), state->dump->numbers.end());
    }
    possible_.emplace(plan_, most_counted_orders);
    effects_.emplace(*experiment_, options_.threads);
    return effects_->begin(*image);
  }

  /// Every group of writes on its own, until what was executed shows no more influence between them.
  void explore_groups() {
    const std::vector<Asked>& asked = experiment_->asked.all();
    std::vector<bool> all(asked.size());
    std::set<std::string> subjects;
    for (std::size_t index = 0; index < asked.size(); ++index) {
      all[index] = asked[index].stays();
      if (asked[index].once) subjects.insert(fmt::format("once {}", *asked[index].once));
      for (const FactPromise& write : asked[index].writes)
        subjects.insert(experiment_->asked.facts()[write.fact].field);
    }
    // Too many orders to list are counted on one graph.
    if (subjects.size() < 2 || !few_orders()) {
      build(all);
      return;
    }
    // Without any write: every request and every step runs once at least, and shows which tables it touches.
    build(std::vector<bool>(asked.size()));
    std::vector<std::vector<bool>> groups;
    while (out_.stopped.empty()) {
      auto found = writing_groups(*experiment_, *effects_);
      if (!found) {
        out_.stopped = found.error().message;
        return;
      }
      if (*found == groups) return;
      groups = std::move(*found);
      graphs_.clear();
      for (const std::vector<bool>& group : groups) {
        if (out_.stopped.empty()) build(group);
      }
    }
  }

  void build(const std::vector<bool>& writing) {
    StateGraph& graph =
        *graphs_.emplace_back(std::make_unique<StateGraph>(plan_, experiment_->asked, *effects_, writing));
    StateGraph::Limits limits;
    limits.mishaps = options_.mishaps;
    const std::size_t before = seen_.size();
    limits.states = options_.state_budget > before ? options_.state_budget - before : 1;
    limits.bytes = options_.byte_budget;
    limits.stop = stop_;
    if (options_.progress) {
      limits.progress = [this, before](const ExploreProgress& progress) {
        options_.progress({before + progress.states, progress.waiting, progress.executed});
      };
    }
    out_.stopped = graph.build(limits);
    if (out_.stopped.ends_with(" state") || out_.stopped.ends_with(" states"))
      out_.stopped = "after " + base::counted(options_.state_budget, "state", "states");
    note_states(graph);
  }

  [[nodiscard]] bool few_orders() const {
    return !possible_->capped() && possible_->total() <= most_listed_orders;
  }

  /// A state that two groups went through counts once.
  void note_states(const StateGraph& graph) {
    std::vector<std::uint64_t> numbers;
    for (StateId state = 0; state < graph.states(); ++state) {
      const std::uint32_t situation = graph.situation(state);
      while (numbers.size() <= situation)
        numbers.push_back(
            situations_
                .emplace(graph.situation_at(static_cast<std::uint32_t>(numbers.size())), situations_.size())
                .first->second);
      seen_.insert(numbers[situation] << 32U | graph.data(state));
    }
    out_.states = seen_.size();
    out_.moves += graph.moves();
    std::uint64_t bytes = effects_->bytes();
    for (const auto& each : graphs_) bytes += each->bytes();
    out_.bytes = std::max(out_.bytes, bytes);
  }

  void judge_orders() {
    out_.orders_total = possible_->total();
    const bool few = few_orders();
    std::vector<OrderFindings> findings;
    for (const auto& graph : graphs_)
      findings.push_back(analyse_orders(*graph, *possible_, few ? most_listed_orders : listed_when_too_many));
    if (findings.empty()) return;
    std::vector<std::vector<std::uint8_t>> safe;
    for (std::size_t index = 0; index < findings.front().orders.size(); ++index) {
      OrderVerdict verdict = verdict_of(findings, index);
      if (verdict.safe) {
        const StepOrder& order = findings.front().orders[index].order;
        safe.emplace_back(order.begin(), order.end());
      }
      // What a search did not finish it does not call safe.
      verdict.safe = verdict.safe && out_.complete;
      if (verdict.story || out_.complete) out_.orders.push_back(std::move(verdict));
    }
    find_shortest();
    if (!out_.complete) return;
    out_.orders_listed = few;
    if (few) {
      out_.orders_safe = safe.size();
      out_.region = region_of(safe, scenario_.listed_order());
    } else {
      out_.orders_safe = findings.front().safe;
    }
  }

  OrderVerdict verdict_of(const std::vector<OrderFindings>& findings, std::size_t index) {
    OrderVerdict verdict;
    const auto name = [this](StepIndex step) { return plan_.step(step).id; };
    for (const StepIndex step : findings.front().orders[index].order) verdict.order.push_back(name(step));
    const Path* fails = nullptr;
    const Path* back = nullptr;
    std::size_t fails_in = 0;
    std::size_t back_in = 0;
    std::size_t no_way_back = verdict.order.size();
    for (std::size_t graph = 0; graph < findings.size(); ++graph) {
      const OrderFinding& finding = findings[graph].orders[index];
      if (finding.fails && (fails == nullptr || finding.fails->acts < fails->acts)) {
        fails = &*finding.fails;
        fails_in = graph;
      }
      if (finding.fails_back && (back == nullptr || finding.fails_back->acts < back->acts)) {
        back = &*finding.fails_back;
        back_in = graph;
      }
      if (finding.no_way_back == no_step) continue;
      const auto place = std::find(verdict.order.begin(), verdict.order.end(), name(finding.no_way_back));
      no_way_back = std::min(no_way_back, static_cast<std::size_t>(place - verdict.order.begin()));
    }
    verdict.safe = fails == nullptr && back == nullptr;
    if (fails != nullptr) {
      verdict.story = story_of(*fails, fails_in, false);
    } else if (back != nullptr) {
      verdict.story = story_of(*back, back_in, true);
      verdict.rollback_story = verdict.story;
      if (no_way_back < verdict.order.size()) verdict.no_way_back = verdict.order[no_way_back];
    }
    return verdict;
  }

  std::size_t story_of(const Path& path, std::size_t in, bool rolled_back) {
    const StateGraph& graph = *graphs_[in];
    const auto [known, fresh] =
        story_ids_.emplace(std::tuple(in, path.way, path.ending), out_.stories.size());
    if (!fresh) return known->second;
    Story story;
    for (const StepIndex step : path.begun) story.order.push_back(plan_.step(step).id);
    for (const std::uint32_t act : path.way) story.acts.push_back(graph.act(act));
    story.failure = graph.ending(path.ending).failure;
    story.failing = graph.ending(path.ending).failing;
    story.nodes = out_.nodes;
    out_.stories.push_back(std::move(story));
    rolls_back_.push_back(rolled_back);
    return known->second;
  }

  void find_shortest() {
    for (std::size_t index = 0; index < out_.stories.size(); ++index) {
      const auto rank = [this](std::size_t story) {
        return std::pair<bool, std::size_t>(rolls_back_[story], out_.stories[story].acts.size());
      };
      if (!out_.shortest || rank(index) < rank(*out_.shortest)) out_.shortest = index;
    }
  }

  const Scenario& scenario_;
  const ExploreOptions& options_;
  std::stop_token stop_;
  Plan plan_;
  std::optional<Experiment> experiment_;
  std::optional<Effects> effects_;
  std::optional<PossibleOrders> possible_;
  std::vector<std::unique_ptr<StateGraph>> graphs_;
  std::map<Situation, std::uint64_t> situations_;
  std::unordered_set<std::uint64_t> seen_;
  std::map<std::tuple<std::size_t, std::vector<std::uint32_t>, std::uint32_t>, std::size_t> story_ids_;
  std::vector<bool> rolls_back_;  ///< by story
  Exploration out_;
};

}  // namespace

base::Result<Exploration> explore(const Scenario& scenario, const ExploreOptions& options,
                                  std::stop_token stop) {
  return Explorer(scenario, options, std::move(stop)).run();
}

}  // namespace simulator::deploy
