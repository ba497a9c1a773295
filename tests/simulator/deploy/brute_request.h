// A request of the plain search (brute_force.h), statement by statement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/deploy/scenario.h"
#include "simulator/sql/database.h"
#include "simulator/sql/splitter.h"
#include "tests/simulator/deploy/brute_data.h"

namespace simulator::deploy::testing_support {

/// A version's query with one entity.
struct Shot {
  const world::AppVersion* version = nullptr;
  const world::AppQuery* query = nullptr;
  std::optional<sql::Value> entity;

  /// What stays of it is looked at; anything else is taken back.
  [[nodiscard]] bool stays() const { return !query->writes.empty() || query->once; }
};

/// The query with every entity that it promises something about.
[[nodiscard]] std::vector<Shot> shots(const Scenario& scenario, const world::AppVersion& version,
                                      const world::AppQuery& query);
/// "user.email/1".
[[nodiscard]] std::string fact(const world::Promise& promise, const Shot& shot);

/// A request while it runs. What it writes is a number that the data does not hold yet.
class ShotRun {
 public:
  ShotRun(const Shot& shot, const BruteData& data);

  /// Statements [from, to). The error, if one comes.
  std::optional<int> send(sql::Database& database, std::size_t from, std::size_t to);
  /// Of the first row of the last statement that has columns.
  [[nodiscard]] std::optional<std::string> column(const std::string& name) const;
  /// Of a parameter.
  [[nodiscard]] std::string value(const std::string& name) const;
  [[nodiscard]] std::int64_t changed() const { return changed_; }
  /// One past the first statement that looks at the database; 0 when no other does.
  [[nodiscard]] std::size_t first_part() const;

 private:
  [[nodiscard]] bool is_parameter(const std::string& name) const;

  Shot shot_;
  world::Parameters values_;
  std::vector<sql::StatementText> pieces_;
  std::vector<std::string> columns_;
  std::vector<sql::Value> row_;
  std::int64_t changed_ = 0;
};

}  // namespace simulator::deploy::testing_support
