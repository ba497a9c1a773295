#include "simulator/deploy/order_analysis.h"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

namespace simulator::deploy {
namespace {

constexpr std::size_t most_situations = 100'000;
constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

/// A state, by the fewest acts, and where it was reached from.
struct Entry {
  StateId state = 0;
  std::uint32_t depth = 0;
  std::uint32_t from = UINT32_MAX;  ///< an entry of this layer or, where `outside`, of the one before
  std::uint32_t act = 0;
  bool outside = false;
};

struct Soonest {
  std::size_t acts = never;
  std::uint32_t ending = 0;
  std::uint32_t entry = 0;
  std::optional<std::uint32_t> act;  ///< the one that fails; none: the state itself
};

struct Layer {
  StepIndex step = no_step;  ///< that began it
  std::vector<Entry> entries;
  Soonest fails;
  Soonest fails_back;
};

class Analysis {
 public:
  Analysis(const StateGraph& graph, const PossibleOrders& possible, std::size_t listed)
      : graph_(graph), possible_(possible), listed_(listed), seen_(graph.states(), 0) {}

  OrderFindings run() {
    Entry begin;
    layers_.push_back(layer_of(no_step, {begin}));
    descend(possible_.begin());
    if (possible_.total() > out_.orders.size()) out_.safe = count_safe(possible_.begin(), {0});
    return std::move(out_);
  }

 private:
  /// Everything that can be reached from the seeds without a further step's beginning.
  Layer layer_of(StepIndex step, std::vector<Entry> seeds) {
    Layer layer;
    layer.step = step;
    std::stable_sort(seeds.begin(), seeds.end(),
                     [](const Entry& a, const Entry& b) { return a.depth < b.depth; });
    ++generation_;
    std::vector<Entry>& queue = layer.entries;
    std::size_t seed = 0;
    const auto add = [&](const Entry& entry) {
      if (seen_[entry.state] == generation_) return;
      seen_[entry.state] = generation_;
      queue.push_back(entry);
    };
    // Two queues, both ascending, make one breadth-first search with several beginnings.
    for (std::size_t head = 0; head < queue.size() || seed < seeds.size();) {
      if (head == queue.size() || (seed < seeds.size() && seeds[seed].depth <= queue[head].depth)) {
        add(seeds[seed++]);
        continue;
      }
      const Entry at = queue[head];
      const auto number = static_cast<std::uint32_t>(head++);
      if (at.depth >= bound_) break;  // sooner ones are known
      if (const auto ending = graph_.ending_of(at.state)) {
        Soonest& soonest = graph_.rolled_back(at.state) ? layer.fails_back : layer.fails;
        if (at.depth < soonest.acts) soonest = {at.depth, *ending, number, std::nullopt};
        continue;
      }
      for (const Edge* edge = graph_.begin(at.state); edge != graph_.end(at.state); ++edge) {
        if (edge->begins != no_step) continue;
        if (edge->ends()) {
          Soonest& soonest =
              graph_.rolled_back(at.state) || edge->rolls_back ? layer.fails_back : layer.fails;
          if (at.depth + 1 < soonest.acts) soonest = {at.depth + 1, edge->ending(), number, edge->act};
          continue;
        }
        add({edge->target, at.depth + 1, number, edge->act, false});
      }
    }
    return layer;
  }

  /// A step begins in every state of the layer where it can. A beginning that fails at once is an end of the
  /// new layer whose way goes back into the old one.
  Layer next_layer(const Layer& before, StepIndex step) {
    std::vector<Entry> seeds;
    Soonest fails;
    for (std::uint32_t number = 0; number < before.entries.size(); ++number) {
      const Entry& at = before.entries[number];
      for (const Edge* edge = graph_.begin(at.state); edge != graph_.end(at.state); ++edge) {
        if (edge->begins != step) continue;
        if (!edge->ends()) {
          seeds.push_back({edge->target, at.depth + 1, number, edge->act, true});
        } else if (at.depth + 1 < fails.acts) {
          fails = {at.depth + 1, edge->ending(), number, edge->act};
        }
      }
    }
    Layer layer = layer_of(step, std::move(seeds));
    if (fails.acts <= layer.fails.acts && fails.acts != never) {
      // As an entry of its own, so that the way back is found like any other.
      const Entry end = {0, static_cast<std::uint32_t>(fails.acts), fails.entry, *fails.act, true};
      layer.fails = {fails.acts, fails.ending, static_cast<std::uint32_t>(layer.entries.size()),
                     std::nullopt};
      layer.entries.push_back(end);
    }
    return layer;
  }

  Path path_to(std::size_t layer, const Soonest& end) const {
    Path path;
    path.acts = end.acts;
    path.ending = end.ending;
    if (end.act) path.way.push_back(*end.act);
    std::uint32_t number = end.entry;
    for (std::size_t at = layer;;) {
      const Entry& entry = layers_[at].entries[number];
      if (entry.from == UINT32_MAX) break;
      path.way.push_back(entry.act);
      number = entry.from;
      if (entry.outside) --at;
    }
    std::reverse(path.way.begin(), path.way.end());
    for (std::size_t at = 1; at <= layer; ++at) path.begun.push_back(layers_[at].step);
    return path;
  }

