#include "simulator/deploy/state_graph.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/counted.h"
#include "simulator/deploy/performance.h"

namespace simulator::deploy {
namespace {

constexpr std::size_t states_between_reports = 512;

std::string key_of(const std::optional<RequestBy>& request) {
  if (!request) return "-";
  return fmt::format("{}/{}/{}/{}", request->group, request->version, request->query,
                     request->entity ? sql::to_display(*request->entity) : "");
}

std::string key_of(const Act& act) {
  if (!act.move) return "r" + key_of(act.request);
  const Move& move = *act.move;
  return fmt::format("m{}/{}/{}/{}/{}/{}/{}|{}", static_cast<int>(move.kind), move.begins, move.step,
                     move.group, move.version, move.from, move.statement, key_of(act.request));
}

}  // namespace

StateGraph::StateGraph(const Plan& plan, const AskedList& asked, Effects& effects, std::vector<bool> writing)
    : plan_(plan), asked_(asked), effects_(effects), writing_(std::move(writing)) {}

std::uint32_t StateGraph::situation_id(const Situation& at) {
  const auto [found, fresh] = situation_ids_.emplace(at, static_cast<std::uint32_t>(situations_.size()));
  if (fresh) situations_.push_back({at, false, false, {}, {}});
  return found->second;
}

std::uint32_t StateGraph::act_id(const Act& act) {
  const auto [found, fresh] = act_ids_.emplace(key_of(act), static_cast<std::uint32_t>(acts_.size()));
  if (fresh) acts_.push_back(act);
  return found->second;
}

std::uint32_t StateGraph::ending_id(const Failure& failure, std::optional<RequestBy> failing) {
  const std::string key =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", static_cast<int>(failure.kind), failure.message, failure.version,
                  failure.query, failure.step, key_of(failing));
  const auto [found, fresh] = ending_ids_.emplace(key, static_cast<std::uint32_t>(endings_.size()));
  if (fresh) endings_.push_back({failure, std::move(failing)});
  return found->second;
}

StateId StateGraph::state_id(std::uint32_t situation, DataId data) {
  const std::uint64_t key = (static_cast<std::uint64_t>(situation) << 32U) | data;
  const auto [found, fresh] = state_ids_.emplace(key, static_cast<StateId>(nodes_.size()));
  if (fresh) nodes_.push_back({situation, data, 0, 0, none, 0});
  return found->second;
}

std::optional<std::uint32_t> StateGraph::ending_of(StateId state) const {
  if (nodes_[state].ending == none) return std::nullopt;
  return nodes_[state].ending;
}

std::uint64_t StateGraph::bytes() const {
  constexpr std::uint64_t of_a_table_entry = 48;
  return nodes_.capacity() * sizeof(Node) + edges_.capacity() * sizeof(Edge) +
         state_ids_.size() * of_a_table_entry + situations_.size() * 1024;
}

/// The queries that live nodes may send, each once; and the moves, with what becomes of the situation.
void StateGraph::work_out(std::uint32_t number) {
  if (situations_[number].worked_out) return;
  situations_[number].worked_out = true;
  const Situation at = situations_[number].at;
  Known known;
  known.at = at;
  known.worked_out = true;
  known.unserved = plan_.unserved(at);
  std::vector<bool> seen(asked_.all().size());
  for (const NodeAt& node : at.nodes) {
    if (!node.live()) continue;
    for (const std::size_t query : plan_.queries(at, node)) {
      for (const std::uint16_t asked : asked_.of(node.version, query)) {
        if (seen[asked]) continue;
        seen[asked] = true;
        const Asked& one = asked_.all()[asked];
        known.requests.emplace_back(
            asked, act_id({std::nullopt, RequestBy{node.group, one.version, one.query, one.entity}}));
      }
    }
  }
  Mishaps without_crash = mishaps_;
  without_crash.crash = false;
  const auto next = [&](const Move& move, bool finished, bool refused) {
    return situation_id(Plan::canonical(plan_.after(at, move, finished, refused)));
  };
  for (const Move& move : plan_.moves(at, without_crash)) {
    PossibleMove possible;
    possible.move = move;
    possible.act = act_id({move, std::nullopt});
    possible.after = next(move, true, false);
    if (move.kind == Move::Kind::work) {
      const StepKind kind = plan_.step(move.step).kind;
      if (kind != StepKind::flag && kind != StepKind::nothing)
        possible.action = Action{Action::Kind::work, move.step, 0, 0, 0};
      possible.unfinished = next(move, false, false);
    }
    if ((move.kind == Move::Kind::start || move.kind == Move::Kind::update) &&
        !plan_.version(move.version).refuses_when.empty()) {
      possible.action = Action{Action::Kind::start, no_step, move.version, 0, 0};
      possible.refused = next(move, true, true);
    }
    known.moves.push_back(possible);
  }
  situations_[number] = std::move(known);
}

