#include "simulator/deploy/sending.h"

#include <sqlite3.h>

#include <algorithm>

#include "simulator/base/lower_case.h"
#include "simulator/base/text_position.h"

namespace simulator::deploy {
namespace {

/// As many of a statement's rows as a replay keeps.
constexpr std::size_t rows_kept = 20;

/// The argument of an authorizer's call that names a table.
std::string_view table_of(const sql::SandboxAction& action) {
  switch (action.code) {
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_CREATE_TABLE:
    case SQLITE_DROP_TABLE:
      return action.first;
    case SQLITE_ALTER_TABLE:
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TRIGGER:
      return action.second;
    default:
      return {};
  }
}

base::Error placed(base::Error error, const std::string& text, std::size_t offset) {
  if (!error.at.known()) return error;
  error.at = base::offset_by(error.at, base::position_at(text, offset));
  error.excerpt = base::caret_excerpt(text, error.at);
  return error;
}

bool has_unmet_keys(sqlite3* connection) {
  int unmet = 0;
  int highest = 0;
  sqlite3_db_status(connection, SQLITE_DBSTATUS_DEFERRED_FKS, &unmet, &highest, 0);
  return unmet != 0;
}

}  // namespace

base::Result<Line> Line::open(sql::EnvironmentStore& store, std::string_view name, sql::SandboxMode mode) {
  auto database = store.open(name);
  if (!database) return tl::make_unexpected(database.error());
  if (auto keys = database->execute("PRAGMA foreign_keys = ON"); !keys)
    return tl::make_unexpected(keys.error());
  sql::SandboxOptions options;
  options.random = &store.randomness();
  options.temporary_files_stay_in_memory = true;
  auto sandbox = sql::Sandbox::guard(*database, mode, options);
  if (!sandbox) return tl::make_unexpected(sandbox.error());
  return Line{std::move(*database), std::move(*sandbox)};
}

void Line::watch(std::set<std::string>& tables) {
  sandbox->watch([&tables](const sql::SandboxAction& action) {
    const std::string_view table = table_of(action);
    if (!table.empty() && table != "sqlite_master" && table != "sqlite_schema" &&
        table != "sqlite_temp_master")
      tables.insert(base::lower_case(table));
  });
}

bool is_lock(const base::Error& error) {
  const int code = error.native & 0xFF;
  return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

bool is_interruption(const base::Error& error) {
  return error.code == "sandbox.deadline" || error.code == "sandbox.cancelled" ||
         error.code == "migration.cancelled";
}

const sql::Value* Sending::parameter(std::string_view name) const {
  for (const auto* known : {&parameters_, &columns_}) {
    for (const auto& [each, value] : *known) {
      if (each == name) return &value;
    }
  }
  return nullptr;
}

void Sending::bind_column(const std::string& column, const sql::Value& value) {
  const std::string name = ":" + column;
  for (auto& [each, known] : columns_) {
    if (each != name) continue;
    known = value;
    return;
  }
  columns_.emplace_back(name, value);
}

base::Result<bool> Sending::run(std::size_t from, std::size_t to, const std::string& text, bool deferred) {
  for (std::size_t index = from; index < to; ++index) {
    const AskedStatement& sent = asked_.statements[index];
    const auto failed = [&](const base::Error& error) {
      return tl::make_unexpected(placed(line_->sandbox->explain(error), text, sent.offset));
    };
    auto statement = line_->database.prepare(sent.text);
    if (!statement) return failed(statement.error());
    only_read_ = only_read_ && statement->readonly();
    for (int place = 1; place <= statement->parameter_count(); ++place) {
      const char* name = sqlite3_bind_parameter_name(statement->handle(), place);
      const sql::Value* value = name != nullptr ? parameter(name) : nullptr;
      if (value == nullptr) continue;
      if (auto bound = statement->bind(place, *value); !bound) return failed(bound.error());
    }
    std::size_t rows = 0;
    std::vector<sql::Value> first;
    std::vector<sql::Value> newest;
    for (;;) {
      auto stepped = statement->step();
      if (!stepped) return failed(stepped.error());
      if (!*stepped) break;
      if (++rows > rows_kept) continue;
      newest.clear();
      for (int column = 0; column < statement->column_count(); ++column)
        newest.push_back(statement->value(column));
      if (rows == 1) first = newest;
    }
    if (statement->column_count() > 0) {
      answer_columns_.clear();
      for (int column = 0; column < statement->column_count(); ++column)
        answer_columns_.push_back(statement->column_name(column));
      for (std::size_t column = 0; column < newest.size(); ++column)
        bind_column(answer_columns_[column], newest[column]);
      answer_ = std::move(first);
    }
    if (deferred && has_unmet_keys(line_->database.handle())) return false;
  }
  return true;
}

std::optional<std::string> Sending::read(const std::string& column) const {
  const auto found = std::find(answer_columns_.begin(), answer_columns_.end(), column);
  if (found == answer_columns_.end()) return std::nullopt;
  if (answer_.empty()) return sql::to_display(sql::Value{});
  return sql::to_display(answer_[static_cast<std::size_t>(found - answer_columns_.begin())]);
}

std::string Sending::bound(const std::string& name) const {
  const sql::Value* value = parameter(name);
  return value != nullptr ? sql::to_display(*value) : std::string();
}

}  // namespace simulator::deploy
