#define SQLITE_ENABLE_PREUPDATE_HOOK 1  // sqlite3.h declares the hook only then
#include "simulator/migration/row_changes.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "simulator/sql/database.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::migration {

struct RowCounter::Hook {
  static void changed(void* self, sqlite3* handle, int operation, const char* schema, const char* table,
                      sqlite3_int64 /*old_row*/, sqlite3_int64 /*new_row*/) {
    auto& counter = *static_cast<RowCounter*>(self);
    if (!counter.counting_ || std::string_view(schema) != "main") return;
    const bool below = sqlite3_preupdate_depth(handle) > 0;
    if (!below && operation == SQLITE_DELETE && !counter.dropping_.empty() &&
        sql::same_word(table, counter.dropping_))
      return;  // DROP TABLE empties its table first when foreign keys are on
    TableChanges& changes = counter.of(table);
    if (operation == SQLITE_INSERT) ++changes.inserted;
    if (operation == SQLITE_UPDATE) ++(below ? changes.cascaded_updates : changes.updated);
    if (operation == SQLITE_DELETE) ++(below ? changes.cascaded_deletes : changes.deleted);
  }
};

RowCounter::RowCounter(sql::Database& database) : handle_(database.handle()) {
  sqlite3_preupdate_hook(handle_, Hook::changed, this);
}

RowCounter::~RowCounter() { sqlite3_preupdate_hook(handle_, nullptr, nullptr); }

void RowCounter::expect_drop(std::string_view table, std::int64_t rows) {
  dropping_ = table;
  if (rows > 0) of(table).dropped += rows;
}

TableChanges& RowCounter::of(std::string_view table) {
  if (last_ < changes_.size() && changes_[last_].table == table) return changes_[last_];
  for (last_ = 0; last_ < changes_.size(); ++last_)
    if (changes_[last_].table == table) return changes_[last_];
  changes_.push_back({});
  changes_.back().table = table;
  return changes_.back();
}

std::vector<TableChanges> RowCounter::take() {
  last_ = 0;
  return std::exchange(changes_, {});
}

std::string describe(const std::vector<TableChanges>& changes) {
  std::string out;
  for (const auto& table : changes) {
    std::string parts;
    const auto add = [&](std::int64_t count, std::string_view what) {
      if (count == 0) return;
      parts += fmt::format("{}{} {} {}", parts.empty() ? "" : ", ", count, count == 1 ? "row" : "rows", what);
    };
    add(table.inserted, "inserted");
    add(table.updated, "changed");
    add(table.deleted, "deleted");
    add(table.cascaded_updates, "changed by ON DELETE actions or triggers");
    add(table.cascaded_deletes, "deleted by ON DELETE actions or triggers");
    add(table.dropped, "gone with the dropped table");
    if (!parts.empty()) out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", table.table, parts);
  }
  return out;
}

bool loses_unnamed_rows(const std::vector<TableChanges>& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const TableChanges& table) { return table.cascaded_deletes > 0; });
}

bool changes_unnamed_rows(const std::vector<TableChanges>& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const TableChanges& table) { return table.cascaded_updates > 0; });
}

}  // namespace simulator::migration
