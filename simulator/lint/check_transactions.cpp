#include <fmt/format.h>

#include <algorithm>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"
#include "simulator/migration/script.h"

namespace simulator::lint {
namespace {

using migration::ScriptStatement;

bool begins(std::string_view statement) { return begins_with(statement, "BEGIN"); }
bool commits(std::string_view statement) {
  return begins_with(statement, "COMMIT") || begins_with(statement, "END");
}

/// Does it change tables or rows?
bool changes_something(const Step& step) {
  const StatementUse& use = step.use;
  return use.defines || !use.inserts.empty() || !use.updates.empty() || !use.deletes.empty();
}

/// BEGIN first, COMMIT last, nothing else of the kind: without both the file is the same transaction.
bool wraps_whole_file(const std::vector<ScriptStatement>& statements) {
  if (statements.size() < 2 || !begins(statements.front().text) || !commits(statements.back().text))
    return false;
  return std::none_of(statements.begin() + 1, statements.end() - 1, [](const ScriptStatement& statement) {
    return begins(statement.text) || commits(statement.text) || begins_with(statement.text, "ROLLBACK");
  });
}

void check_nesting(Review& review, const Step& step, const std::vector<ScriptStatement>& statements) {
  const bool stray_end = (step.use.transaction == "COMMIT" || step.use.transaction == "ROLLBACK") &&
                         !step.own_transaction && (begins_with(step.text, "ROLLBACK") || commits(step.text));
  const bool stray_begin = begins(step.text) && step.error;
  // The COMMIT that belongs to a BEGIN which was told already.
  if ((!stray_begin && !stray_end) || (step.skipped && !step.error)) return;
  const bool wrapped = review.rules.one_transaction;
  const std::string said = step.error ? fmt::format(" (SQLite: {})", step.error->message) : "";
  Finding& finding = review.report(
      "transaction-nesting", step, step.range,
      stray_begin ? fmt::format("a transaction is open already{}", said)
      : wrapped   ? fmt::format("this ends the transaction that the runner opened around the file{}", said)
                  : fmt::format("no transaction is open here{}", said),
      "Take BEGIN and COMMIT out: the runner begins before the first statement and commits after the history "
      "row.");
  if (!wrapped || !stray_begin || !wraps_whole_file(statements)) return;
  const std::string& text = review.replay.text();
  const ScriptStatement& last = statements.back();
  finding.edits = {deletion(text, step.range), deletion(text, {last.offset, last.text.size()})};
  finding.fix_title = "remove BEGIN and COMMIT; the runner's transaction is around the file anyway";
}

void check_waiting(Review& review, const Step& step) {
  if (!step.error && begins(step.text) && step.use.transaction == "BEGIN" &&
      !has_word(step.text, "IMMEDIATE") && !has_word(step.text, "EXCLUSIVE")) {
    const auto word = find_name(step.text, has_word(step.text, "DEFERRED") ? "DEFERRED" : "BEGIN");
    Finding& finding =
        review.report("lock-wait", step, step.range,
                      "this takes the write lock only at the first write, and then may not wait",
                      "BEGIN IMMEDIATE takes it now, and waits as busy_timeout says.");
    if (!word) return;
    const Range place{step.range.offset + word->offset, word->length};
    finding.edits = {{place, has_word(step.text, "DEFERRED") ? "IMMEDIATE" : "BEGIN IMMEDIATE"}};
    finding.fix_title = "begin with the write lock";
  } else if (step.use.pragma == "busy_timeout" && step.use.pragma_value == "0") {
    review.report("lock-wait", step, step.range, "from here on the connection never waits for a lock",
                  "A busy_timeout of a few seconds lets the migration wait for running writes.");
  }
}

void check_settings(Review& review, const Step& step) {
  if (!step.in_transaction) return;
  const bool setting = (step.use.pragma == "journal_mode" || step.use.pragma == "synchronous") &&
                       !step.use.pragma_value.empty();
  if (!setting && !begins_with(step.text, "VACUUM")) return;
  review.report("not-in-transaction", step, step.range,
                setting ? fmt::format("PRAGMA {} cannot be set inside a transaction", step.use.pragma)
                        : "VACUUM cannot run inside a transaction",
                "It changes no table: run it by itself, before or after the migrations.");
}

/// Statements that change something outside of any transaction: more than one, and a failure leaves half.
void check_partial(Review& review) {
  std::vector<const Step*> loose;
  for (const Step& step : review.replay.steps)
    if (!step.in_transaction && changes_something(step)) loose.push_back(&step);
  if (loose.size() < 2) return;
  Finding& finding =
      review.report("partial-failure", *loose[1], loose[1]->range,
                    "if this fails, what ran before it stays, and the file cannot be run again",
                    "Nothing runs these statements in one transaction.");
  const bool own = std::any_of(review.replay.steps.begin(), review.replay.steps.end(), [](const Step& step) {
    return !step.use.transaction.empty() && (begins(step.text) || commits(step.text));
  });
  const bool settings = std::any_of(
      review.replay.steps.begin(), review.replay.steps.end(),
      [](const Step& step) { return !step.use.pragma.empty() || begins_with(step.text, "VACUUM"); });
  if (own || settings || review.replay.failed) return;
  const std::string& text = review.replay.text();
  finding.edits = {line_before(text, review.replay.steps.front().range, "BEGIN IMMEDIATE;"),
                   line_behind(text, review.replay.steps.back().range, "COMMIT;")};
  finding.fix_title = "put one transaction around the statements";
}

}  // namespace

void check_transactions(Review& review) {
  const migration::Script script = migration::read_script(*review.replay.file, review.replay.direction);
  int open = 0;
  const Step* begin = nullptr;
  for (const Step& step : review.replay.steps) {
    check_nesting(review, step, script.statements);
    check_waiting(review, step);
    check_settings(review, step);
    if (begins(step.text)) {
      ++open;
      begin = &step;
    } else if (commits(step.text) || begins_with(step.text, "ROLLBACK")) {
      open = 0;
    }
  }
  if (open > 0 && begin != nullptr && !review.replay.failed)
    review.report("uncommitted-transaction", *begin, begin->range, "this BEGIN has no COMMIT",
                  "Everything behind it is rolled back when the connection closes.");
  if (!review.rules.one_transaction) check_partial(review);
}

}  // namespace simulator::lint