bool StateGraph::is_once_over(DataId data, const Asked& asked) const {
  return asked.once && effects_.state(data).once[*asked.once];
}

bool StateGraph::flies(const PossibleMove& possible, const Asked& asked) const {
  if (possible.move.kind != Move::Kind::work || !possible.action || asked.sent_before == 0) return false;
  const StepKind kind = plan_.step(possible.move.step).kind;
  return kind == StepKind::migrate || kind == StepKind::backfill || kind == StepKind::restore;
}

void StateGraph::want_looks(StateId state, std::vector<std::pair<DataId, Action>>& wanted) {
  work_out(nodes_[state].situation);
  const Known& known = situations_[nodes_[state].situation];
  const DataId data = nodes_[state].data;
  if (known.unserved && plan_.scenario().counts(FailureKind::no_node)) return;
  const auto want = [&](const Action& action) {
    if (!effects_.knows(data, action)) wanted.emplace_back(data, action);
  };
  if (!plan_.scenario().invariants.empty()) want({Action::Kind::invariants, no_step, 0, 0, 0});
  for (const auto& [asked, act] : known.requests) {
    if (!is_once_over(data, asked_.all()[asked])) want({Action::Kind::request, no_step, 0, 0, asked});
  }
}

/// Whether the state is an end, and why.
void StateGraph::judge(StateId state) {
  const Known& known = situations_[nodes_[state].situation];
  const DataId data = nodes_[state].data;
  if (known.unserved && plan_.scenario().counts(FailureKind::no_node)) {
    nodes_[state].ending =
        ending_id({FailureKind::no_node, "a request comes and no node serves", {}, {}, {}}, std::nullopt);
    return;
  }
  const auto look = [&](const Action& action, const std::optional<RequestBy>& by) {
    const Effect& effect = effects_.of(data, action);
    if (!effect.failure) return false;
    nodes_[state].ending = ending_id(effects_.failure(*effect.failure), by);
    return true;
  };
  if (!plan_.scenario().invariants.empty() &&
      look({Action::Kind::invariants, no_step, 0, 0, 0}, std::nullopt))
    return;
  for (const auto& [asked, act] : known.requests) {
    if (is_once_over(data, asked_.all()[asked])) continue;
    if (look({Action::Kind::request, no_step, 0, 0, asked}, acts_[act].request)) return;
  }
}

void StateGraph::want_moves(StateId state, std::vector<std::pair<DataId, Action>>& wanted) {
  if (nodes_[state].ending != none) return;
  const Known& known = situations_[nodes_[state].situation];
  const DataId data = nodes_[state].data;
  const auto want = [&](const Action& action) {
    if (!effects_.knows(data, action)) wanted.emplace_back(data, action);
  };
  for (const PossibleMove& possible : known.moves) {
    if (possible.action) want(*possible.action);
    for (const auto& [asked, act] : known.requests) {
      const Asked& one = asked_.all()[asked];
      if (flies(possible, one) && !is_once_over(data, one) && (writing_[asked] || !one.stays()))
        want({Action::Kind::in_flight, possible.move.step, 0, 0, asked});
    }
  }
}

