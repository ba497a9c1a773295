// Looks at a statement before SQLite prepares it, and refuses what would grow without bound there
// (statement_size.h says why). Most statements are let through after one glance at their bytes.
//
// Views, triggers and generated columns are kept small when they are made, so that a short statement cannot
// name anything large; only a long one is measured against the views of the schema.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "simulator/sql/sandbox_rules.h"
#include "simulator/sql/statement_size.h"

struct sqlite3;

namespace simulator::sql {

class StatementGate {
 public:
  // In tokens, as statement_size.h counts; a screen of SQL has about 300.
  static constexpr std::size_t largest_statement = 200'000;
  static constexpr std::size_t largest_view = 2'000;
  static constexpr std::size_t largest_column = 500;
  static constexpr std::size_t largest_triggers = 200'000;  ///< all triggers of the database together

  explicit StatementGate(sqlite3* connection) : connection_(connection) {}

  /// Reads the schema when it has to, so the caller's hooks must let its own statements pass. Nothing: go on.
  [[nodiscard]] std::optional<Refusal> refuse(std::string_view statement) const;

 private:
  [[nodiscard]] std::vector<StoredText> stored(std::string_view type) const;
  [[nodiscard]] std::optional<Refusal> refuse_new_view(std::string_view statement,
                                                       std::string_view name) const;
  [[nodiscard]] std::optional<Refusal> refuse_new_trigger(std::string_view statement) const;
  [[nodiscard]] std::optional<Refusal> refuse_triggers(std::vector<StoredText> triggers,
                                                       const std::vector<StoredText>& views) const;

  sqlite3* connection_;
};

}  // namespace simulator::sql
