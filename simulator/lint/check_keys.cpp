#include <fmt/format.h>

#include <algorithm>

#include "simulator/lint/check.h"
#include "simulator/lint/children.h"
#include "simulator/lint/statement_text.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::lint {
namespace {

using schema::same_name;
using Kind = Change::Kind;

bool takes_tables_away(const Review& review) {
  return std::any_of(review.replay.steps.begin(), review.replay.steps.end(), [&](const Step& step) {
    return std::any_of(step.changes.begin(), step.changes.end(), [&](const Change& change) {
      return change.kind == Kind::drop_table && review.existed(change.name);
    });
  });
}

void check_pragmas(Review& review, const Step& step) {
  const StatementUse& use = step.use;
  if (use.pragma_value.empty() || step.error) return;
  const std::string& text = review.replay.text();
  if (use.pragma == "foreign_keys" && step.in_transaction) {
    Finding& finding = review.report_name(
        "foreign-keys-pragma", step, "foreign_keys",
        fmt::format("PRAGMA foreign_keys = {} does nothing here: a transaction is open", use.pragma_value),
        review.rules.keys_off ? "driftwood switches foreign keys off before it begins and checks them before "
                                "it commits, so the statement is not needed."
                              : "Set it on the connection, before the transaction begins.");
    finding.edits = {deletion(text, step.range)};
    finding.fix_title = "remove the statement; it had no effect";
  } else if (use.pragma == "defer_foreign_keys" && use.pragma_value != "0" &&
             !sql::same_word(use.pragma_value, "off") && takes_tables_away(review)) {
    review.report_name("defer-foreign-keys", step, "defer_foreign_keys",
                       "deferring the checks does not keep DROP TABLE from acting on child rows",
                       "Foreign keys have to be off before the transaction begins.");
  }
}

std::string loss_text(const RowFacts::Loss& loss) {
  if (loss.deleted > 0)
    return fmt::format("{} of {} would be deleted", counted_rows(loss.deleted), loss.table);
  return fmt::format("{} of {} would lose the reference", counted_rows(loss.emptied), loss.table);
}

void check_cascade(Review& review, const Step& step) {
  const bool drops = step.use.defines;
  std::set<std::string> parents = step.use.deletes;
  std::erase_if(parents, [&](const std::string& table) { return review.is_scaffold(table) && !drops; });
  if (parents.empty() || step.error || (!drops && has_outer_word(step.text, "WHERE"))) return;
  std::vector<std::string> acted_on;
  for (const Child& child : acting_children(*step.before, parents)) {
    const std::string words =
        child.key->on_delete == schema::ForeignKeyAction::cascade
            ? fmt::format("deletes the rows of {}", child.table->name)
            : fmt::format("empties {}.{}", child.table->name, child.key->columns.front());
    if (review.existed(child.table->name) &&
        std::find(acted_on.begin(), acted_on.end(), words) == acted_on.end())
      acted_on.push_back(words);
  }
  if (acted_on.empty()) return;
  std::string help;
  if (const RowFacts* facts = review.facts(step)) {
    std::vector<std::string> lost;
    for (const RowFacts::Loss& loss : facts->lost_with_keys) lost.push_back(loss_text(loss));
    if (!lost.empty()) help = "In this database, " + listed(lost) + ". ";
  }
  help +=
      review.rules.keys_off
          ? "driftwood keeps foreign keys off while a file runs, so nothing is lost with it; other tools "
            "may leave them on."
          : "Nothing fails and nothing is said. Foreign keys have to be off before the transaction begins.";
  Finding& finding = review.report("cascades", step, step.range,
                                   fmt::format("where foreign keys are on, this {}", listed(acted_on)), help);
  if (review.rules.keys_off) finding.level = Level::note;
}

/// The last statement that changed one of the tables; null when none did.
const Step* last_change_of(const Replay& replay, const std::string& one, const std::string& other) {
  for (auto step = replay.steps.rbegin(); step != replay.steps.rend(); ++step) {
    for (const Change& change : step->changes) {
      for (const std::string& name : {change.table, change.name, change.was})
        if (same_name(name, one) || same_name(name, other)) return &*step;
    }
  }
  return nullptr;
}

bool was_missing_before(const Review& review, const schema::Table& table, const schema::ForeignKey& key) {
  const schema::Table* was = review.replay.before->find_table(table.name);
  if (was == nullptr || review.existed(key.parent)) return false;
  return std::any_of(was->foreign_keys.begin(), was->foreign_keys.end(),
                     [&](const schema::ForeignKey& old) { return same_name(old.parent, key.parent); });
}

void check_parents(Review& review) {
  for (const schema::Table& table : review.replay.after->tables) {
    for (const schema::ForeignKey& key : table.foreign_keys) {
      const Step* step = last_change_of(review.replay, table.name, key.parent);
      if (step == nullptr) continue;
      const auto mismatch = review.replay.mismatches.find(schema::fold_name(table.name));
      const bool there = review.replay.after->find_table(key.parent) != nullptr;
      const bool left_by_rename =
          std::any_of(review.rebuilds.begin(), review.rebuilds.end(),
                      [&](const Rebuild& one) { return same_name(one.temporary, key.parent); });
      if (there && mismatch != review.replay.mismatches.end() &&
          mismatch->second.find("\"" + key.parent + "\"") != std::string::npos) {
        review.report_name(
            "foreign-key-mismatch", *step, key.parent,
            fmt::format("writing to {} will fail: {}", table.name, mismatch->second),
            fmt::format("Make the columns of {} that it refers to UNIQUE, or refer to its primary "
                        "key.",
                        key.parent));
      } else if (!there && !left_by_rename && !was_missing_before(review, table, key)) {
        review.report_name(
            "missing-parent", *step, key.parent,
            fmt::format("{} refers to {}, which is not there after this file", table.name, key.parent),
            "Where foreign keys are on, INSERT INTO it fails with `no such table`.");
      }
    }
  }
}

}  // namespace

void check_keys(Review& review) {
  for (const Step& step : review.replay.steps) {
    check_pragmas(review, step);
    if (review.up()) check_cascade(review, step);
  }
  if (!review.replay.failed) check_parents(review);
}

}  // namespace simulator::lint
