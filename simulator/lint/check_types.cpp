#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::lint {
namespace {

using schema::Affinity;

struct Surprise {
  std::string message;
  std::string help;
  bool serious = false;   ///< almost certainly not what was meant
  std::string same_as{};  ///< the plain type that means the same
};

/// VARCHAR(30): VARCHAR.
std::string base_name(std::string_view type) {
  std::string name(type.substr(0, type.find('(')));
  while (name.ends_with(' ')) name.pop_back();
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return name;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<Surprise> integer_surprise(const std::string& name) {
  const bool meant = name.find("INT") == 0 || name.ends_with("INT") || name.ends_with(" INTEGER") ||
                     is_one_of(name, {"INT UNSIGNED", "BIGINT UNSIGNED"});
  const bool not_meant = name.ends_with("POINT") || name.ends_with("CHARINT") || name.starts_with("INTERVAL");
  if (meant && !not_meant) return std::nullopt;
  return Surprise{fmt::format("{} is an integer column to SQLite, because the letters INT are in it", name),
                  "The text '0123' becomes the number 123. Declare REAL or TEXT, whichever is meant.", true};
}

std::optional<Surprise> numeric_surprise(const std::string& name, bool sized) {
  if (name == "NUMERIC" && !sized) return std::nullopt;
  if (is_one_of(name, {"NUMERIC", "DECIMAL", "NUMBER", "MONEY"}))
    return Surprise{
        fmt::format("{} is stored as an integer or a floating-point number, never as an exact decimal", name),
        "For money, store cents in an INTEGER column."};
  if (is_one_of(name, {"BOOLEAN", "BOOL"}))
    return Surprise{
        fmt::format("{} holds any value: SQLite knows only the numbers 1 and 0 for true and false", name),
        "Declare INTEGER with CHECK (column IN (0, 1))."};
  if (is_one_of(name, {"DATE", "DATETIME", "TIME", "TIMESTAMP"}))
    return Surprise{fmt::format("{} is a number column to SQLite: a text of digits alone, like '20260514', "
                                "becomes a number",
                                name),
                    "Declare TEXT for ISO dates, or INTEGER for Unix times."};
  if (is_one_of(name, {"JSON", "JSONB"}))
    return Surprise{fmt::format("{} is a number column to SQLite: the text 0123 becomes 123", name),
                    "Declare TEXT, and CHECK (json_valid(column))."};
  return Surprise{
      fmt::format("SQLite does not know the type {} and takes it for NUMERIC: the text '0123' becomes 123",
                  name),
      "Declare TEXT if text is meant.", true};
}

std::optional<Surprise> surprise_of(const schema::Column& column) {
  if (column.type.empty() || column.generated != schema::Generated::no) return std::nullopt;
  const std::string name = base_name(column.type);
  const bool sized = column.type.find('(') != std::string::npos;
  switch (column.affinity) {
    case Affinity::integer:
      return integer_surprise(name);
    case Affinity::numeric:
      return numeric_surprise(name, sized);
    case Affinity::text:
      if (!sized) return std::nullopt;
      return Surprise{
          fmt::format("the length of {} is never enforced", column.type),
          fmt::format("Declare TEXT, and CHECK (length({}) <= ...) where it matters.", column.name), false,
          "TEXT"};
    case Affinity::real:
    case Affinity::blob:
      break;
  }
  return std::nullopt;
}

void check_column(Review& review, const Step& step, const schema::Table& table,
                  const schema::Column& column) {
  const Rebuild* rebuild = review.rebuild_of(table.name);
  const auto* before = rebuild != nullptr ? rebuild->was : review.replay.before->find_table(table.name);
  for (const Rebuild& one : review.rebuilds)
    if (one.create == &step) before = one.was;
  const schema::Column* was = before != nullptr ? before->find(column.name) : nullptr;
  if (was != nullptr && sql::same_word(was->type, column.type)) return;
  const auto surprise = surprise_of(column);
  const auto range = find_type(step.text, column.name, column.type);
  if (!surprise || !range) return;
  const Range place{step.range.offset + range->offset, range->length};
  Finding& finding =
      review.report("surprising-type", step, place,
                    fmt::format("{}.{}: {}", table.name, column.name, surprise->message), surprise->help);
  if (surprise->serious) finding.level = Level::warning;
  if (surprise->same_as.empty()) return;
  finding.edits = {{place, surprise->same_as}};
  finding.fix_title = fmt::format("declare {}, which is what it means", surprise->same_as);
}

}  // namespace

void check_types(Review& review) {
  for (const Step& step : review.replay.steps) {
    for (const Change& change : step.changes) {
      const schema::Table* table = step.after->find_table(change.table);
      if (table == nullptr || table->strict || !table->module.empty()) continue;
      if (change.kind == Change::Kind::create_table) {
        for (const schema::Column& column : table->columns) check_column(review, step, *table, column);
      } else if (change.kind == Change::Kind::add_column) {
        check_column(review, step, *table, *table->find(change.name));
      }
    }
  }
}

}  // namespace simulator::lint
