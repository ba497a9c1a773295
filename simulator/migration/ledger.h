// A connection as the keeper of a history writes to it: each statement is prepared once and run often.
//
// The Database must outlive the Ledger. Not thread-safe.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/sql/database.h"

namespace simulator::migration {

class Ledger {
 public:
  explicit Ledger(sql::Database& database) : database_(database) {}

  /// One statement, which must be a literal (it is known again by its address). Codes: sqlite.*
  [[nodiscard]] base::Result<void> run(std::string_view literal,
                                       std::initializer_list<sql::Value> parameters = {});
  /// The statements as one transaction, or without one where one is open. Rolled back when one fails.
  [[nodiscard]] base::Result<void> in_transaction(const std::function<base::Result<void>()>& statements);

  [[nodiscard]] sql::Database& database() { return database_; }

 private:
  sql::Database& database_;
  std::vector<std::pair<const char*, sql::Statement>> prepared_;
};

}  // namespace simulator::migration
