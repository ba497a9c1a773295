#include <fmt/format.h>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"
#include "simulator/sql/database.h"

namespace simulator::lint {
namespace {

/// What the same ADD COLUMN says to a table that has one row; empty when it passes. The table is a stand-in
/// with the same column names, so SQLite itself decides.
std::string refusal_with_a_row(Shadow& shadow, const Step& step, const schema::Table& before) {
  const auto table = find_name(step.text, before.name);
  if (!table || before.columns.empty()) return {};
  std::string columns;
  for (const schema::Column& column : before.columns)
    columns += (columns.empty() ? "" : ", ") + sql::quote_identifier(column.name);
  std::string statement(step.text);
  statement.replace(table->offset, table->length, "driftwood_stand_in");
  std::string message;
  const auto made =
      shadow.execute(fmt::format("SAVEPOINT driftwood_lint; CREATE TABLE driftwood_stand_in ({}); "
                                 "INSERT INTO driftwood_stand_in DEFAULT VALUES",
                                 columns));
  if (made) {
    const auto added = shadow.execute(statement);
    if (!added) message = added.error().message;
  }
  static_cast<void>(shadow.execute("ROLLBACK TO driftwood_lint; RELEASE driftwood_lint"));
  return message;
}

void report(Review& review, const Step& step, const Change& change, const std::string& refusal) {
  const std::string name = fmt::format("{}.{}", change.table, change.name);
  const std::string said = fmt::format("with rows in {}, SQLite refuses: {}", change.table, refusal);
  const auto says = [&](std::string_view words) { return refusal.find(words) != std::string::npos; };
  Finding* finding = nullptr;
  if (says("NOT NULL column")) {
    finding = &review.report_name(
        "add-required-column", step, change.name, said,
        fmt::format("Leave NOT NULL away until every row and all running code fill {}, or "
                    "give it a constant default, like NOT NULL DEFAULT ''.",
                    name));
  } else if (says("non-constant default")) {
    finding =
        &review.report_name("non-constant-default", step, change.name, said,
                            fmt::format("Add {} without the default and fill it: UPDATE {} SET {} = ...;",
                                        name, change.table, change.name));
  } else if (says("STORED column")) {
    finding = &review.report_name("add-stored-column", step, change.name, said,
                                  "VIRTUAL gives the same values and can be indexed.");
    if (const auto word = find_name(step.text, "STORED")) {
      finding->edits = {{{step.range.offset + word->offset, word->length}, "VIRTUAL"}};
      finding->fix_title = "make the generated column VIRTUAL";
    }
  }
  if (finding != nullptr) finding->level = review.if_rows_decide(finding->level);
}

void check_reference(Review& review, const Step& step, const Change& change) {
  const schema::Table* table = step.after->find_table(change.table);
  const schema::Column* column = table->find(change.name);
  if (column == nullptr || !column->default_value) return;
  for (const schema::ForeignKey& key : table->foreign_keys) {
    if (key.columns != std::vector<std::string>{schema::fold_name(change.name)}) continue;
    Finding& finding = review.report_name(
        "reference-with-default", step, change.name,
        fmt::format("every row of {} would refer to {} at once, unchecked", change.table, key.parent),
        "With foreign keys on and rows in the table, SQLite refuses: Cannot add a REFERENCES column with "
        "non-NULL default value.");
    if (review.rules.keys_off) finding.level = Level::note;
  }
}

}  // namespace

void check_new_columns(Review& review) {
  for (const Step& step : review.replay.steps) {
    for (const Change& change : step.changes) {
      if (change.kind != Change::Kind::add_column || !review.existed(change.table)) continue;
      const schema::Table* before = step.before->find_table(change.table);
      report(review, step, change, refusal_with_a_row(review.after, step, *before));
      check_reference(review, step, change);
    }
  }
}

}  // namespace simulator::lint
