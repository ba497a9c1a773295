#include "simulator/lint/ignore.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/known_words.h"
#include "simulator/base/text_position.h"
#include "simulator/lint/review.h"
#include "simulator/lint/rule.h"
#include "simulator/migration/script.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::lint {
namespace {

constexpr std::string_view marker = "driftwood:ignore";

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_rule_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

std::size_t line_start(std::string_view text, std::size_t offset) {
  const std::size_t end = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

std::size_t line_end(std::string_view text, std::size_t offset) {
  return std::min(text.find('\n', offset), text.size());
}

/// The statements that stand on the lines of the comment, or else the first that begins on the line below.
/// Line by line of comments downwards until something else comes.
std::vector<Range> statements_for(std::string_view text, Range comment, std::span<const Range> statements) {
  std::vector<Range> out;
  const std::size_t from = line_start(text, comment.offset);
  std::size_t to = line_end(text, comment.end());
  for (const Range& statement : statements)
    if (statement.offset <= to && statement.end() > from) out.push_back(statement);
  if (!out.empty()) return out;
  while (to < text.size()) {
    std::size_t next = to + 1;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\t')) ++next;
    if (text.substr(next).starts_with("--")) {
      to = line_end(text, next);
      continue;
    }
    for (const Range& statement : statements)
      if (statement.offset == next) out.push_back(statement);
    break;
  }
  return out;
}

void read_names(std::string_view text, Range comment, std::size_t at, const std::vector<Range>& statements,
                std::vector<IgnoredRule>& out) {
  const std::size_t end = comment.end();
  const auto skip_blanks = [&] {
    while (at < end && is_white(text[at])) ++at;
  };
  for (;;) {
    skip_blanks();
    const std::size_t from = at;
    while (at < end && is_rule_character(text[at])) ++at;
    out.push_back({std::string(text.substr(from, at - from)), {from, at - from}, comment, statements});
    skip_blanks();
    if (at >= end || text[at] != ',') return;
    ++at;
  }
}

/// The comment is removed with its line when nothing else stands there; one behind a statement with the
/// blanks before it. A list loses one name.
TextEdit removal(std::string_view text, const IgnoredRule& ignored, bool alone) {
  if (alone) {
    TextEdit edit = deletion(text, ignored.comment);
    if (edit.range == ignored.comment) {
      while (edit.range.offset > 0 &&
             (text[edit.range.offset - 1] == ' ' || text[edit.range.offset - 1] == '\t')) {
        --edit.range.offset;
        ++edit.range.length;
      }
    }
    return edit;
  }
  Range range = ignored.range;
  while (range.end() < text.size() && is_white(text[range.end()])) ++range.length;
  if (range.end() < text.size() && text[range.end()] == ',') {
    ++range.length;
    while (range.end() < text.size() && text[range.end()] == ' ') ++range.length;
    return {range, ""};
  }
  range = ignored.range;
  while (range.offset > 0 && text[range.offset - 1] != ',') {
    --range.offset;
    ++range.length;
  }
  if (range.offset > 0) {
    --range.offset;
    ++range.length;
  }
  return {range, ""};
}

Finding about(const migration::MigrationFile& file, const IgnoredRule& ignored, std::string_view rule,
              std::string message, std::string help) {
  const Rule* known = find_rule(rule);
  const Range range = ignored.range.length > 0 ? ignored.range : ignored.comment;
  Finding finding;
  finding.rule = rule;
  finding.level = known->level;
  finding.why = known->why;
  finding.file = file.path;
  finding.range = range;
  finding.start = base::position_at(file.text, range.offset);
  finding.end = base::position_at(file.text, range.end());
  finding.excerpt = base::caret_excerpt(file.text, finding.start);
  finding.message = std::move(message);
  finding.help = std::move(help);
  if (!ignored.statements.empty()) {
    finding.statement = ignored.statements.front();
    finding.statement_start = base::position_at(file.text, finding.statement.offset);
  }
  return finding;
}

Finding unknown_rule(const migration::MigrationFile& file, const IgnoredRule& ignored) {
  std::string help = "`driftwoodctl lint --explain all` lists the rules.";
  if (ignored.rule.empty())
    return about(file, ignored, "unknown-rule", "this comment names no rule", std::move(help));
  const auto meant = base::did_you_mean(ignored.rule, rule_ids());
  if (meant) help = fmt::format("Did you mean {}? ", *meant) + help;
  Finding finding =
      about(file, ignored, "unknown-rule", fmt::format("there is no rule {}", ignored.rule), std::move(help));
  if (meant) {
    finding.edits = {{ignored.range, *meant}};
    finding.fix_title = fmt::format("name the rule {}", *meant);
  }
  return finding;
}

}  // namespace

std::vector<IgnoredRule> read_ignores(std::string_view text, std::span<const Range> statements) {
  std::vector<IgnoredRule> out;
  for (std::size_t at = 0; at < text.size();) {
    const sql::Token token = sql::token_at(text, at);
    at += token.length;
    if (token.kind != sql::TokenKind::comment) continue;
    Range comment{token.offset, token.length};
    std::size_t word = comment.offset + 2;
    std::size_t end = comment.end();
    if (text.substr(comment.offset, comment.length).ends_with("*/") && text[comment.offset] == '/') end -= 2;
    while (word < end && is_white(text[word])) ++word;
    if (!text.substr(word, end - std::min(word, end)).starts_with(marker)) continue;
    const std::size_t names = word + marker.size();
    if (names < end && !is_white(text[names])) continue;
    const Range inside{comment.offset, end - comment.offset};
    const std::size_t before = out.size();
    read_names(text, inside, names, statements_for(text, comment, statements), out);
    for (std::size_t i = before; i < out.size(); ++i) out[i].comment = comment;
  }
  return out;
}

void apply_ignores(const migration::MigrationFile& file, const std::set<std::string>& unsure,
                   std::vector<Finding>& findings) {
  if (file.text.find(marker) == std::string::npos) return;
  const migration::Script up = migration::read_script(file, migration::Direction::up);
  const migration::Script down = migration::read_script(file, migration::Direction::down);
  std::vector<Range> statements;
  for (const migration::Script* script : {&up, &down})
    for (const auto& statement : script->statements)
      statements.push_back({statement.offset, statement.text.size()});
  const std::vector<IgnoredRule> ignores = read_ignores(file.text, statements);
  std::vector<Finding> wrong;
  std::vector<bool> hidden(findings.size(), false);  // two comments may hide the same finding
  for (const IgnoredRule& ignored : ignores) {
    if (find_rule(ignored.rule) == nullptr) {
      wrong.push_back(unknown_rule(file, ignored));
      continue;
    }
    bool hides = false;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const bool meant = findings[i].file == file.path && findings[i].rule == ignored.rule &&
                         std::find(ignored.statements.begin(), ignored.statements.end(),
                                   findings[i].statement) != ignored.statements.end();
      hides = hides || meant;
      hidden[i] = hidden[i] || meant;
    }
    if (hides || unsure.contains(ignored.rule)) continue;
    const auto of_comment = std::count_if(ignores.begin(), ignores.end(), [&](const IgnoredRule& other) {
      return other.comment == ignored.comment;
    });
    Finding finding = about(
        file, ignored, "unused-ignore", fmt::format("there is nothing of {} here to ignore", ignored.rule),
        ignored.statements.empty()
            ? "The comment belongs to no statement: put it on the statement's line or the line above."
            : "Remove it, so that it does not hide the next one.");
    finding.edits = {removal(file.text, ignored, of_comment == 1)};
    finding.fix_title = "remove the name of the rule, or the comment with it";
    wrong.push_back(std::move(finding));
  }
  std::size_t index = 0;
  std::erase_if(findings, [&](const Finding&) { return hidden[index++]; });
  findings.insert(findings.end(), std::make_move_iterator(wrong.begin()),
                  std::make_move_iterator(wrong.end()));
}

}  // namespace simulator::lint
