// The stories that the fault tests tell: one history of three files, written down in every tool's layout,
// what is done with it (a Verb), and how to see afterwards whether history and schema agree.
//
// What every file leaves is computed without the Runner: its statements are run one by one on a plain
// connection. So "agree" means: the history says that n files are applied, and the database holds exactly
// what these files make; or, where a tool promises less, one of the states in between that it owns up to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration::testing_support {

struct Story {
  std::string name;  ///< "goose", "goose_without_transaction"
  Tool tool = Tool::driftwood;
  bool transaction = true;  ///< false: every file asks to be run without one, or the tool has none
  MigrationSet set;
  MigrationSet edited;  ///< the same, before somebody changed a comment in the last file
  MigrationSet broken;  ///< the same, with a last statement in the last file that fails
};

/// Every tool, and each that has an opt-out once more with files that ask for no transaction.
[[nodiscard]] const std::vector<Story>& stories();

enum class Verb { up, down, redo, repair, baseline, mark_applied, force };
[[nodiscard]] std::string_view to_string(Verb verb);
/// Whether it runs files; the others change the history alone.
[[nodiscard]] bool runs_files(Verb verb);
/// What can be done in this story, among the verbs that its tool has.
[[nodiscard]] std::vector<Verb> verbs_of(const Story& story);

/// Brings a new database to where the verb begins.
void prepare(sql::Database& database, const Story& story, Verb verb);

struct Outcome {
  std::optional<base::Error> failure;
  RunReport report;  ///< of the last run; empty for verbs that run no files
};
[[nodiscard]] Outcome perform(sql::Database& database, const Story& story, Verb verb,
                              const RunHooks& hooks = {});

/// What the database holds, its history aside.
[[nodiscard]] std::string content(sql::Database& database);
/// What it holds when exactly the first n files are applied.
[[nodiscard]] const std::string& content_after(std::size_t files);
/// The rows of the history, without what differs from run to run (ids, the database's own times).
[[nodiscard]] std::string history_rows(sql::Database& database, Tool tool);
/// How many files the history says are applied.
[[nodiscard]] std::size_t applied_files(sql::Database& database, const Story& story);

/// What does not fit between history and schema after `verb` was broken off; empty when they agree.
[[nodiscard]] std::string disagreement(sql::Database& database, const Story& story, Verb verb);

/// What a person does by hand in a tool that leaves a record of a failure and keeps files whole
/// (golang-migrate: look at the schema, then force), so that the next run begins.
void clear_record_of_failure(sql::Database& database, const Story& story);

}  // namespace simulator::migration::testing_support