void StateGraph::want_kills(StateId state, std::vector<std::pair<DataId, Action>>& wanted) {
  if (nodes_[state].ending != none || !mishaps_.crash) return;
  const Known& known = situations_[nodes_[state].situation];
  const DataId data = nodes_[state].data;
  if (known.at.crashed) return;
  for (const PossibleMove& possible : known.moves) {
    if (possible.move.kind != Move::Kind::work || !possible.action) continue;
    for (const std::uint8_t statement : effects_.of(data, *possible.action).crash_points) {
      const Action kill{Action::Kind::crash, possible.move.step, 0, statement, 0};
      if (!effects_.knows(data, kill)) wanted.emplace_back(data, kill);
    }
  }
}

void StateGraph::add_edge(std::uint32_t target, std::uint32_t act) {
  Edge edge;
  edge.target = target;
  edge.act = act;
  if (const auto& move = acts_[act].move) {
    edge.begins = move->begins ? move->step : no_step;
    edge.rolls_back = move->kind == Move::Kind::roll_back;
  }
  edges_.push_back(edge);
}

bool StateGraph::is_backfill(StepIndex step) const {
  return step != no_step && plan_.step(step).kind == StepKind::backfill;
}

Failure StateGraph::never_ends(StepIndex step) const {
  return {FailureKind::step_failed,
          fmt::format("the backfill still changes rows after {} batches", most_batches),
          {},
          {},
          plan_.step(step).id};
}

/// While a backfill runs, a state knows how many batches led to it, on the way on which it was found first.
void StateGraph::count_batches(StateId from, StateId to, bool one_more) {
  if (to <= from || nodes_[to].batches > 0) return;
  if (!is_backfill(situations_[nodes_[to].situation].at.running)) return;
  nodes_[to].batches = static_cast<std::uint8_t>(nodes_[from].batches + (one_more ? 1 : 0));
}

void StateGraph::expand(StateId state) {
  nodes_[state].first_edge = static_cast<std::uint32_t>(edges_.size());
  if (nodes_[state].ending != none) return;
  const std::uint32_t situation = nodes_[state].situation;
  const DataId data = nodes_[state].data;
  const std::size_t requests = situations_[situation].requests.size();
  for (std::size_t index = 0; index < requests; ++index) {
    const auto [asked, act] = situations_[situation].requests[index];
    if (!writing_[asked] || is_once_over(data, asked_.all()[asked])) continue;
    const Effect& effect = effects_.of(data, {Action::Kind::request, no_step, 0, 0, asked});
    if (!effect.leads_on || effect.next == data) continue;
    const StateId next = state_id(situation, effect.next);
    count_batches(state, next, false);
    add_edge(next, act);
  }
  const std::size_t moves = situations_[situation].moves.size();
  for (std::size_t index = 0; index < moves; ++index) {
    const PossibleMove possible = situations_[situation].moves[index];
    const auto follow = [&](const Effect& effect, std::uint32_t act, bool refusable) {
      if (effect.failure) {
        add_edge(Edge::ending_bit | ending_id(effects_.failure(*effect.failure), std::nullopt), act);
        return;
      }
      if (!effect.leads_on && !refusable) return;
      const bool endless = !refusable && !effect.finished && is_backfill(possible.move.step) &&
                           nodes_[state].batches + 1 >= most_batches;
      if (endless && plan_.scenario().counts(FailureKind::step_failed)) {
        add_edge(Edge::ending_bit | ending_id(never_ends(possible.move.step), std::nullopt), act);
        return;
      }
      const std::uint32_t target = refusable ? (effect.refused ? possible.refused : possible.after)
                                   : effect.finished || endless ? possible.after
                                                                : possible.unfinished;
      const StateId next = state_id(target, effect.next);
      count_batches(state, next, !refusable && !effect.finished);
      if (next != state) add_edge(next, act);
    };
    if (!possible.action) {
      const StateId next = state_id(possible.after, data);
      count_batches(state, next, false);
      add_edge(next, possible.act);
      continue;
    }
    const bool starts = possible.action->kind == Action::Kind::start;
    follow(effects_.of(data, *possible.action), possible.act, starts);
    if (starts) continue;
    for (std::size_t request = 0; request < requests; ++request) {
      const auto [asked, act] = situations_[situation].requests[request];
      const Asked& one = asked_.all()[asked];
      if (!flies(possible, one) || is_once_over(data, one) || (!writing_[asked] && one.stays())) continue;
      follow(effects_.of(data, {Action::Kind::in_flight, possible.move.step, 0, 0, asked}),
             act_id({possible.move, acts_[act].request}), false);
    }
    if (!mishaps_.crash || situations_[situation].at.crashed) continue;
    const Situation at = situations_[situation].at;
    for (const std::uint8_t statement : effects_.of(data, *possible.action).crash_points) {
      Move kill = possible.move;
      kill.kind = Move::Kind::crash;
      kill.statement = statement;
      const Effect& effect = effects_.of(data, {Action::Kind::crash, possible.move.step, 0, statement, 0});
      const std::uint32_t act = act_id({kill, std::nullopt});
      if (effect.failure) {
        add_edge(Edge::ending_bit | ending_id(effects_.failure(*effect.failure), std::nullopt), act);
        continue;
      }
      add_edge(state_id(situation_id(Plan::canonical(plan_.after(at, kill, effect.finished))), effect.next),
               act);
    }
  }
  nodes_[state].edge_count = static_cast<std::uint32_t>(edges_.size()) - nodes_[state].first_edge;
}

