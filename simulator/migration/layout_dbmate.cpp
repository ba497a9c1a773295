// dbmate's files: https://github.com/amacneil/dbmate, f3e08f15, and what 2.36.0 does with them. The parts are
// found by its two expressions, ^--\s*migrate:up(\s*$|\s+\S+) and the same for down, so nothing in front of
// `--` and nothing but these words. From the first up line on, up and down take turns; above it only blank
// lines and `--` comments may stand, and a down line counts as one. A file that breaks this is not run at
// all.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/base/text_position.h"
#include "simulator/migration/layout_reader.h"

namespace simulator::migration {
namespace {

struct Part {
  bool up = true;
  bool transaction = true;
  Section section;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

/// The options on a line that is the directive `-- <word>`; nothing when it is another line.
std::optional<std::string_view> options_of(std::string_view line, std::string_view word) {
  if (!line.starts_with("--")) return std::nullopt;
  line.remove_prefix(2);
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  if (!line.starts_with(word)) return std::nullopt;
  line.remove_prefix(word.size());
  if (!line.empty() && !is_blank(line.front())) return std::nullopt;
  return trimmed(line);
}

bool has_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    const std::size_t length = std::min(words.find_first_of(" \t\r\f\v"), words.size());
    if (words.substr(0, length) == wanted) return true;
    words = trimmed(words.substr(length));
  }
  return false;
}

/// The first line above `up_line` in which dbmate sees a statement; 0 when there is none.
int statement_above(std::string_view text, int up_line) {
  for (const Line& line : lines_of(text)) {
    if (line.number >= up_line) break;
    const auto words = trimmed(line.text);
    if (!words.empty() && !words.starts_with("--")) return line.number;
  }
  return 0;
}

struct Mistake {
  std::string_view code;
  std::string_view message;
  std::string_view help;
  int line = 0;  ///< 0: nowhere in particular
};

/// What dbmate refuses the file for; `first_up` is not the end.
std::optional<Mistake> mistake_in(std::string_view text, const std::vector<Part>& parts,
                                  std::vector<Part>::const_iterator first_up) {
  const auto directive_line = [](const Part& part) { return part.section.start.line - 1; };
  if (const int line = statement_above(text, directive_line(*first_up)); line != 0)
    return Mistake{
        "migration.sql-before-up", "there is SQL before `-- migrate:up`",
        "dbmate stops with: dbmate does not support statements preceding the '-- migrate:up' block. "
        "Move it below the line.",
        line};
  bool wants_up = true;
  for (auto part = first_up; part != parts.end(); ++part, wants_up = !wants_up) {
    if (part->up == wants_up) continue;
    if (part->up) break;
    return Mistake{"migration.directive", "a second `-- migrate:down` without a `-- migrate:up` between",
                   "dbmate stops with: dbmate requires every '-- migrate:down' to be preceded by a "
                   "'-- migrate:up'.",
                   directive_line(*part)};
  }
  if (wants_up) return std::nullopt;
  return Mistake{"migration.missing-down", "a `-- migrate:up` has no `-- migrate:down` after it",
                 "dbmate stops with: dbmate requires each migration to define a down block with "
                 "'-- migrate:down'. The block may be empty."};
}

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  for (const Line& line : lines_of(text)) {
    auto options = options_of(line.text, "migrate:up");
    const bool up = options.has_value();
    if (!up) options = options_of(line.text, "migrate:down");
    if (!options) continue;
    if (!parts.empty()) parts.back().section.length = line.offset - parts.back().section.offset;
    const bool transaction = !has_word(*options, "transaction:false");
    parts.push_back(
        {up, transaction, {line.next, text.size() - line.next, {line.number + 1, 1}, transaction}});
  }
  return parts;
}

void read_file(LayoutReader& reader, const SourceFile& source) {
  const std::string version(leading_digits(source.name));
  std::string_view name = std::string_view(source.name).substr(version.size());
  name.remove_suffix(4);
  if (name.starts_with('_')) name.remove_prefix(1);
  const auto parts = parts_of(source.text);
  const auto first_up = std::find_if(parts.begin(), parts.end(), [](const Part& part) { return part.up; });
  if (first_up == parts.end()) {
    MigrationFile& file = reader.add(source, version, std::string(name));
    file.up.length = 0;
    const bool mark = source.text.starts_with("\xEF\xBB\xBF");
    reader.broken(
        file, "migration.missing-up", "there is no `-- migrate:up` line in the file",
        fmt::format("dbmate stops with: dbmate requires each migration to define an up block with "
                    "'-- migrate:up'. {}",
                    mark ? "The file begins with a byte order mark, and dbmate's search for the line "
                           "wants it at the very start: save the file without the mark."
                         : "Put one above the statements that bring the database forward."));
    return;
  }
  if (const auto mistake = mistake_in(source.text, parts, first_up)) {
    MigrationFile& file = reader.add(source, version, std::string(name));
    file.up = first_up->section;
    reader.broken(file, std::string(mistake->code), std::string(mistake->message), std::string(mistake->help),
                  mistake->line == 0 ? base::Position{} : base::Position{mistake->line, 1});
    return;
  }
  for (auto up = first_up; up != parts.end(); up += 2) {
    MigrationFile& file = reader.add(source, version, std::string(name));
    file.up = up->section;
    file.down = (up + 1)->section;
  }
}

}  // namespace

void read_dbmate(LayoutReader& reader) {
  for (const auto* source : reader.sources()) {
    if (source->name.ends_with('/')) continue;
    if (leading_digits(source->name).empty() || !source->name.ends_with(".sql")) {
      reader.passed_over(source->name, "this is not a name dbmate looks at");
      continue;
    }
    read_file(reader, *source);
  }
  const auto& files = reader.files();
  for (std::size_t i = 1; i < files.size(); ++i) {
    if (files[i].version != files[i - 1].version) continue;
    reader.report(
        base::Severity::warning, "migration.duplicate-version", files[i].path,
        fmt::format("version {} is there twice: {} and {}", files[i].version, files[i - 1].file_name,
                    files[i].file_name),
        "dbmate runs the first, fails on the second (UNIQUE constraint failed: "
        "schema_migrations.version), and from then on takes both to be applied: the second is never "
        "run.");
  }
}

}  // namespace simulator::migration
