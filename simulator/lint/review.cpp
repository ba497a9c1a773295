#include "simulator/lint/review.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text_position.h"
#include "simulator/lint/rule.h"
#include "simulator/lint/statement_text.h"

namespace simulator::lint {
namespace {

using schema::same_name;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string indent_of(std::string_view text, std::size_t offset) {
  const std::size_t line = text.rfind('\n', offset == 0 ? 0 : offset - 1);
  const std::size_t start = line == std::string_view::npos || offset == 0 ? 0 : line + 1;
  std::size_t end = start;
  while (end < offset && is_blank(text[end])) ++end;
  return end == offset ? std::string(text.substr(start, end - start)) : std::string();
}

}  // namespace

Finding& Review::report(std::string_view rule, const Step& step, Range range, std::string message,
                        std::string help) {
  const Rule* known = find_rule(rule);
  const std::string& text = replay.text();
  Finding finding;
  finding.rule = rule;
  finding.level = known->level;
  finding.why = known->why;
  finding.file = replay.path();
  finding.range = range;
  finding.statement = step.range;
  finding.statement_start = base::position_at(text, step.range.offset);
  finding.start = base::position_at(text, range.offset);
  finding.end = base::position_at(text, range.end());
  finding.excerpt = base::caret_excerpt(text, finding.start);
  finding.message = std::move(message);
  finding.help = std::move(help);
  return out.emplace_back(std::move(finding));
}

Finding& Review::report_name(std::string_view rule, const Step& step, std::string_view name,
                             std::string message, std::string help) {
  const auto found = find_name(step.text, name);
  const Range range = found ? Range{step.range.offset + found->offset, found->length} : step.range;
  return report(rule, step, range, std::move(message), std::move(help));
}

const Rebuild* Review::rebuild_of(std::string_view table) const {
  const auto found = std::find_if(rebuilds.begin(), rebuilds.end(),
                                  [&](const Rebuild& one) { return same_name(one.table, table); });
  return found != rebuilds.end() ? &*found : nullptr;
}

bool Review::is_scaffold(std::string_view table) const {
  if (!existed(table)) return true;
  return std::any_of(rebuilds.begin(), rebuilds.end(),
                     [&](const Rebuild& one) { return same_name(one.temporary, table); });
}

const RowFacts* Review::facts(const Step& step) const {
  const auto index = static_cast<std::size_t>(&step - replay.steps.data());
  return rows != nullptr && index < rows->steps.size() ? &rows->steps[index] : nullptr;
}

std::int64_t Review::row_count(const Step& step, std::string_view table) const {
  const RowFacts* known = facts(step);
  if (known == nullptr) return -1;
  const auto found = known->rows.find(schema::fold_name(table));
  return found != known->rows.end() ? found->second : -1;
}

std::vector<TablePair> Review::table_pairs() const {
  std::vector<TablePair> pairs;
  for (const Rebuild& rebuild : rebuilds) pairs.push_back({rebuild.was, rebuild.now, rebuild.create, true});
  for (const Step& step : replay.steps) {
    if (step.before == step.after) continue;
    for (const schema::Table& now : step.after->tables) {
      const schema::Table* was = step.before->find_table(now.name);
      if (was != nullptr && existed(now.name) && *was != now)
        pairs.push_back({was, &now, &step, step.changes.empty()});
    }
  }
  return pairs;
}

TextEdit deletion(std::string_view text, Range statement) {
  std::size_t from = statement.offset;
  while (from > 0 && is_blank(text[from - 1])) --from;
  std::size_t to = statement.end();
  while (to < text.size() && is_blank(text[to])) ++to;
  const bool own_line = (from == 0 || text[from - 1] == '\n') && (to == text.size() || text[to] == '\n');
  if (!own_line) return {statement, ""};
  if (to < text.size()) ++to;
  return {{from, to - from}, ""};
}

TextEdit line_before(std::string_view text, Range statement, std::string_view line) {
  return {{statement.offset, 0}, fmt::format("{}\n{}", line, indent_of(text, statement.offset))};
}

TextEdit line_behind(std::string_view text, Range statement, std::string_view line) {
  const bool finished = statement.length > 0 && text[statement.end() - 1] == ';';
  return {{statement.end(), 0},
          fmt::format("{}\n{}{}", finished ? "" : ";", indent_of(text, statement.offset), line)};
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " and " : ", ";
    out += words[i];
  }
  return out;
}

std::string counted_rows(std::int64_t count) {
  std::string digits = fmt::format("{}", count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return fmt::format("{} {}", digits, count == 1 ? "row" : "rows");
}

}  // namespace simulator::lint
