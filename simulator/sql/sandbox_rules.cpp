#include "simulator/sql/sandbox_rules.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "simulator/base/lower_case.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::sql {
namespace {

using WordList = std::string_view;

// Lists are one string of words with a space around each: short to read, quick enough to search.
bool has_word(WordList list, std::string_view word) {
  if (word.empty()) return false;
  return list.find(' ' + base::lower_case(word) + ' ') != WordList::npos;
}

constexpr WordList core_functions =
    " abs changes char coalesce format glob hex ifnull iif instr last_insert_rowid length like likelihood "
    "likely "
    "lower ltrim max min nullif printf quote random randomblob replace round rtrim sign soundex "
    "sqlite_compileoption_get sqlite_compileoption_used sqlite_source_id sqlite_version substr substring "
    "subtype "
    "total_changes trim typeof unhex unicode unlikely upper zeroblob octet_length concat concat_ws "
    "date time datetime julianday strftime unixepoch timediff current_date current_time current_timestamp "
    "avg count group_concat string_agg sum total median percentile "
    "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value "
    "acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi "
    "pow "
    "power radians sin sinh sqrt tan tanh trunc ";
// Not json_patch: one call takes time in the square of its keys, and nothing can stop it on the way.
constexpr WordList json_functions =
    " json json_array json_array_insert json_array_length json_error_position json_extract json_group_array "
    "json_group_object json_insert json_object json_pretty json_quote json_remove json_replace "
    "json_set "
    "json_type json_valid -> ->> ";
// ALTER TABLE and its checks call these in statements of their own.
constexpr WordList alter_functions =
    " sqlite_rename_column sqlite_rename_table sqlite_rename_test sqlite_rename_quotefix sqlite_drop_column "
    "sqlite_fail sqlite_drop_constraint sqlite_add_constraint sqlite_find_constraint ";

// PRAGMAs that only report (the argument, if any, names a table or an index).
constexpr WordList reporting_pragmas =
    " table_info table_xinfo table_list index_list index_info index_xinfo foreign_key_list foreign_key_check "
    "collation_list compile_options database_list quick_check integrity_check ";  // ADD COLUMN ... CHECK asks
                                                                                  // quick_check
// Settings of the connection or the file that a lesson may change.
constexpr WordList changeable_pragmas =
    " foreign_keys defer_foreign_keys user_version application_id recursive_triggers legacy_alter_table "
    "reverse_unordered_selects ";
// Settings that may be read but not changed.
constexpr WordList readable_pragmas =
    " journal_mode schema_version page_count page_size freelist_count encoding busy_timeout synchronous "
    "auto_vacuum data_version query_only ";

Refusal no(std::string message, std::string help) { return {std::move(message), std::move(help)}; }

std::string_view thing_made_by(int code) {
  switch (code) {
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TEMP_TABLE:
      return "CREATE TABLE";
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TEMP_INDEX:
      return "CREATE INDEX";
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_TEMP_TRIGGER:
      return "CREATE TRIGGER";
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_TEMP_VIEW:
      return "CREATE VIEW";
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_TEMP_TABLE:
      return "DROP TABLE";
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TEMP_INDEX:
      return "DROP INDEX";
    case SQLITE_DROP_TRIGGER:
    case SQLITE_DROP_TEMP_TRIGGER:
      return "DROP TRIGGER";
    case SQLITE_DROP_VIEW:
    case SQLITE_DROP_TEMP_VIEW:
      return "DROP VIEW";
    case SQLITE_ALTER_TABLE:
      return "ALTER TABLE";
    case SQLITE_REINDEX:
      return "REINDEX";
    case SQLITE_ANALYZE:
      return "ANALYZE";
    default:
      return {};
  }
}

bool is_internal_table(std::string_view name) {
  return name == "sqlite_master" || name == "sqlite_temp_master" || name == "sqlite_schema" ||
         name == "sqlite_temp_schema";
}

bool changes_schema(SandboxMode mode) {
  return mode == SandboxMode::learner || mode == SandboxMode::migration;
}

std::optional<Refusal> judge_schema_change(SandboxMode mode, std::string_view what) {
  if (changes_schema(mode)) return std::nullopt;
  if (mode == SandboxMode::application) {
    return no(
        fmt::format("{} is not allowed here: an application's queries work with data, they do not change "
                    "the schema",
                    what),
        "Put the change into a migration file, which every environment can run.");
  }
  return no(fmt::format("{} is not allowed here: this only looks at the database", what),
            "Run it as a command in the environment's console.");
}

std::optional<Refusal> judge_data_change(SandboxMode mode, std::string_view what, std::string_view table) {
  if (mode != SandboxMode::query || is_internal_table(table)) return std::nullopt;
  return no(fmt::format("{} \"{}\" is not allowed here: this only looks at the database", what, table),
            "Run it as a command in the environment's console.");
}

std::optional<Refusal> judge_transaction(SandboxMode mode, std::string_view what) {
  if (mode == SandboxMode::migration) {
    return no(
        fmt::format(
            "{} is not allowed inside a migration: the runner has already opened a transaction around "
            "the whole file and its history row, so that either all of it happens or nothing",
            what),
        "Take the statement out of the file; the runner commits when the last statement has succeeded.");
  }
  if (mode == SandboxMode::query) {
    return no(fmt::format("{} is not allowed here: this only looks at the database", what),
              "Run it as a command in the environment's console.");
  }
  return std::nullopt;
}

std::optional<Refusal> judge_pragma(SandboxMode mode, std::string_view name, bool sets) {
  if (has_word(reporting_pragmas, name)) return std::nullopt;
  if (!sets && (has_word(readable_pragmas, name) || has_word(changeable_pragmas, name))) return std::nullopt;
  if (has_word(changeable_pragmas, name)) {
    if (mode == SandboxMode::migration && same_word(name, "foreign_keys")) {
      return no(
          "PRAGMA foreign_keys has no effect inside a transaction, and a migration always runs inside one",
          "Take it out of the file: the runner turns foreign keys off before it begins, and checks the keys "
          "before it commits.");
    }
    if (changes_schema(mode) || (mode == SandboxMode::application && same_word(name, "defer_foreign_keys"))) {
      return std::nullopt;
    }
    return no(fmt::format("PRAGMA {} may only be read here", name),
              "Change it in the environment's console or in a migration.");
  }
  if (has_word(readable_pragmas, name)) {
    return no(
        fmt::format("PRAGMA {} may be read but not changed: the simulator sets it for the environment", name),
        "Leave the value out to see what it is.");
  }
  return no(fmt::format("PRAGMA {} is not available in the simulator, which allows PRAGMAs by name", name),
            "Allowed are the ones that describe the schema (table_info, index_list, foreign_key_list, "
            "foreign_key_check and their relatives), foreign_keys, user_version and legacy_alter_table.");
}

std::optional<Refusal> judge_function(std::string_view name) {
  if (has_word(core_functions, name) || has_word(json_functions, name) || has_word(alter_functions, name)) {
    return std::nullopt;
  }
  if (has_word(" load_extension ", name)) {
    return no("load_extension() is not allowed: it would run a program from outside the simulator",
              "Everything a lesson needs is built in.");
  }
  return no(fmt::format("the function {}() is not available in the simulator", name),
            "SQLite's core, date, aggregate, window, math and JSON functions are.");
}

}  // namespace

