#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"
#include "simulator/schema/canonical_text.h"
#include "simulator/sql/database.h"

namespace simulator::lint {
namespace {

using schema::same_name;

Range in_file(const Step& step, Range range) { return {step.range.offset + range.offset, range.length}; }

/// Where only a value can be meant. Anywhere else the name may be that of a column, misspelt: then turning it
/// into a string would only hide the mistake. (In an index 'c' means the column c.)
bool is_value(const Step& step, const QuotedString& word) {
  constexpr std::array<std::string_view, 13> before = {"=",  "==",   "<>", "!=",   "(", ",",   "LIKE",
                                                       "||", "THEN", "<",  "ELSE", ">", "GLOB"};
  if (begins_with(step.text, "CREATE") && has_word(step.text, "INDEX")) return false;
  std::string_view previous;
  for (const sql::Token& token : sql::tokenize(step.text)) {
    if (token.offset >= word.offset) break;
    if (!sql::is_trivia(token.kind)) previous = sql::text_of(step.text, token);
  }
  return std::any_of(before.begin(), before.end(),
                     [&](std::string_view one) { return sql::same_word(one, previous); });
}

void check_quotes(Review& review, const Step& step) {
  for (const QuotedString& word : step.quoted_strings) {
    const std::string written(step.text.substr(word.offset, word.length));
    const std::string value = sql::unquoted(written);
    Finding& finding = review.report(
        "double-quoted-string", step, in_file(step, {word.offset, word.length}),
        fmt::format("nothing is called {} here, so SQLite takes it for the string {}", written,
                    sql::quote_text(value)),
        "If the string is meant, write it in single quotes; if a column is meant, its name is wrong.");
    if (!is_value(step, word)) continue;
    finding.edits = {{finding.range, sql::quote_text(value)}};
    finding.fix_title = "write the string in single quotes";
  }
}

void check_names(Review& review, const Step& step) {
  const std::vector<Assignment> assignments = read_assignments(step.text);
  for (std::size_t i = 0; i < assignments.size(); ++i) {
    const auto earlier =
        std::find_if(assignments.begin(), assignments.begin() + static_cast<std::ptrdiff_t>(i),
                     [&](const Assignment& one) { return same_name(one.column, assignments[i].column); });
    if (earlier != assignments.begin() + static_cast<std::ptrdiff_t>(i))
      review.report("duplicate-assignment", step, in_file(step, assignments[i].range),
                    fmt::format("{} is set twice; only this one counts", assignments[i].column),
                    "Remove the one that is not meant.");
  }
  if (const auto insert = read_insert(step.text)) {
    for (std::size_t i = 0; i < insert->columns.size(); ++i) {
      const auto end = insert->columns.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::any_of(insert->columns.begin(), end,
                      [&](const std::string& one) { return same_name(one, insert->columns[i]); }))
        review.report_name("duplicate-assignment", step, insert->columns[i],
                           fmt::format("{} is listed twice; only the first value counts", insert->columns[i]),
                           "Remove the one that is not meant.");
    }
  }
  for (const std::string& column : step.doubled_columns)
    review.report_name("duplicate-assignment", step, column,
                       fmt::format("the view has two columns {0}; SQLite calls the second \"{0}:1\"", column),
                       "Give one of them another name with AS.");
}

/// Those an INSERT without a list fills, or SELECT * reads, in their order.
std::vector<std::string> columns_of(const schema::Table& table, bool writable_only) {
  std::vector<std::string> out;
  for (const schema::Column& column : table.columns)
    if (!writable_only || column.generated == schema::Generated::no) out.push_back(column.name);
  return out;
}

std::string name_list(const std::vector<std::string>& names) {
  std::vector<std::string> printed;
  for (const std::string& name : names) printed.push_back(schema::print_name(name));
  return fmt::format("{}", fmt::join(printed, ", "));
}

void check_star(Review& review, const Step& step, const InsertText& insert, const schema::Table& target) {
  const schema::Table* source = step.before->find_table(insert.star_table);
  if (source == nullptr || !source->module.empty()) return;
  const std::vector<std::string> into = insert.columns.empty() ? columns_of(target, true) : insert.columns;
  const std::vector<std::string> from = columns_of(*source, false);
  if (into.size() != from.size()) return;
  std::string swapped;
  for (std::size_t i = 0; i < into.size() && swapped.empty(); ++i)
    if (!same_name(into[i], from[i]))
      swapped = fmt::format("{}.{} is filled from {}.{}", target.name, into[i], source->name, from[i]);
  Finding& finding = review.report(
      "insert-select-star", step, in_file(step, *insert.star),
      swapped.empty() ? "SELECT * copies by place; today the columns happen to stand in the same order"
                      : swapped,
      "Name the columns on both sides.");
  const bool same_names =
      std::is_permutation(into.begin(), into.end(), from.begin(), from.end(),
                          [](const std::string& a, const std::string& b) { return same_name(a, b); });
  if (!swapped.empty() && same_names) finding.level = Level::error;
  if (!same_names) return;
  if (insert.columns.empty())
    finding.edits.push_back({{step.range.offset + insert.behind_table, 0}, " (" + name_list(into) + ")"});
  finding.edits.push_back({in_file(step, *insert.star), name_list(into)});
  finding.fix_title = "name the columns on both sides";
}

void check_insert(Review& review, const Step& step) {
  const auto insert = read_insert(step.text);
  if (!insert || insert->default_values || step.error) return;
  const schema::Table* target = step.before->find_table(insert->table);
  if (target == nullptr || !target->module.empty()) return;
  if (insert->star) return check_star(review, step, *insert, *target);
  // Right behind its CREATE TABLE an INSERT cannot meet another column.
  if (!insert->columns.empty() || !review.existed(target->name)) return;
  Finding& finding = review.report_name(
      "insert-without-columns", step, insert->table,
      fmt::format("this INSERT counts on {} having exactly these columns in this order", target->name),
      "Name the columns.");
  finding.edits = {
      {{step.range.offset + insert->behind_table, 0}, " (" + name_list(columns_of(*target, true)) + ")"}};
  finding.fix_title = "name the columns";
}

}  // namespace

void check_text(Review& review) {
  for (const Step& step : review.replay.steps) {
    check_quotes(review, step);
    if (step.error) continue;
    if (!step.use.defines || !step.doubled_columns.empty()) check_names(review, step);
    check_insert(review, step);
  }
}

}  // namespace simulator::lint
