// A tool as data: everything in which migration tools differ, so that one Runner can follow any of them. What
// cannot be said as data (reading a folder, the rows of a history table, a tool's own words) is a few small
// functions, found in layout.h, bookkeeping.h and tool_words.h.
//
// How each tool behaves was read in its source or seen by running it: golang-migrate 18966c75 and dbmate
// 2.36.0 (both run with SQLite), Prisma's schema engine 8.1.0 (run), goose 520411a1, Flyway c5e20fc7 and
// Atlas community a5e0aecc (read). Where nobody looked, SQLite's own rules decide, and nothing is invented.
#pragma once

#include <string_view>

#include "simulator/migration/tool.h"
#include "simulator/migration/version_order.h"

namespace simulator::migration {

/// What a history remembers.
enum class HistoryShape {
  set,              ///< a row for every version that is applied
  high_water_mark,  ///< one number: everything up to it counts as applied
  log,              ///< a row for everything that happened, so a version may have several
};

enum class ChecksumRule {
  none,
  sha256_normalised,  ///< of the text without byte order mark, \r\n as \n (driftwood)
  sha256_raw,         ///< of the file's bytes; the other kind of line end also counts as equal (Prisma)
  crc32_lines,        ///< signed CRC-32 of the lines without their ends (Flyway)
  sha256_running,     ///< of this file and all before it, in atlas.sum (Atlas)
};

/// What one transaction holds.
enum class TransactionRule {
  file_and_row,      ///< the file's statements and its history row
  file_without_row,  ///< the file's statements; the history moves before and after, in its own transactions
  none,              ///< nothing: every statement counts at once
};

/// How a file says that it does not want the transaction.
enum class OptOut {
  none,
  directive_option,  ///< `-- migrate:up transaction:false` (dbmate)
  no_transaction,    ///< `-- +goose NO TRANSACTION`
  conf_file,         ///< `executeInTransaction=false` in <file>.conf (Flyway)
  txmode,            ///< `-- atlas:txmode none` among the comments at the file's head, then a blank line
};

/// What a failed file leaves in the history.
enum class FailureRecord {
  nothing,
  dirty,             ///< the version it was going to, marked dirty, although all was rolled back
  row_if_kept,       ///< a row that says failed, where statements could stay (Flyway without transaction)
  unfinished_row,    ///< the row of this attempt stays without an end (Prisma)
  progress_if_kept,  ///< how many statements took effect, where they could stay (Atlas without transaction)
};

/// A file that has not run here although one that comes after it has.
enum class OutOfOrder {
  refuse,         ///< everything stops, unless asked for it
  run,            ///< it runs
  skip_silently,  ///< it never runs, and nobody says so
};

/// Which applied migration `down` takes first.
enum class DownOrder {
  by_version,      ///< the highest version
  by_file_name,    ///< the last file name that is applied
  by_application,  ///< the one that was applied last
  never,           ///< the tool has no way back
};

/// What happens to the connection's foreign keys while files run.
enum class ForeignKeys {
  off_while_running,  ///< switched off before the first BEGIN, checked before COMMIT, then as they were
  as_they_are,        ///< a rebuild fires ON DELETE actions if they are on, for the PRAGMA in the file has no
                      ///< effect inside the transaction
};

/// Where one statement ends and the next begins, as far as the tool cuts at all.
enum class StatementRule {
  sqlite,       ///< as SQLite's parser does
  goose_lines,  ///< a line that ends in `;`, or StatementBegin and StatementEnd
};

struct ToolProfile {
  Tool tool = Tool::driftwood;
  std::string_view name;
  std::string_view file_names;  ///< the grammar, for people
  std::string_view history_table;
  VersionOrder order = VersionOrder::number;
  HistoryShape shape = HistoryShape::set;
  ChecksumRule checksum = ChecksumRule::none;
  TransactionRule transaction = TransactionRule::file_and_row;
  OptOut opt_out = OptOut::none;
  FailureRecord failure = FailureRecord::nothing;
  OutOfOrder out_of_order = OutOfOrder::refuse;
  DownOrder down = DownOrder::by_version;
  ForeignKeys foreign_keys = ForeignKeys::as_they_are;
  StatementRule statements = StatementRule::sqlite;
  bool refuses_edited = false;             ///< an applied file that changed stops every run
  bool refuses_missing = false;            ///< an applied file that is gone does
  bool refuses_transaction_words = false;  ///< BEGIN, COMMIT, VACUUM, ... in a file stop the run before it
                                           ///< begins; otherwise they do what SQLite does with them
  bool wants_clean_database = false;       ///< the first run stops when tables are there already
  bool takes_a_lock =
      false;  ///< on SQLite, between processes; where false, our process takes one all the same
  /// The tool's own names for what our verbs do; empty where it has none.
  std::string_view up_command;
  std::string_view down_command;
  std::string_view mend_command;  ///< what a person runs after a failure that left a record
};

[[nodiscard]] const ToolProfile& profile_of(Tool tool);

}  // namespace simulator::migration