std::string_view to_string(SandboxMode mode) {
  constexpr std::array<std::string_view, 4> names = {"learner", "migration", "application", "query"};
  return names.at(static_cast<std::size_t>(mode));
}

std::optional<Refusal> judge(SandboxMode mode, const SandboxAction& action) {
  if (const std::string_view what = thing_made_by(action.code); !what.empty()) {
    return judge_schema_change(mode, what);
  }
  switch (action.code) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return std::nullopt;
    case SQLITE_INSERT:
      return judge_data_change(mode, "INSERT INTO", action.first);
    case SQLITE_UPDATE:
      return judge_data_change(mode, "UPDATE", action.first);
    case SQLITE_DELETE:
      return judge_data_change(mode, "DELETE FROM", action.first);
    case SQLITE_TRANSACTION:
      return judge_transaction(mode, action.first);
    case SQLITE_SAVEPOINT:
      return judge_transaction(mode, action.first == "BEGIN"      ? "SAVEPOINT"
                                     : action.first == "ROLLBACK" ? "ROLLBACK TO"
                                                                  : action.first);
    case SQLITE_PRAGMA:
      return judge_pragma(mode, action.first, !action.second.empty());
    case SQLITE_FUNCTION:
      return judge_function(action.second);
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return no("ATTACH, DETACH and VACUUM are not allowed: they would open another database file",
                "An environment is one database. To copy one, clone it or take a backup.");
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_VTABLE:
      return no("virtual tables are not available in the simulator", "Use an ordinary table or a view.");
    default:
      return no(
          fmt::format("SQLite asked for an action (number {}) that the simulator does not know", action.code),
          "The simulator allows actions by name; please report this one.");
  }
}

bool is_costly_function(std::string_view name) {
  return has_word(json_functions, name) || has_word(" like glob ", name);
}

}  // namespace simulator::sql
