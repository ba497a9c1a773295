#include "simulator/deploy/effects.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace simulator::deploy {
namespace {

constexpr std::size_t kills = 256;

/// Of a Dump: from here on, comparing what a request left takes longer than opening another connection.
constexpr std::size_t large_dump = 32U << 10U;

/// Looks and requests of a DataState share a connection; what works on it has a database of its own.
bool shares_connection(const DataState& state, const Action& action) {
  using Kind = Action::Kind;
  return (action.kind == Kind::invariants || action.kind == Kind::start || action.kind == Kind::request) &&
         state.dump->bytes() < large_dump;
}

}  // namespace

Effects::Effects(const Experiment& experiment, int threads)
    : experiment_(experiment), by_asked_(experiment.asked.all().size()), by_step_(experiment.plan->steps()) {
  for (int each = 0; each < std::max(threads, 1); ++each) {
    laboratories_.push_back(std::make_unique<Laboratory>(
        experiment, [this](const Fingerprint& print) { return by_print_.contains(print); }));
  }
}

Effects::~Effects() = default;

base::Result<void> Effects::begin(const sql::Image& image) {
  auto state = laboratories_.front()->begin(image);
  if (!state) return tl::make_unexpected(state.error());
  const Fingerprint print = fingerprint_of(*state, experiment_.reserved);
  static_cast<void>(intern(std::move(*state), print));
  return {};
}

/// Actions of a DataState, numbered densely: the invariants, starts, requests, works, requests in flight, and
/// last, because seldom, kills.
std::size_t Effects::slot(const Action& action) const {
  const std::size_t versions = experiment_.plan->scenario().start.versions.size();
  const std::size_t requests = by_asked_.size();
  const std::size_t steps = by_step_.size();
  const auto step = static_cast<std::size_t>(action.step);
  std::size_t base = 0;
  if (action.kind == Action::Kind::invariants) return base;
  base += 1;
  if (action.kind == Action::Kind::start) return base + action.version;
  base += versions;
  if (action.kind == Action::Kind::request) return base + action.asked;
  base += requests;
  if (action.kind == Action::Kind::work) return base + step;
  base += steps;
  if (action.kind == Action::Kind::in_flight) return base + step * requests + action.asked;
  base += steps * requests;
  return base + step * kills + action.statement;
}

bool Effects::knows(DataId data, const Action& action) const {
  const std::size_t index = slot(action);
  return index < by_slot_[data].size() && by_slot_[data][index] != 0;
}

const Effect& Effects::of(DataId data, const Action& action) const {
  return effects_[by_slot_[data][slot(action)] - 1];
}

DataId Effects::intern(DataState state, const Fingerprint& print) {
  const auto [at, fresh] = by_print_.emplace(print, static_cast<DataId>(states_.size()));
  if (!fresh) return at->second;
  // Pages are shared with the state it came from; which, does not matter for an estimate.
  const sql::Image none;
  bytes_ += state.dump->bytes() + sizeof(DataState) + 64 +
            state.image.bytes_not_shared_with(states_.empty() ? none : states_.back().image);
  for (const std::optional<std::string>& last : state.last)
    bytes_ += last ? last->capacity() + sizeof last : sizeof last;
  states_.push_back(std::move(state));
  by_slot_.emplace_back();
  return at->second;
}

void Effects::note_tables(const Action& action, const std::set<std::string>& tables) {
  const auto add = [&tables](std::set<std::string>& to) { to.insert(tables.begin(), tables.end()); };
  if (action.kind == Action::Kind::request || action.kind == Action::Kind::in_flight)
    add(by_asked_[action.asked]);
  if (action.kind == Action::Kind::work || action.kind == Action::Kind::crash)
    add(by_step_[static_cast<std::size_t>(action.step)]);
  if (action.kind == Action::Kind::invariants) add(of_invariants_);
}

base::Result<void> Effects::require(const std::vector<std::pair<DataId, Action>>& wanted) {
  std::vector<std::pair<DataId, Action>> missing;
  for (const auto& [data, action] : wanted) {
    std::vector<std::uint32_t>& slots = by_slot_[data];
    const std::size_t index = slot(action);
    if (index >= slots.size()) slots.resize(index + 1);
    if (slots[index] != 0) continue;
    missing.emplace_back(data, action);
    slots[index] = static_cast<std::uint32_t>(effects_.size() + missing.size());  // taken; filled in below
  }
  if (missing.empty()) return {};
  // What shares a connection stays together.
  std::vector<std::size_t> order(missing.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&missing](std::size_t a, std::size_t b) { return missing[a].first < missing[b].first; });
  std::vector<std::pair<std::size_t, std::size_t>> batches;  // of places in `order`
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from + 1;
    const DataId data = missing[order[from]].first;
    const auto shares = [&](std::size_t place) {
      return missing[order[place]].first == data &&
             shares_connection(states_[data], missing[order[place]].second);
    };
    while (shares(from) && to < order.size() && shares(to)) ++to;
    batches.emplace_back(from, to);
    from = to;
  }

  std::vector<std::optional<base::Result<Outcome>>> outcomes(missing.size());
  std::atomic<std::size_t> next_batch = 0;
  std::atomic<bool> stop = false;
  const auto labour = [&](Laboratory& laboratory) {
    for (std::size_t batch = next_batch++; batch < batches.size() && !stop; batch = next_batch++) {
      laboratory.begin_batch();
      for (std::size_t place = batches[batch].first; place < batches[batch].second; ++place) {
        const auto& [data, action] = missing[order[place]];
        outcomes[order[place]] = laboratory.run(states_[data], action);
        if (!*outcomes[order[place]]) {
          stop = true;
          return;
        }
      }
    }
  };
  const std::size_t helpers = std::min(laboratories_.size(), batches.size()) - 1;
  {
    std::vector<std::jthread> threads;
    for (std::size_t each = 0; each < helpers; ++each)
      threads.emplace_back([&labour, laboratory = laboratories_[each + 1].get()] { labour(*laboratory); });
    labour(*laboratories_.front());
  }

  const auto failed =
      std::find_if(outcomes.begin(), outcomes.end(), [](const auto& each) { return each && !*each; });
  if (failed != outcomes.end() ||
      std::any_of(outcomes.begin(), outcomes.end(), [](const auto& each) { return !each; })) {
    for (const auto& [data, action] : missing) by_slot_[data][slot(action)] = 0;
    if (failed != outcomes.end()) return tl::make_unexpected((**failed).error());
    return base::failure("sandbox.cancelled", "stopped, because it was cancelled");
  }
  for (std::size_t index = 0; index < missing.size(); ++index) {
    const auto& [data, action] = missing[index];
    Outcome& outcome = **outcomes[index];
    note_tables(action, outcome.tables);
    Effect effect;
    effect.next = data;
    effect.finished = outcome.finished;
    effect.refused = outcome.refused;
    effect.leads_on = outcome.leads_on && !outcome.failure;
    effect.crash_points = std::move(outcome.crash_points);
    if (outcome.failure) {
      effect.failure = static_cast<std::uint32_t>(failures_.size());
      failures_.push_back(std::move(*outcome.failure));
    } else if (outcome.changed) {
      const auto found = by_print_.find(outcome.print);
      effect.next =
          found != by_print_.end() ? found->second : intern(std::move(*outcome.next), outcome.print);
    }
    bytes_ += sizeof(Effect) + sizeof(std::uint32_t);
    effects_.push_back(std::move(effect));
    ++executed_;
  }
  return {};
}

}  // namespace simulator::deploy
