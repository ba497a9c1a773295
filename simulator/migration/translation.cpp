#include "simulator/migration/translation.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/goose_statements.h"
#include "simulator/sql/splitter.h"

namespace simulator::migration {
namespace {

/// Part of a file without the line of its directive, which ends where the section begins.
std::string part(const MigrationFile& file, Direction direction) {
  std::string text(file.script(direction));
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  return text;
}

/// The digits a version begins with; of a dotted one the file's number in the folder, because "1.10" and
/// "11.0" must stay apart.
std::string digits_of(const MigrationFile& file, std::size_t number) {
  const auto end = file.version.find_first_not_of("0123456789");
  if (file.version.find('.') != std::string::npos || end == 0) return fmt::format("{:04}", number);
  return file.version.substr(0, end);
}

/// goose ends a statement at a line that ends in ';', also inside a trigger, unless it is told not to.
std::string with_goose_marks(const std::string& script) {
  std::string out;
  std::size_t copied = 0;
  for (const sql::StatementText& statement : sql::split_statements(script)) {
    if (goose_statements(statement.text).size() < 2) continue;
    out.append(script, copied, statement.offset - copied);
    out.append("-- +goose StatementBegin\n").append(statement.text).append("\n-- +goose StatementEnd");
    copied = statement.offset + statement.text.size();
  }
  return out.append(script, copied);
}

std::string stem_of(const MigrationFile& file, const std::string& digits) {
  // Prisma's version is the whole directory name, and its name is not told apart.
  std::string name = file.name;
  if (name.empty() || name == file.version)
    name = file.version.size() > digits.size() ? file.version.substr(digits.size()) : "migration";
  while (name.starts_with('_')) name.erase(0, 1);
  for (char& c : name) c = c == ' ' || c == '/' ? '_' : c;
  return digits + "_" + name;
}

struct Written {
  std::string version;
  std::vector<SourceFile> files;
};

Written write(const MigrationFile& file, Tool tool, const std::string& digits) {
  const std::string stem = stem_of(file, digits);
  const std::string up = part(file, Direction::up);
  const std::string down = part(file, Direction::down);
  switch (tool) {
    case Tool::driftwood:
    case Tool::dbmate:
      return {digits, {{stem + ".sql", "-- migrate:up\n" + up + "\n-- migrate:down\n" + down}}};
    case Tool::goose:
      return {digits,
              {{stem + ".sql",
                "-- +goose Up\n" + with_goose_marks(up) + "\n-- +goose Down\n" + with_goose_marks(down)}}};
    case Tool::golang_migrate: {
      std::vector<SourceFile> files{{stem + ".up.sql", up}};
      if (holds_statement(down)) files.push_back({stem + ".down.sql", down});
      return {digits, std::move(files)};
    }
    case Tool::flyway:
      return {digits, {{fmt::format("V{}__{}.sql", digits, stem.substr(digits.size() + 1)), up}}};
    case Tool::prisma:
      return {stem, {{stem + "/migration.sql", up}}};
    case Tool::atlas:
      return {digits, {{stem + ".sql", up}}};
  }
  return {};
}

bool has_way_back(Tool tool) { return tool != Tool::flyway && tool != Tool::prisma && tool != Tool::atlas; }

}  // namespace

Translation translated(const MigrationSet& set, Tool tool) {
  Translation out;
  bool downs_left_out = false;
  std::size_t number = 0;
  for (const MigrationFile& file : set.files) {
    const std::string digits = digits_of(file, ++number);
    if (set.tool == tool) {
      out.versions[file.version] = file.version;
      out.files.push_back({file.file_name, file.text});
      if (file.down_file) out.files.push_back({file.down_file->file_name, file.down_file->text});
      continue;
    }
    if (file.kind != MigrationKind::versioned || !file.has_up) {
      out.left_out.push_back(fmt::format("{} has no counterpart in this layout", file.file_name));
      continue;
    }
    downs_left_out = downs_left_out || (!has_way_back(tool) && file.reversible());
    Written written = write(file, tool, digits);
    out.versions[file.version] = written.version;
    for (SourceFile& each : written.files) out.files.push_back(std::move(each));
  }
  std::sort(out.files.begin(), out.files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  if (downs_left_out) out.left_out.emplace_back("the down parts: this tool has no way back");
  if (tool == Tool::atlas) {
    std::vector<SummedFile> summed;
    for (const SourceFile& file : out.files) summed.push_back({file.name, file.text});
    out.files.push_back({"atlas.sum", to_text(atlas_sum(summed))});
  }
  return out;
}

}  // namespace simulator::migration
