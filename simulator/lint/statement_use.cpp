#include "simulator/lint/statement_use.h"

#include <sqlite3.h>

#include <algorithm>

#include "simulator/schema/schema.h"

namespace simulator::lint {
namespace {

bool is_bookkeeping(std::string_view table) {
  return table == "sqlite_master" || table == "sqlite_temp_master" || table == "sqlite_schema" ||
         table == "sqlite_temp_schema";
}

bool any_of_table(const std::set<ColumnUse>& uses, std::string_view table) {
  return std::any_of(uses.begin(), uses.end(), [&](const ColumnUse& use) { return use.table == table; });
}

}  // namespace

bool StatementUse::reads_table(std::string_view table) const {
  return any_of_table(reads, schema::fold_name(table));
}

bool StatementUse::writes_table(std::string_view table) const {
  const std::string name = schema::fold_name(table);
  return inserts.contains(name) || deletes.contains(name) || any_of_table(updates, name);
}

void StatementUse::note(int action, std::string_view first, std::string_view second) {
  const std::string one = schema::fold_name(first);
  if (is_bookkeeping(one)) return;
  switch (action) {
    case SQLITE_READ:
      reads.insert({one, schema::fold_name(second)});
      break;
    case SQLITE_UPDATE:
      updates.insert({one, schema::fold_name(second)});
      break;
    case SQLITE_INSERT:
      inserts.insert(one);
      break;
    case SQLITE_DELETE:
      deletes.insert(one);
      break;
    case SQLITE_ALTER_TABLE:
      altered = schema::fold_name(second);
      defines = true;
      break;
    case SQLITE_PRAGMA:
      // ADD COLUMN asks quick_check by itself; the first PRAGMA of a statement is the person's.
      if (pragma.empty() && altered.empty()) {
        pragma = one;
        pragma_value = second;
      }
      break;
    case SQLITE_TRANSACTION:
      transaction = first;
      break;
    case SQLITE_SAVEPOINT:
      savepoint = true;
      break;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      attaches = true;
      break;
    case SQLITE_SELECT:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      break;
    default:
      defines = true;  // CREATE and DROP of anything, REINDEX, ANALYZE
      break;
  }
}

}  // namespace simulator::lint
