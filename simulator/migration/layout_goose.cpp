// goose's files: https://github.com/pressly/goose, 520411a1.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/migration/goose_statements.h"
#include "simulator/migration/layout_reader.h"
#include "simulator/migration/placeholders.h"
#include "simulator/migration/version_order.h"

namespace simulator::migration {
namespace {

/// The text with ${NAME} and $NAME put in between ENVSUB ON and ENVSUB OFF.
std::string with_variables(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string out;
  bool on = false;
  std::size_t done = 0;
  const auto flush = [&](std::size_t end) {
    const auto piece = text.substr(done, end - done);
    out += on ? put_in_variables(piece, values) : std::string(piece);
    done = end;
  };
  for (const Line& line : lines_of(text)) {
    const std::string annotation = goose_annotation(line.text);
    if (annotation != "ENVSUB ON" && annotation != "ENVSUB OFF") continue;
    flush(line.next);
    on = annotation == "ENVSUB ON";
  }
  flush(text.size());
  return out;
}

void check_finished(LayoutReader& reader, MigrationFile& file, const Section& section) {
  const auto part = std::string_view(file.text).substr(section.offset, section.length);
  const auto pieces = goose_statements(part);
  const auto open = std::find_if(pieces.begin(), pieces.end(), [](const auto& p) { return !p.finished; });
  if (open == pieces.end()) return;
  const auto lines_before =
      std::count(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(open->offset), '\n');
  reader.broken(
      file, "migration.unfinished", "the statement has no semicolon at the end of a line",
      "goose stops with: unexpected unfinished SQL query: missing semicolon? It cuts by lines: end the "
      "statement with `;` at a line's end, or put it between `-- +goose StatementBegin` and "
      "`-- +goose StatementEnd`.",
      {section.start.line + static_cast<int>(lines_before), 1});
}

void read_parts(LayoutReader& reader, MigrationFile& file) {
  std::optional<Section> up;
  std::optional<Section> down;
  std::optional<Section>* open = nullptr;
  bool transaction = true;
  const auto close = [&](std::size_t end) {
    if (open != nullptr && *open) (*open)->length = end - (*open)->offset;
  };
  for (const Line& line : lines_of(file.text)) {
    const std::string annotation = goose_annotation(line.text);
    const base::Position at{line.number, 1};
    if (annotation.empty()) {
      if (!trimmed(line.text).empty() && goose_annotation(trimmed(line.text)) != "")
        reader.broken(file, "migration.directive", "white space in front of a goose annotation",
                      "goose wants `-- +goose` at the very start of its line.", at);
      continue;
    }
    if (annotation == "NO TRANSACTION") {
      transaction = false;
    } else if (annotation == "UP" || annotation == "DOWN") {
      std::optional<Section>& section = annotation == "UP" ? up : down;
      if (section || (annotation == "DOWN" && !up)) {
        reader.broken(file, "migration.directive",
                      section ? fmt::format("a second `-- +goose {}`", annotation == "UP" ? "Up" : "Down")
                              : "`-- +goose Down` comes before `-- +goose Up`",
                      "goose wants one Up part, then at most one Down part.", at);
        continue;
      }
      close(line.offset);
      section = Section{line.next, file.text.size() - line.next, {line.number + 1, 1}, true};
      open = &section;
    } else if (annotation != "STATEMENTBEGIN" && annotation != "STATEMENTEND" && annotation != "ENVSUB ON" &&
               annotation != "ENVSUB OFF") {
      reader.broken(file, "migration.directive", fmt::format("goose knows no annotation `{}`", annotation),
                    "Known are Up, Down, StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB "
                    "OFF.",
                    at);
    }
  }
  close(file.text.size());
  file.up = up.value_or(Section{file.text.size(), 0, {1, 1}, true});
  file.down = down;
  file.up.transaction = transaction;
  if (file.down) file.down->transaction = transaction;
  if (!up)
    reader.broken(file, "migration.missing-up", "there is no `-- +goose Up` line in the file",
                  "goose wants one above the statements that bring the database forward.");
  check_finished(reader, file, file.up);
  if (file.down) check_finished(reader, file, *file.down);
}

}  // namespace

void read_goose(LayoutReader& reader) {
  for (const auto* source : reader.sources()) {
    const std::string_view name = source->name;
    if (name.ends_with('/')) continue;
    if (!name.ends_with(".sql")) {
      reader.passed_over(name, name.ends_with(".go") ? "a migration written in Go cannot be run here"
                                                     : "this is not a name goose looks at");
      continue;
    }
    const std::string_view digits = leading_digits(name);
    const std::string version = version_key(VersionOrder::integer, digits);
    if (version.empty() || !name.substr(digits.size()).starts_with('_')) {
      reader.report(
          base::Severity::error, "migration.name", reader.path(name),
          "goose wants a number from 1 on and an underscore at the start of every .sql file's name",
          "It stops the whole run with: could not parse SQL migration file. Rename the file, or move "
          "it elsewhere.");
      continue;
    }
    const std::string_view title = name.substr(digits.size() + 1, name.size() - digits.size() - 5);
    MigrationFile& file = reader.add(*source, version, std::string(title));
    file.text = with_variables(file.text, reader.options().placeholders);
    read_parts(reader, file);
  }
  reader.sort_by_version();
  reader.refuse_twins("stops with: goose: duplicate version");
}

}  // namespace simulator::migration