  struct Best {
    std::optional<Path> fails;
    std::optional<Path> fails_back;
    StepIndex no_way_back = no_step;
  };

  void descend(std::uint32_t place) {
    const std::size_t depth = layers_.size() - 1;
    const Layer& here = layers_.back();
    const Best outer = best_;
    if (here.fails.acts != never && (!best_.fails || here.fails.acts < best_.fails->acts))
      best_.fails = path_to(depth, here.fails);
    if (here.fails_back.acts != never) {
      if (best_.no_way_back == no_step) best_.no_way_back = here.step;
      if (!best_.fails_back || here.fails_back.acts < best_.fails_back->acts)
        best_.fails_back = path_to(depth, here.fails_back);
    }
    const std::vector<PossibleOrders::Next>& next = possible_.after(place);
    if (next.empty()) {
      OrderFinding finding;
      for (std::size_t at = 1; at < layers_.size(); ++at) finding.order.push_back(layers_[at].step);
      finding.fails = best_.fails;
      finding.fails_back = best_.fails_back;
      finding.no_way_back = best_.no_way_back;
      if (finding.safe()) ++out_.safe;
      out_.orders.push_back(std::move(finding));
    }
    for (const PossibleOrders::Next& each : next) {
      if (out_.orders.size() >= listed_) break;
      // With a failure known only a shorter one matters, and no rollback does.
      bound_ = best_.fails ? best_.fails->acts : never;
      layers_.push_back(next_layer(layers_.back(), each.step));
      descend(each.to);
      layers_.pop_back();
    }
    best_ = outer;
  }

  /// Beginnings whose states are the same have the same continuations: how many of them are safe.
  std::size_t count_safe(std::uint32_t place, const std::vector<StateId>& seeds) {
    bound_ = never;
    const auto key = std::pair(place, seeds);
    if (const auto known = counted_.find(key); known != counted_.end()) return known->second;
    std::vector<Entry> entries;
    for (const StateId state : seeds) entries.push_back({state, 0, UINT32_MAX, 0, false});
    const Layer layer = layer_of(no_step, std::move(entries));
    std::size_t safe = 0;
    if (layer.fails.acts == never && layer.fails_back.acts == never) {
      const std::vector<PossibleOrders::Next>& next = possible_.after(place);
      if (next.empty()) safe = 1;
      for (const PossibleOrders::Next& each : next) {
        std::set<StateId> begun;
        bool fails = false;
        for (const Entry& at : layer.entries) {
          for (const Edge* edge = graph_.begin(at.state); edge != graph_.end(at.state); ++edge) {
            if (edge->begins != each.step) continue;
            fails = fails || edge->ends();
            if (!edge->ends()) begun.insert(edge->target);
          }
        }
        if (!fails) safe += count_safe(each.to, {begun.begin(), begun.end()});
      }
    }
    counted_.emplace(key, safe);
    return safe;
  }

  const StateGraph& graph_;
  const PossibleOrders& possible_;
  std::size_t listed_;
  std::vector<std::uint32_t> seen_;
  std::uint32_t generation_ = 0;
  std::vector<Layer> layers_;
  std::size_t bound_ = never;
  Best best_;
  OrderFindings out_;
  std::map<std::pair<std::uint32_t, std::vector<StateId>>, std::size_t> counted_;
};

}  // namespace

PossibleOrders::PossibleOrders(const Plan& plan, std::size_t cap) : cap_(cap) {
  begin_ = visit(plan, {Plan::canonical(plan.begin())});
  total_ = places_[begin_].orders;
  capped_ = capped_ || total_ >= cap_;
}

std::uint32_t PossibleOrders::visit(const Plan& plan, const std::vector<Situation>& reached) {
  std::set<Situation> all(reached.begin(), reached.end());
  std::vector<Situation> queue(all.begin(), all.end());
  std::map<StepIndex, std::set<Situation>> begun;
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const Situation at = queue[head];
    if (++looked_at_ > most_situations) {
      capped_ = true;
      break;
    }
    for (const Move& move : plan.moves(at)) {
      Situation next = Plan::canonical(plan.after(at, move));
      if (move.begins) {
        begun[move.step].insert(std::move(next));
      } else if (all.insert(next).second) {
        queue.push_back(std::move(next));
      }
    }
  }
  std::vector<Situation> key(all.begin(), all.end());
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  Place place;
  if (begun.empty()) {
    // Steps that can never begin make an order that does not happen.
    const bool complete =
        std::any_of(key.begin(), key.end(), [&](const Situation& at) { return plan.at_rest(at); });
    place.orders = complete ? 1 : 0;
  }
  for (const auto& [step, situations] : begun) {
    const std::uint32_t to = visit(plan, {situations.begin(), situations.end()});
    if (places_[to].orders == 0) continue;
    place.next.push_back({step, to});
    place.orders = std::min(cap_, place.orders + places_[to].orders);
  }
  const auto number = static_cast<std::uint32_t>(places_.size());
  places_.push_back(std::move(place));
  known_.emplace(std::move(key), number);
  return number;
}

OrderFindings analyse_orders(const StateGraph& graph, const PossibleOrders& possible, std::size_t listed) {
  return Analysis(graph, possible, listed).run();
}

}  // namespace simulator::deploy
