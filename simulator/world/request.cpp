#include "simulator/world/request.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/sql/first_word.h"
#include "simulator/world/statement_runner.h"

namespace simulator::world {
namespace {

constexpr RowLimit kept{20, 1U << 16U};
/// SQLite's primary result codes (sqlite3.h); the extended ones have them in their low byte.
constexpr int sqlite_busy = 5;
constexpr int sqlite_locked = 6;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

void bind(Parameters& bindings, std::string name, const sql::Value& value) {
  for (auto& [known, now] : bindings) {
    if (known != name) continue;
    now = value;
    return;
  }
  bindings.emplace_back(std::move(name), value);
}

}  // namespace

Parameters filled_in(const AppQuery& query, const Parameters& values, const RequestNumbers& numbers) {
  Parameters parameters = query.parameters;
  for (const auto& [name, value] : values) bind(parameters, name, value);
  for (auto& [name, value] : parameters) {
    auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || text->find('{') == std::string::npos) continue;
    *text = replaced(std::move(*text), "{request}", std::to_string(numbers.request));
    *text = replaced(std::move(*text), "{write}", std::to_string(numbers.write));
    *text = replaced(std::move(*text), "{node}", numbers.node);
  }
  return parameters;
}

bool writes_a_number(const AppQuery& query, const Parameters& values) {
  const auto has = [](const auto& parameter) {
    const auto* text = std::get_if<std::string>(&parameter.second);
    return text != nullptr && text->find("{write}") != std::string::npos;
  };
  return std::any_of(query.parameters.begin(), query.parameters.end(), has) ||
         std::any_of(values.begin(), values.end(), has);
}

bool can_be_in_flight(const AppQuery& query) {
  int looks = 0;
  for (const sql::StatementText& statement : sql::split_statements(query.sql))
    if (!sql::bounds_a_transaction(statement.text)) ++looks;
  return looks > 1;
}

bool turned_away(const base::Error& error) {
  const int primary = error.native & 0xFF;
  return primary == sqlite_busy || primary == sqlite_locked;
}

std::optional<sql::Value> RequestOutcome::value(std::string_view column) const {
  if (!answer) return std::nullopt;
  const auto found = std::find(answer->columns.begin(), answer->columns.end(), column);
  if (found == answer->columns.end()) return std::nullopt;
  if (answer->rows.empty()) return sql::Value{};
  return answer->rows.front()[static_cast<std::size_t>(found - answer->columns.begin())];
}

RequestRun::RequestRun(Connection& connection, const AppQuery& query, Parameters bindings)
    : connection_(&connection),
      query_(query),
      bindings_(std::move(bindings)),
      statements_(sql::split_statements(query.sql)) {}

void RequestRun::run_next() {
  const sql::StatementText& statement = statements_[next_++];
  const std::int64_t before = connection_->database.total_changes();
  auto outcome = run_statement(*connection_, statement.text, bindings_, kept);
  in_transaction_ = connection_->database.in_transaction();
  outcome_.changed += connection_->database.total_changes() - before;
  if (!outcome) {
    outcome_.error = moved_into(outcome.error(), query_.sql, statement.offset);
    next_ = statements_.size();
    return;
  }
  if (!sql::bounds_a_transaction(statement.text)) outcome_.rows = outcome->rows;
  if (!outcome->result) return;
  if (!outcome->result->rows.empty()) {
    const std::vector<sql::Value>& newest = outcome->result->rows.back();
    for (std::size_t column = 0; column < newest.size(); ++column) {
      const std::string name = ":" + outcome->result->columns[column];
      const bool own = std::any_of(query_.parameters.begin(), query_.parameters.end(),
                                   [&](const auto& parameter) { return parameter.first == name; });
      if (!own) bind(bindings_, name, newest[column]);
    }
  }
  outcome_.answer = std::move(outcome->result);
}

void RequestRun::begin() {
  while (next_ < statements_.size()) {
    const bool looked = !sql::bounds_a_transaction(statements_[next_].text);
    run_next();
    if (looked) return;
  }
}

void RequestRun::finish() {
  while (next_ < statements_.size()) run_next();
  if (!connection_->database.in_transaction()) return;
  // A request that ends without COMMIT, or in an error, gives its connection back clean.
  Allowance::refill_for_housekeeping(*connection_->sandbox);
  if (auto ended = connection_->database.execute("ROLLBACK"); !ended && !outcome_.error)
    outcome_.error = ended.error();
  in_transaction_ = false;
}

void RequestRun::finish_on(Connection& other) {
  connection_ = &other;
  if (in_transaction_ && next_ < statements_.size()) {
    outcome_.error =
        base::failure("world.connection-lost", "the connection was lost in the middle of a transaction",
                      "What the transaction had done until then was rolled back.")
            .value();
    next_ = statements_.size();
    in_transaction_ = false;
    return;
  }
  finish();
}

RequestOutcome run_request(Connection& connection, const AppQuery& query, const Parameters& bindings) {
  RequestRun run(connection, query, bindings);
  run.begin();
  run.finish();
  return run.take();
}

std::optional<base::Error> refusal(Connection& connection, const AppVersion& version) {
  if (version.refuses_when.empty()) return std::nullopt;
  const auto answer = run_statement(connection, version.refuses_when, {}, RowLimit{1, 1U << 16U});
  std::string why;
  if (!answer) {
    why = answer.error().message;
  } else {
    if (!answer->result || answer->result->rows.empty()) return std::nullopt;
    std::vector<std::string> words;
    for (const sql::Value& value : answer->result->rows.front()) words.push_back(sql::to_display(value));
    why = fmt::format("{}", fmt::join(words, ", "));
  }
  base::Error error =
      base::failure("world.node-refused", fmt::format("{} refuses to start: {}", version.name, why),
                    "The node stays stopped.")
          .value();
  if (!answer) error.native = answer.error().native;
  return error;
}

}  // namespace simulator::world
