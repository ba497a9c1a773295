#include "simulator/world/statement_runner.h"

#include <fmt/format.h>

#include "simulator/base/text_position.h"
#include "simulator/sql/splitter.h"

namespace simulator::world {
namespace {

std::size_t bytes_of(const sql::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size() + sizeof value;
  if (const auto* blob = std::get_if<sql::Blob>(&value)) return blob->size() + sizeof value;
  return sizeof value;
}

/// Keeps rows while they fit.
class Collector {
 public:
  Collector(const RowLimit& limit, sql::ResultSet& out) : limit_(limit), out_(out) {}

  /// False: there was no room for the row.
  bool add(const sql::Statement& statement) {
    if (out_.truncated || out_.rows.size() >= limit_.rows) return !(out_.truncated = true);
    std::vector<sql::Value> row;
    const int columns = statement.column_count();
    row.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      row.push_back(statement.value(column));
      bytes_ += bytes_of(row.back());
    }
    if (bytes_ > limit_.bytes) return !(out_.truncated = true);
    out_.rows.push_back(std::move(row));
    return true;
  }

 private:
  const RowLimit& limit_;
  sql::ResultSet& out_;
  std::size_t bytes_ = 0;
};

Event statement_event(const std::string& environment, std::string_view text,
                      const sql::StatementText& statement) {
  Event event;
  event.kind = EventKind::statement;
  event.environment = environment;
  event.sql = std::string(statement.text);
  event.at = base::position_at(text, statement.offset);
  return event;
}

std::string sentence_for(const StatementOutcome& outcome) {
  if (outcome.result) {
    return fmt::format("{}{} {}", outcome.result->truncated ? "the first " : "", outcome.rows,
                       outcome.rows == 1 ? "row" : "rows");
  }
  if (outcome.rows == 0) return "done";
  return fmt::format("{} {} changed", outcome.rows, outcome.rows == 1 ? "row" : "rows");
}

Event plain(EventKind kind, const std::string& environment, std::string text) {
  Event event;
  event.kind = kind;
  event.environment = environment;
  event.text = std::move(text);
  return event;
}

Event skipped(const std::string& environment, std::size_t left, bool in_transaction) {
  Event event = plain(
      EventKind::statements_skipped, environment,
      fmt::format("{} not run, because the one before failed{}",
                  left == 1 ? "The last statement was" : fmt::format("The other {} statements were", left),
                  in_transaction ? "" : "; what ran before it stays"));
  event.rows = static_cast<std::int64_t>(left);
  return event;
}

}  // namespace

base::Error moved_into(base::Error error, std::string_view text, std::size_t offset) {
  if (!error.at.known()) return error;
  error.at = base::offset_by(error.at, base::position_at(text, offset));
  error.excerpt = base::caret_excerpt(text, error.at);
  return error;
}

const base::Error* interruption(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.error && (event.error->code == "sandbox.deadline" || event.error->code == "sandbox.cancelled" ||
                        event.error->code == "migration.cancelled")) {
      return &*event.error;
    }
  }
  return nullptr;
}

base::Result<StatementOutcome> run_statement(Connection& connection, std::string_view sql,
                                             const Parameters& parameters, const RowLimit& limit) {
  const auto failed = [&connection](const base::Error& error) {
    return tl::unexpected(connection.sandbox->explain(error));
  };
  auto statement = connection.database.prepare(sql);
  if (!statement) return failed(statement.error());
  for (const auto& [name, value] : parameters) {
    if (auto bound = statement->bind(name, value); !bound) return failed(bound.error());
  }
  const std::int64_t changes_before = connection.database.total_changes();
  const bool reads_only = statement->readonly();
  sql::ResultSet result;
  Collector collector(limit, result);
  for (;;) {
    auto row = statement->step();
    if (!row) return failed(row.error());
    if (!*row) break;
    // A statement that writes runs to its end, whether or not its rows are kept.
    if (!collector.add(*statement) && reads_only) break;
  }
  StatementOutcome outcome;
  // SQLite may have prepared anew on the first step, so the columns are asked for only now.
  const int columns = statement->column_count();
  if (columns == 0) {
    if (connection.database.total_changes() > changes_before) outcome.rows = connection.database.changes();
    return outcome;
  }
  for (int column = 0; column < columns; ++column) result.columns.push_back(statement->column_name(column));
  outcome.rows = static_cast<std::int64_t>(result.rows.size());
  outcome.result = std::move(result);
  return outcome;
}

std::vector<Event> run_text(Connection& connection, const std::string& environment, std::string_view text,
                            const RowLimit& limit, Allowance& allowance) {
  std::vector<Event> events;
  const std::vector<sql::StatementText> statements = sql::split_statements(text);
  allowance.refill(*connection.sandbox);
  for (std::size_t index = 0; index < statements.size(); ++index) {
    Event event = statement_event(environment, text, statements[index]);
    auto outcome = run_statement(connection, statements[index].text, {}, limit);
    if (outcome) {
      event.text = sentence_for(*outcome);
      event.rows = outcome->rows;
      event.result = std::move(outcome->result);
      events.push_back(std::move(event));
      continue;
    }
    event.error = moved_into(outcome.error(), text, statements[index].offset);
    event.text = event.error->message;
    events.push_back(std::move(event));
    if (const std::size_t left = statements.size() - index - 1; left > 0) {
      events.push_back(skipped(environment, left, connection.database.in_transaction()));
    }
    break;
  }
  allowance.settle(*connection.sandbox);
  if (connection.database.in_transaction()) {
    Allowance::refill_for_housekeeping(*connection.sandbox);
    const auto rolled_back = connection.database.execute("ROLLBACK");
    Event event = plain(
        EventKind::rolled_back, environment,
        events.back().ok()
            ? "The text ended inside a transaction, so everything since BEGIN was rolled back: add COMMIT to "
              "keep it"
            : "The statement failed inside a transaction, so everything since BEGIN was rolled back");
    if (!rolled_back) event.error = rolled_back.error();
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace simulator::world
