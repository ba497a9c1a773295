#include "simulator/deploy/laboratory.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "simulator/sql/sqlite_error.h"

namespace simulator::deploy {
namespace {

sql::VfsOptions options_for(const Experiment& experiment) {
  const world::WorldStart& start = experiment.plan->scenario().start;
  sql::VfsOptions options;
  options.seed = start.seed;
  options.unix_ms = start.start_unix_ms;
  options.quota_bytes = static_cast<std::uint64_t>(start.quota_bytes);
  return options;
}

}  // namespace

bool Laboratory::execute(sqlite3* connection, const char* sql) {
  return sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::optional<std::size_t> Experiment::backup(const std::string& wanted) const {
  const auto found = std::find(backups.begin(), backups.end(), wanted);
  if (found == backups.end()) return std::nullopt;
  return static_cast<std::size_t>(found - backups.begin());
}

Laboratory::Laboratory(const Experiment& experiment, Known known)
    : experiment_(experiment), known_(std::move(known)), store_(options_for(experiment)) {}

Laboratory::~Laboratory() { session_.reset(); }

base::Result<void> Laboratory::restore(const DataState& state) {
  session_.reset();
  open_for_ = nullptr;
  if (auto restored = store_.restore(environment_name, state.image); !restored) return restored;
  store_.randomness() = base::Random(experiment_.plan->scenario().start.seed);
  return {};
}

void Laboratory::begin_batch() {
  session_.reset();
  open_for_ = nullptr;
}

base::Result<Line*> Laboratory::session(const DataState& state) {
  if (open_for_ != &state || !session_) {
    if (auto restored = restore(state); !restored) return tl::make_unexpected(restored.error());
    auto line = Line::open(store_, environment_name, sql::SandboxMode::application);
    if (!line) return tl::make_unexpected(line.error());
    session_.emplace(std::move(*line));
    open_for_ = &state;
  }
  session_->watch(tables_);
  session_->sandbox->set_mode(sql::SandboxMode::application);
  store_.randomness() = base::Random(experiment_.plan->scenario().start.seed);
  sqlite3_set_last_insert_rowid(session_->database.handle(), 0);
  session_->sandbox->begin(budget, experiment_.stop);
  return &*session_;
}

base::Result<DataState> Laboratory::begin(const sql::Image& image) {
  DataState state;
  state.image = image;
  state.last.resize(experiment_.asked.facts().size());
  state.once.resize(experiment_.asked.once_queries());
  state.backups.resize(experiment_.backups.size());
  state.dump = std::make_shared<const Dump>();
  auto line = session(state);
  if (!line) return tl::make_unexpected(line.error());
  auto dump = dump_of((*line)->database.handle(), experiment_.reserved);
  if (!dump) return tl::make_unexpected(dump.error());
  state.dump = std::make_shared<const Dump>(std::move(*dump));
  state.backups[0] = KeptBackup{state.image, state.dump};
  // The first version that reads a fact, in the order of the groups, says what it was before anybody wrote.
  for (const NodeGroup& group : experiment_.plan->scenario().groups) {
    const VersionIndex version = experiment_.plan->version_index(group.version);
    for (const Asked& asked : experiment_.asked.all()) {
      if (asked.version != version || !asked.writes.empty()) continue;
      for (const FactPromise& promise : asked.reads) {
        if (state.last[promise.fact]) continue;
        line = session(state);
        if (!line) return tl::make_unexpected(line.error());
        Sending sending(**line, asked, with_write(asked.parameters, first_write));
        const bool began = execute((*line)->database.handle(), "BEGIN");
        const auto ran = sending.run(0, asked.statements.size(), {}, false);
        if (ran) state.last[promise.fact] = sending.read(promise.value);
        if (!ran && is_interruption(ran.error())) return tl::make_unexpected(ran.error());
        (*line)->refill_for_housekeeping();
        if (began) execute((*line)->database.handle(), "ROLLBACK");
      }
    }
  }
  session_.reset();
  open_for_ = nullptr;
  return state;
}

Failure Laboratory::failure_of(const Asked& asked, FailureKind kind, std::string message) const {
  const world::AppVersion& version = experiment_.plan->version(asked.version);
  return {kind, std::move(message), version.name, version.queries[asked.query].name, {}};
}

void Laboratory::note(Outcome& out, std::optional<Failure> failure) const {
  if (failure && !out.failure && experiment_.plan->scenario().counts(failure->kind))
    out.failure = std::move(failure);
}

std::optional<Failure> Laboratory::judge(const DataState& state, const Asked& asked,
                                         const Sending& sending) const {
  const auto subject = [&](const FactPromise& promise) {
    const Fact& fact = experiment_.asked.facts()[promise.fact];
    if (std::holds_alternative<std::monostate>(fact.key)) return fact.field;
    return fmt::format("{} of {}", fact.field, sql::to_display(fact.key));
  };
  if (!asked.writes.empty() && sending.changed() == 0) {
    return failure_of(
        asked, FailureKind::lost_write,
        fmt::format("the write of {} was answered and no row was changed", subject(asked.writes[0])));
  }
  for (const FactPromise& promise : asked.reads) {
    const std::optional<std::string>& last = state.last[promise.fact];
    if (!last) continue;
    const std::optional<std::string> read = sending.read(promise.value);
    if (read == last) continue;
    const std::string got = read.value_or(fmt::format("nothing called {}", promise.value));
    if (!state.dump->contains(*last)) {
      return failure_of(
          asked, FailureKind::lost_write,
          fmt::format("{} was last written as {}, which is nowhere in the database any more; this reads {}",
                      subject(promise), *last, got));
    }
    return failure_of(
        asked, FailureKind::stale_read,
        fmt::format("{} was last written as {}, and this reads {}", subject(promise), *last, got));
  }
  return std::nullopt;
}

base::Result<DataState> Laboratory::behind(const DataState& state, sqlite3* connection, const Asked* asked,
                                           const Sending* sending, bool answered) {
  DataState next;
  next.last = state.last;
  next.once = state.once;
  next.backups = state.backups;
  if (asked != nullptr) {
    for (const FactPromise& promise : asked->writes) {
      // A request that failed on its way: who knows what it wrote.
      if (answered) next.last[promise.fact] = sending->bound(promise.value);
      if (!answered && sending->changed() > 0) next.last[promise.fact].reset();
    }
    if (asked->once && answered) next.once[*asked->once] = true;
  }
  // Comparing databases reads every table; that is not what the request touches.
  std::set<std::string> touched = std::move(tables_);
  auto dump = dump_of(connection, experiment_.reserved);
  tables_ = std::move(touched);
  if (!dump) return tl::make_unexpected(dump.error());
  next.dump = std::make_shared<const Dump>(std::move(*dump));
  return next;
}

/// Nothing is open any more but perhaps the session, and what was done is committed.
base::Result<void> Laboratory::settle(const DataState& state, DataState next, Outcome& out) {
  out.print = fingerprint_of(next, experiment_.reserved);
  out.changed = !(out.print == fingerprint_of(state, experiment_.reserved));
  if (!out.changed || known_(out.print)) return {};
  auto image = store_.image(environment_name);
  if (!image) return tl::make_unexpected(image.error());
  next.image = std::move(*image);
  out.next = std::move(next);
  return {};
}

base::Result<Outcome> Laboratory::run(const DataState& state, const Action& action) {
  tables_.clear();
  base::Result<Outcome> out;
  switch (action.kind) {
    case Action::Kind::request:
      out = request(state, experiment_.asked.all()[action.asked]);
      break;
    case Action::Kind::in_flight:
      out = in_flight(state, action.step, experiment_.asked.all()[action.asked]);
      break;
    case Action::Kind::work:
    case Action::Kind::crash:
      out = step(state, action);
      break;
    case Action::Kind::invariants:
    case Action::Kind::start:
      out = look(state, action);
      break;
  }
  if (out) out->tables = std::move(tables_);
  return out;
}

base::Result<Outcome> Laboratory::request(const DataState& state, const Asked& asked) {
  if (asked.own_transaction) return request_alone(state, asked);
  auto opened = session(state);
  if (!opened) return tl::make_unexpected(opened.error());
  Line& line = **opened;
  sqlite3* connection = line.database.handle();
  if (!execute(connection, "BEGIN")) return tl::make_unexpected(sql::last_error(connection));
  const std::string& text = experiment_.plan->version(asked.version).queries[asked.query].sql;
  Outcome out;
  std::optional<DataState> next;
  bool alone = false;
  {
    Sending sending(line, asked, with_write(asked.parameters, fresh_number(state, experiment_.reserved)));
    const auto ran = sending.run(0, asked.statements.size(), text, true);
    if (!ran && is_interruption(ran.error())) return tl::make_unexpected(ran.error());
    line.refill_for_housekeeping();
    // In a transaction of ours it could not be seen what SQLite does at the end of the statement.
    alone = (ran && !*ran) || sqlite3_get_autocommit(connection) != 0;
    if (!alone && !ran) {
      note(out, failure_of(asked, FailureKind::sql_error, ran.error().message));
      alone = !out.failure && asked.stays() && !sending.only_read();  // what ran before it stays
    } else if (!alone) {
      note(out, judge(state, asked, sending));
      if (asked.stays() && !out.failure) {
        auto made = behind(state, connection, &asked, &sending, true);
        if (!made) return tl::make_unexpected(made.error());
        next = std::move(*made);
      }
    }
  }
  if (alone || !next) {
    if (sqlite3_get_autocommit(connection) == 0) execute(connection, "ROLLBACK");
    if (alone) return request_alone(state, asked);
    out.leads_on = false;
    return out;
  }
  out.print = fingerprint_of(*next, experiment_.reserved);
  const bool known = known_(out.print);
  if (!execute(connection, known ? "ROLLBACK" : "COMMIT"))
    return tl::make_unexpected(sql::last_error(connection));
  if (!known) open_for_ = nullptr;
  if (auto settled = settle(state, std::move(*next), out); !settled)
    return tl::make_unexpected(settled.error());
  return out;
}

base::Result<Outcome> Laboratory::request_alone(const DataState& state, const Asked& asked) {
  if (auto restored = restore(state); !restored) return tl::make_unexpected(restored.error());
  auto line = Line::open(store_, environment_name, sql::SandboxMode::application);
  if (!line) return tl::make_unexpected(line.error());
  line->watch(tables_);
  line->sandbox->begin(budget, experiment_.stop);
  const std::string& text = experiment_.plan->version(asked.version).queries[asked.query].sql;
  Outcome out;
  Sending sending(*line, asked, with_write(asked.parameters, fresh_number(state, experiment_.reserved)));
  const auto ran = sending.run(0, asked.statements.size(), text, false);
  if (!ran && is_interruption(ran.error())) return tl::make_unexpected(ran.error());
  line->refill_for_housekeeping();
  sqlite3* connection = line->database.handle();
  if (sqlite3_get_autocommit(connection) == 0) execute(connection, "ROLLBACK");
  if (!ran) note(out, failure_of(asked, FailureKind::sql_error, ran.error().message));
  if (ran) note(out, judge(state, asked, sending));
  out.leads_on = asked.stays() && !out.failure;
  if (!out.leads_on) return out;
  auto next = behind(state, connection, &asked, &sending, ran.has_value());
  if (!next) return tl::make_unexpected(next.error());
  if (auto settled = settle(state, std::move(*next), out); !settled)
    return tl::make_unexpected(settled.error());
  return out;
}

base::Result<Outcome> Laboratory::look(const DataState& state, const Action& action) {
  Outcome out;
  const Scenario& scenario = experiment_.plan->scenario();
  /// The first row, or SQLite's message.
  const auto ask = [&](const std::string& sql, bool may_not_fit) -> base::Result<std::optional<std::string>> {
    // An invariant that a schema has no answer to says nothing.
    const auto failed = [&](const base::Error& error) -> base::Result<std::optional<std::string>> {
      if (is_interruption(error)) return tl::make_unexpected(error);
      if (may_not_fit && !error.code.starts_with("sandbox.")) return std::optional<std::string>();
      return std::optional(error.message);
    };
    auto line = session(state);
    if (!line) return tl::make_unexpected(line.error());
    auto statement = (*line)->database.prepare(sql);
    if (statement && !statement->readonly())
      return std::optional<std::string>("it is not a question: it would write");
    if (!statement) return failed((*line)->sandbox->explain(statement.error()));
    auto row = statement->step();
    if (!row) return failed((*line)->sandbox->explain(row.error()));
    if (!*row) return std::optional<std::string>();
    std::vector<std::string> words;
    for (int column = 0; column < statement->column_count(); ++column)
      words.push_back(sql::to_display(statement->value(column)));
    return std::optional(fmt::format("{}", fmt::join(words, ", ")));
  };
  out.leads_on = false;
  if (action.kind == Action::Kind::invariants) {
    for (const Invariant& invariant : scenario.invariants) {
      const auto broken = ask(invariant.sql, true);
      if (!broken) return tl::make_unexpected(broken.error());
      if (*broken)
        note(out, Failure{FailureKind::broken_invariant,
                          fmt::format("\"{}\" does not hold: {}", invariant.name, **broken),
                          {},
                          invariant.name,
                          {}});
    }
    return out;
  }
  const world::AppVersion& version = experiment_.plan->version(action.version);
  const auto why = ask(version.refuses_when, false);
  if (!why) return tl::make_unexpected(why.error());
  out.refused = why->has_value();
  if (out.refused)
    note(out, Failure{FailureKind::refused_start,
                      fmt::format("{} refuses to start: {}", version.name, **why),
                      version.name,
                      {},
                      {}});
  return out;
}

}  // namespace simulator::deploy
