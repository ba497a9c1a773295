// What a check sees: one part of a file after it has run, with everything known about it; and where a check
// reports.
//
// Ownership: a Review points to what the linter owns for the time of the checks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/lint/finding.h"
#include "simulator/lint/live.h"
#include "simulator/lint/rebuild.h"
#include "simulator/lint/replay.h"
#include "simulator/lint/rows.h"

namespace simulator::lint {

/// One table before and after something that changed its definition: an ALTER TABLE or a rebuild.
struct TablePair {
  const schema::Table* was = nullptr;
  const schema::Table* now = nullptr;
  const Step* step = nullptr;  ///< where to report: the statement that defines the new form
  bool rewritten = false;  ///< written anew: a rebuild, or an ALTER TABLE that changes a constraint. (Other
                           ///< ALTERs only follow a rename in the texts of keys and checks.)
};

struct Review {
  const Replay& replay;
  const std::vector<Rebuild>& rebuilds;
  const RunRules& rules;
  Shadow& after;                    ///< the database behind the file
  const RowReplay* rows = nullptr;  ///< null: no database was given, or it has this file already
  const std::vector<LiveAnswer>* live = nullptr;  ///< null: nothing is known about running versions
  std::vector<Finding>& out;

  /// A finding about `range` of the file's text. It may be changed until the next one is reported.
  Finding& report(std::string_view rule, const Step& step, Range range, std::string message,
                  std::string help = {});
  /// ... about the first place in the statement where `name` stands, or about the whole statement.
  Finding& report_name(std::string_view rule, const Step& step, std::string_view name, std::string message,
                       std::string help = {});

  [[nodiscard]] bool up() const { return replay.direction == migration::Direction::up; }
  [[nodiscard]] bool existed(std::string_view table) const {
    return replay.before->find_table(table) != nullptr;
  }
  [[nodiscard]] const Rebuild* rebuild_of(std::string_view table) const;
  /// Is this table only there while the file rebuilds another?
  [[nodiscard]] bool is_scaffold(std::string_view table) const;
  [[nodiscard]] const RowFacts* facts(const Step& step) const;
  /// -1 when no database was given.
  [[nodiscard]] std::int64_t row_count(const Step& step, std::string_view table) const;
  /// Tables whose definition changed and stayed under the same name.
  [[nodiscard]] std::vector<TablePair> table_pairs() const;

  /// For what fails only on some rows: with rows at hand the run itself has answered.
  [[nodiscard]] Level if_rows_decide(Level otherwise) const { return rows ? Level::note : otherwise; }
  /// For what breaks running programs: with their queries at hand check_live has answered.
  [[nodiscard]] Level if_programs_decide(Level otherwise) const { return live ? Level::note : otherwise; }
};

/// Deletes a statement with its line when nothing else stands on it.
[[nodiscard]] TextEdit deletion(std::string_view text, Range statement);
/// `text` on a line of its own before or behind a statement; it ends in a semicolon.
[[nodiscard]] TextEdit line_before(std::string_view text, Range statement, std::string_view line);
[[nodiscard]] TextEdit line_behind(std::string_view text, Range statement, std::string_view line);

/// "a, b and c"
[[nodiscard]] std::string listed(const std::vector<std::string>& words);
/// "1 row", "1,204,332 rows"
[[nodiscard]] std::string counted_rows(std::int64_t count);

}  // namespace simulator::lint
