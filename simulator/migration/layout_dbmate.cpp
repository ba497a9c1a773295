// dbmate's files: https://github.com/amacneil/dbmate, f3e08f15. The parts are found by its two expressions,
// ^--\s*migrate:up(\s*$|\s+\S+) and the same for down, so nothing in front of `--` and nothing but these
// words.
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

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  for (const Line& line : lines_of(text)) {
    auto options = options_of(line.text, "migrate:up");
    const bool up = options.has_value();
    if (!up) options = options_of(line.text, "migrate:down");
    if (!options) continue;
    if (!parts.empty()) parts.back().section.length = line.offset - parts.back().section.offset;
    const bool transaction = options->find("transaction:false") == std::string_view::npos;
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
    reader.broken(file, "migration.missing-up", "there is no `-- migrate:up` line in the file",
                  mark ? "The file begins with a byte order mark, and dbmate's search for the line wants it "
                         "at the very start: save the file without the mark."
                       : "dbmate wants one above the statements that bring the database forward.");
    return;
  }
  bool has_down = false;
  for (auto part = first_up; part != parts.end(); ++part) {
    if (!part->up) continue;
    MigrationFile& file = reader.add(source, version, std::string(name));
    file.up = part->section;
    const auto next = part + 1;
    if (next != parts.end() && !next->up) {
      file.down = next->section;
      has_down = true;
    }
    const auto before = std::string_view(source.text).substr(0, first_up->section.offset);
    const auto directive = before.substr(0, before.substr(0, before.size() - 1).rfind('\n') + 1);
    if (part == first_up && parts.front().up && holds_statement(directive)) {
      reader.broken(file, "migration.sql-before-up", "there is SQL before `-- migrate:up`",
                    "dbmate stops with: dbmate does not support statements preceding the '-- migrate:up' "
                    "block. Move it below the line.",
                    {1, 1});
    } else if (!parts.front().up) {
      reader.broken(file, "migration.missing-up", "`-- migrate:down` comes before any `-- migrate:up`",
                    "dbmate stops with: dbmate requires every '-- migrate:down' to be preceded by a "
                    "'-- migrate:up'.",
                    {parts.front().section.start.line - 1, 1});
    } else if (next != parts.end() && !next->up && next + 1 != parts.end() && !(next + 1)->up) {
      reader.broken(file, "migration.directive",
                    "a second `-- migrate:down` without a `-- migrate:up` between",
                    "dbmate stops with: dbmate requires every '-- migrate:down' to be preceded by a "
                    "'-- migrate:up'.",
                    {(next + 1)->section.start.line - 1, 1});
    }
  }
  if (!has_down)
    reader.broken(reader.files().back(), "migration.missing-down", "the file has no `-- migrate:down` line",
                  "dbmate stops with: dbmate requires each migration to define a down block with "
                  "'-- migrate:down'. The block may be empty.");
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