std::string StateGraph::build(const Limits& limits) {
  mishaps_ = limits.mishaps;
  const auto too_much = [&]() -> std::string {
    if (limits.stop.stop_requested()) return "cancelled";
    if (nodes_.size() > limits.states) return "after " + base::counted(limits.states, "state", "states");
    if (bytes() + effects_.bytes() > limits.bytes) return fmt::format("after {} MB", limits.bytes >> 20U);
    return {};
  };
  const auto report = [&](std::size_t waiting) {
    if (limits.progress) limits.progress({nodes_.size(), waiting, effects_.executed()});
  };
  static_cast<void>(state_id(situation_id(Plan::canonical(plan_.begin())), 0));
  std::vector<std::pair<DataId, Action>> wanted;
  using Want = void (StateGraph::*)(StateId, std::vector<std::pair<DataId, Action>>&);
  for (StateId from = 0; from < nodes_.size();) {
    const auto to = static_cast<StateId>(nodes_.size());  // this level
    // A wide level is taken in pieces, so that budgets and progress are looked at in between.
    for (StateId piece = from; piece < to;) {
      const StateId piece_end = std::min<StateId>(to, piece + static_cast<StateId>(states_between_reports));
      for (const Want want : {&StateGraph::want_looks, &StateGraph::want_moves, &StateGraph::want_kills}) {
        wanted.clear();
        for (StateId state = piece; state < piece_end; ++state) (this->*want)(state, wanted);
        if (auto executed = effects_.require(wanted); !executed) {
          const bool cancelled = limits.stop.stop_requested() || executed.error().code == "sandbox.cancelled";
          return cancelled ? "cancelled" : executed.error().message;
        }
        if (want == &StateGraph::want_looks) {
          for (StateId state = piece; state < piece_end; ++state) judge(state);
        }
      }
      for (StateId state = piece; state < piece_end; ++state) expand(state);
      piece = piece_end;
      report(nodes_.size() - piece);
      if (std::string why = too_much(); !why.empty()) return why;
    }
    from = to;
  }
  return {};
}

}  // namespace simulator::deploy
