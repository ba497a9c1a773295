#include "tests/simulator/deploy/brute_request.h"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string_view>

namespace simulator::deploy::testing_support {
namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

bool begins_with_word(std::string_view sql, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [sql](std::string_view word) {
    return sql.size() >= word.size() && std::equal(word.begin(), word.end(), sql.begin(), [](char a, char b) {
             return a == (b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b);
           });
  });
}

}  // namespace

std::string fact(const world::Promise& promise, const Shot& shot) {
  return promise.field + (promise.key.empty() || !shot.entity ? "" : "/" + sql::to_display(*shot.entity));
}

std::vector<Shot> shots(const Scenario& scenario, const world::AppVersion& version,
                        const world::AppQuery& query) {
  std::vector<std::optional<sql::Value>> entities;
  for (const auto* promises : {&query.writes, &query.reads}) {
    for (const world::Promise& promise : *promises) {
      for (const Entities& known : scenario.entities) {
        if (known.field != promise.field || promise.key.empty()) continue;
        for (const sql::Value& key : known.keys) {
          if (std::find(entities.begin(), entities.end(), std::optional(key)) == entities.end())
            entities.emplace_back(key);
        }
      }
    }
  }
  if (entities.empty()) entities.emplace_back();
  std::vector<Shot> out;
  for (const auto& entity : entities) out.push_back({&version, &query, entity});
  return out;
}

ShotRun::ShotRun(const Shot& shot, const BruteData& data) : shot_(shot) {
  std::string everything = data.text;
  for (const auto& [name, backup] : data.backups) everything += backup.second;
  for (const auto& [fact, value] : data.last) everything += value.value_or("") + "\n";
  int number = 710'001;
  while (everything.find(std::to_string(number)) != std::string::npos) ++number;
  values_ = shot.query->parameters;
  for (auto& [name, value] : values_) {
    if (auto* text = std::get_if<std::string>(&value))
      *text = replaced(*text, "{write}", std::to_string(number));
    for (const auto* promises : {&shot.query->writes, &shot.query->reads}) {
      for (const world::Promise& promise : *promises) {
        if (shot.entity && promise.key == name) value = *shot.entity;
      }
    }
  }
  pieces_ = sql::split_statements(shot.query->sql);
}

std::optional<int> ShotRun::send(sql::Database& database, std::size_t from, std::size_t to) {
  for (std::size_t index = from; index < std::min(to, pieces_.size()); ++index) {
    const std::int64_t before = database.total_changes();
    auto statement = database.prepare(pieces_[index].text);
    if (!statement) return statement.error().native;
    for (const auto& [name, value] : values_) {
      if (!statement->bind(name, value)) throw std::runtime_error("cannot bind");
    }
    std::vector<sql::Value> first;
    std::vector<sql::Value> last;
    for (;;) {
      auto row = statement->step();
      if (!row) {
        changed_ += database.total_changes() - before;
        return row.error().native;
      }
      if (!*row) break;
      last.clear();
      for (int column = 0; column < statement->column_count(); ++column)
        last.push_back(statement->value(column));
      if (first.empty()) first = last;
    }
    changed_ += database.total_changes() - before;
    if (statement->column_count() == 0) continue;
    columns_.clear();
    for (int column = 0; column < statement->column_count(); ++column)
      columns_.push_back(statement->column_name(column));
    row_ = first;
    for (std::size_t column = 0; column < last.size(); ++column) {
      const std::string name = ":" + columns_[column];
      std::erase_if(values_, [&](const auto& each) { return each.first == name && !is_parameter(name); });
      if (!is_parameter(name)) values_.emplace_back(name, last[column]);
    }
  }
  return std::nullopt;
}

std::optional<std::string> ShotRun::column(const std::string& name) const {
  for (std::size_t index = 0; index < columns_.size(); ++index) {
    if (columns_[index] == name) return row_.empty() ? "NULL" : sql::to_display(row_[index]);
  }
  return std::nullopt;
}

std::string ShotRun::value(const std::string& name) const {
  for (const auto& [each, value] : values_) {
    if (each == name) return sql::to_display(value);
  }
  return {};
}

std::size_t ShotRun::first_part() const {
  std::size_t part = 0;
  std::size_t looks = 0;
  for (std::size_t index = 0; index < pieces_.size(); ++index) {
    if (begins_with_word(pieces_[index].text, {"BEGIN", "COMMIT", "END", "ROLLBACK"})) continue;
    if (++looks == 1) part = index + 1;
  }
  return looks > 1 ? part : 0;
}

bool ShotRun::is_parameter(const std::string& name) const {
  return std::any_of(shot_.query->parameters.begin(), shot_.query->parameters.end(),
                     [&](const auto& each) { return each.first == name; });
}

}  // namespace simulator::deploy::testing_support
