// What came of a Command: facts in the order in which they happened.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/row_changes.h"
#include "simulator/migration/tool_words.h"
#include "simulator/sql/value.h"
#include "simulator/world/app_version.h"

namespace simulator::world {

enum class EventKind {
  file_written,
  file_deleted,
  file_renamed,
  statement,           ///< one statement of run_sql: `sql`, `at`, `rows` changed or `result`, or `error`
  statements_skipped,  ///< those after the one that failed: `rows` says how many
  rolled_back,         ///< the text left a transaction open, or a failure inside one ended it
  migration_applied,   ///< `version` is the migration's
  migration_taken_back,
  migration_failed,  ///< `error` has file, line and column; schema and history are as before that file
  nothing_to_migrate,
  marked_applied,
  environment_created,
  backup_taken,
  backup_restored,
  node_started,  ///< `node`, `version` is the app's
  node_draining,
  node_stopped,
  request,  ///< `node`, `version` of the app, `query`, `sql`, `request`, `rows`; `error` when it failed
  no_node,  ///< traffic came and nobody served it
  history_amended,  ///< `text` says what the history says now; nothing was run
  node_refused,     ///< it was to start and did not: `node`, `version` of the app, `error`
  backfilled,       ///< one batch: `rows` changed, or `error` and nothing was
  migrator_killed,  ///< `version` of the file it was at; what had been committed stays
};

struct Event {
  EventKind kind = EventKind::statement;
  std::string text;                      ///< one sentence for people
  std::string environment;               ///< may be empty
  std::string node;                      ///< of node_* and request
  std::string version;                   ///< of a migration, or of the app for node_* and request
  std::string query;                     ///< name of the app's query
  std::string sql;                       ///< the statement
  base::Position at;                     ///< where the statement stands in the text that was submitted
  std::optional<base::Error> error;      ///< its position is in the whole submitted text (run_sql), in the
                                         ///< migration file (migrate), or in the query (request)
  std::optional<sql::ResultSet> result;  ///< of a statement, or a request of serve, that gives rows (bounded)
  std::int64_t rows = 0;                 ///< changed, or returned where there is a result
  std::int64_t request = 0;              ///< number of the request
  std::vector<migration::TableChanges> changes;  ///< of a migration, also of what stayed of one that failed:
                                                 ///< what became of rows, table by table, cascades among it
  Parameters bindings = {};                      ///< of a request: what its parameters were
  std::int64_t changed = 0;  ///< of a request with bindings: rows it changed, triggers and keys included
  bool in_flight = false;    ///< of a request: it began before the event ahead of it and ended after it
  migration::Explanation explain;  ///< of migration_failed: what the tool did, what state things are in; of
                                   ///< nothing_to_migrate: what the tool passed over without a word

  [[nodiscard]] bool ok() const { return !error.has_value(); }
};

/// "statement", "migration_failed": stable, for JSON and hashes.
[[nodiscard]] std::string_view to_string(EventKind kind);

/// Of everything in them, so that two equal hashes mean that the same happened.
[[nodiscard]] std::string hash_of(std::span<const Event> events);

}  // namespace simulator::world
