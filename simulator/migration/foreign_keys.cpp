#include "simulator/migration/foreign_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>

#include "simulator/sql/database.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::migration {
namespace {

constexpr std::size_t shown_violations = 5;

/// The keys of one table by their number: "author_id -> users(id)".
base::Result<std::map<std::int64_t, std::string>> read_keys(sql::Database& database,
                                                            const std::string& table) {
  struct Key {
    std::string from;
    std::string parent;
    std::string to;
  };
  auto statement = database.prepare("PRAGMA main.foreign_key_list(" + sql::quote_identifier(table) + ")");
  if (!statement) return tl::make_unexpected(statement.error());
  std::map<std::int64_t, Key> keys;
  for (;;) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    Key& key = keys[statement->integer(0)];
    key.parent = statement->text(2);
    if (!key.from.empty()) key.from += ", ";
    key.from += statement->text(3);
    if (statement->is_null(4)) continue;  // the parent's primary key, not named
    if (!key.to.empty()) key.to += ", ";
    key.to += statement->text(4);
  }
  std::map<std::int64_t, std::string> described;
  for (const auto& [number, key] : keys)
    described[number] = key.to.empty() ? fmt::format("{} -> {}", key.from, key.parent)
                                       : fmt::format("{} -> {}({})", key.from, key.parent, key.to);
  return described;
}

bool is_mismatch(const base::Error& error) {
  return error.message.find("foreign key mismatch") != std::string::npos;
}

base::Result<void> read_violations(sql::Database& database, const std::string& pragma,
                                   std::vector<Violation>& out) {
  std::map<std::string, std::map<std::int64_t, std::string>> keys;
  auto statement = database.prepare(pragma);
  if (!statement) return tl::make_unexpected(statement.error());
  for (;;) {
    auto more = statement->step();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) return {};
    Violation violation;
    violation.table = statement->text(0);
    if (!statement->is_null(1)) violation.rowid = statement->integer(1);
    violation.parent = statement->text(2);
    auto known = keys.find(violation.table);
    if (known == keys.end()) {
      auto read = read_keys(database, violation.table);
      if (!read) return tl::make_unexpected(read.error());
      known = keys.emplace(violation.table, std::move(*read)).first;
    }
    violation.constraint = known->second[statement->integer(3)];
    out.push_back(std::move(violation));
  }
}

base::Result<std::vector<std::string>> tables_with_keys(sql::Database& database) {
  auto rows = database.query(
      "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql LIKE '%references%' ORDER BY name",
      {}, std::numeric_limits<std::size_t>::max());
  if (!rows) return tl::make_unexpected(rows.error());
  std::vector<std::string> names;
  for (const auto& row : rows->rows) names.push_back(sql::to_display(row.at(0)));
  return names;
}

}  // namespace

base::Result<std::vector<Violation>> find_violations(sql::Database& database,
                                                     std::span<const std::string> tables) {
  std::vector<Violation> found;
  std::vector<std::string> all;
  if (tables.empty()) {
    auto read = read_violations(database, "PRAGMA main.foreign_key_check", found);
    if (!read && !is_mismatch(read.error())) return tl::make_unexpected(read.error());
    if (!read) {
      found.clear();
      auto names = tables_with_keys(database);
      if (!names) return tl::make_unexpected(names.error());
      all = std::move(*names);
      tables = all;
    }
  }
  for (const auto& table : tables) {
    auto read = read_violations(database,
                                "PRAGMA main.foreign_key_check(" + sql::quote_identifier(table) + ")", found);
    if (!read && !is_mismatch(read.error())) return tl::make_unexpected(read.error());
    if (!read) {
      Violation mismatch;
      mismatch.table = table;
      mismatch.unusable = true;
      found.push_back(std::move(mismatch));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

base::Result<std::vector<KeyAction>> actions_of_dropping(sql::Database& database, const std::string& table) {
  auto names = tables_with_keys(database);
  if (!names) return tl::make_unexpected(names.error());
  std::vector<KeyAction> found;
  for (const auto& child : *names) {
    if (sql::same_word(child, table)) continue;
    auto keys = database.query("PRAGMA main.foreign_key_list(" + sql::quote_identifier(child) + ")");
    if (!keys) return tl::make_unexpected(keys.error());
    struct Key {
      std::string action;
      std::string present;  // every column of the key holds a value
    };
    std::map<std::int64_t, Key> own;
    for (const auto& row : keys->rows) {
      if (!sql::same_word(sql::to_display(row.at(2)), table)) continue;
      Key& key = own[std::get<std::int64_t>(row.at(0))];
      key.action = sql::to_display(row.at(6));
      key.present += (key.present.empty() ? "" : " AND ") +
                     sql::quote_identifier(sql::to_display(row.at(3))) + " IS NOT NULL";
    }
    for (const auto& [number, key] : own) {
      auto count = database.query("SELECT count(*) FROM main." + sql::quote_identifier(child) + " WHERE " +
                                  key.present);
      if (!count) return tl::make_unexpected(count.error());
      const auto rows = std::get<std::int64_t>(count->rows.at(0).at(0));
      if (rows > 0) found.push_back({table, child, key.action, rows});
    }
  }
  return found;
}

std::string describe(std::span<const KeyAction> actions) {
  std::string out;
  for (const auto& action : actions) {
    const bool cascade = action.action == "CASCADE";
    const bool sets = action.action.starts_with("SET");
    out += fmt::format("{}{} {} of {} would {} (ON DELETE {})", out.empty() ? "" : "; ", action.rows,
                       action.rows == 1 ? "row" : "rows", action.child,
                       cascade ? "be deleted"
                       : sets  ? "lose what they refer to"
                               : "make DROP TABLE fail",
                       action.action);
  }
  return out;
}

std::vector<Violation> new_violations(std::span<const Violation> before, std::span<const Violation> after) {
  std::vector<Violation> fresh;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(fresh));
  return fresh;
}

std::string describe(std::span<const Violation> violations) {
  std::string out;
  for (const auto& violation : violations.first(std::min(violations.size(), shown_violations))) {
    if (!out.empty()) out += "; ";
    if (violation.unusable) {
      out += fmt::format("a key of {} refers to columns that are neither primary key nor unique",
                         violation.table);
      continue;
    }
    out += violation.rowid ? fmt::format("{} row {}", violation.table, *violation.rowid)
                           : fmt::format("a row of {}", violation.table);
    out += fmt::format(": {} finds no such row", violation.constraint);
  }
  if (violations.size() > shown_violations)
    out += fmt::format("; and {} more", violations.size() - shown_violations);
  return out;
}

}  // namespace simulator::migration
