#include "simulator/world/event.h"

#include <array>
#include <bit>
#include <cstring>

#include "simulator/base/hash.h"

namespace simulator::world {
namespace {

/// Length before content, so that no two different lists of events give the same bytes.
void put(std::string& out, std::int64_t number) { out += std::to_string(number) + ';'; }
void put(std::string& out, std::string_view text) {
  put(out, static_cast<std::int64_t>(text.size()));
  out += text;
}

void put(std::string& out, const sql::Value& value) {
  put(out, static_cast<std::int64_t>(value.index()));
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    put(out, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    put(out, std::bit_cast<std::int64_t>(*real));
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    put(out, std::string_view(*text));
  } else if (const auto* blob = std::get_if<sql::Blob>(&value)) {
    put(out, std::string_view(reinterpret_cast<const char*>(blob->data()), blob->size()));
  }
}

void put(std::string& out, const migration::TableChanges& table) {
  put(out, std::string_view(table.table));
  for (const std::int64_t count : {table.inserted, table.updated, table.deleted, table.cascaded_deletes,
                                   table.cascaded_updates, table.dropped})
    put(out, count);
}

void put(std::string& out, const Event& event) {
  for (const std::string& text :
       {event.text, event.environment, event.node, event.version, event.query, event.sql}) {
    put(out, std::string_view(text));
  }
  put(out, to_string(event.kind));
  put(out, event.at.line);
  put(out, event.at.column);
  put(out, event.rows);
  put(out, event.request);
  put(out, event.error ? 1 : 0);
  if (event.error) {
    put(out, std::string_view(event.error->code));
    put(out, std::string_view(event.error->message));
    put(out, event.error->at.line);
    put(out, event.error->at.column);
    put(out, event.error->native);
  }
  // Only where there are any, so that what has none keeps the hash it always had.
  for (const migration::TableChanges& table : event.changes) put(out, table);
  for (const std::string& text : {event.explain.said, event.explain.did, event.explain.state,
                                  event.explain.next, event.explain.driftwood})
    if (!text.empty()) put(out, std::string_view(text));
  for (const auto& [name, value] : event.bindings) {
    put(out, std::string_view(name));
    put(out, value);
  }
  if (event.changed != 0) put(out, event.changed);
  if (event.in_flight) put(out, std::string_view("in flight"));
  put(out, event.result ? 1 : 0);
  if (!event.result) return;
  put(out, static_cast<std::int64_t>(event.result->columns.size()));
  for (const std::string& column : event.result->columns) put(out, std::string_view(column));
  put(out, static_cast<std::int64_t>(event.result->rows.size()));
  for (const auto& row : event.result->rows) {
    for (const sql::Value& value : row) put(out, value);
  }
}

}  // namespace

std::string_view to_string(EventKind kind) {
  static constexpr std::array<std::string_view, 23> names = {"file_written",
                                                             "file_deleted",
                                                             "file_renamed",
                                                             "statement",
                                                             "statements_skipped",
                                                             "rolled_back",
                                                             "migration_applied",
                                                             "migration_taken_back",
                                                             "migration_failed",
                                                             "nothing_to_migrate",
                                                             "marked_applied",
                                                             "environment_created",
                                                             "backup_taken",
                                                             "backup_restored",
                                                             "node_started",
                                                             "node_draining",
                                                             "node_stopped",
                                                             "request",
                                                             "no_node",
                                                             "history_amended",
                                                             "node_refused",
                                                             "backfilled",
                                                             "migrator_killed"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string hash_of(std::span<const Event> events) {
  std::string bytes;
  put(bytes, static_cast<std::int64_t>(events.size()));
  for (const Event& event : events) put(bytes, event);
  return base::sha256_hex(bytes);
}

}  // namespace simulator::world
