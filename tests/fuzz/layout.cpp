#include "tests/fuzz/layout.h"

#include <string_view>

#include "simulator/migration/choice.h"
#include "simulator/migration/layout.h"
#include "simulator/migration/script.h"
#include "simulator/migration/status.h"
#include "tests/fuzz/folder.h"
#include "tests/fuzz/promise.h"

namespace fuzzing {
namespace {

namespace migration = simulator::migration;

void check_part(const migration::MigrationFile& file, migration::Direction direction,
                const migration::ToolProfile& profile) {
  const std::string_view text = file.text_of(direction);
  const migration::Script script = migration::read_script(file, direction, profile);
  std::size_t end = 0;
  for (const auto& statement : script.statements) {
    promise(statement.offset >= end && !statement.text.empty(), "statements are in order");
    promise(statement.text.data() == text.data() + statement.offset, "statements point into the text");
    end = statement.offset + statement.text.size();
  }
  promise(end <= text.size(), "statements are in the text");
  for (const auto& refused : script.refused)
    promise(!refused.code.empty() && !refused.message.empty(), "a refusal says what happened");
}

void check_file(const migration::MigrationFile& file, const migration::ToolProfile& profile) {
  using migration::Direction;
  promise(!file.path.empty(), "a migration has a path");
  // Atlas takes what stands before the first underscore, also where that is nothing.
  promise(!file.version.empty() || profile.tool == migration::Tool::atlas, "a migration has a version");
  promise(file.up.offset + file.up.length <= file.text.size(), "the up part is in the text");
  if (file.down)
    promise(file.down->offset + file.down->length <= file.text_of(Direction::down).size(),
            "the down part is in its text");
  if (file.broken) {
    promise(!file.broken->code.empty() && !file.broken->message.empty(), "a broken file says why");
    return;
  }
  check_part(file, Direction::up, profile);
  check_part(file, Direction::down, profile);
}

/// A database that has had all of it: nothing is pending, and nothing was edited.
void check_status(const migration::MigrationSet& set) {
  const auto& profile = migration::profile_of(set.tool);
  migration::History none;
  none.order = profile.order;
  const auto pending = migration::choose(migration::Direction::up, set, none, {});
  promise(pending.has_value() && pending->files.size() <= set.files.size(), "what is pending can be told");
  migration::History all = none;
  all.table_exists = true;
  for (const auto& file : set.files) {
    migration::HistoryRow row;
    row.version = file.version;
    row.name = file.name;
    row.checksum = file.checksum;
    promise(migration::same_content(profile, row, file), "a file is what it was when it ran");
    all.rows.push_back(std::move(row));
  }
  if (profile.shape == migration::HistoryShape::high_water_mark && !all.rows.empty())
    all.mark = all.rows.back().version;
  promise(migration::status_rows(set, all).size() >= set.files.size(), "every file has a state");
  for (const auto& problem : migration::history_problems(set, all))
    promise(!problem.what.code.empty() && !problem.what.message.empty(), "a problem says what it is");
}

}  // namespace

int fuzz_layout(migration::Tool tool, const std::uint8_t* data, std::size_t size) {
  const auto folder = folder_of({reinterpret_cast<const char*>(data), size});
  migration::LayoutOptions options;
  options.placeholders = {{"name", "value"}, {"PATH", "ENVSUB"}};
  const auto read = migration::read_layout(tool, folder, "migrations", options);
  for (const auto& one : read.diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  promise(read.set.tool == tool, "a set knows whose layout it was read in");
  for (const auto& file : read.set.files) check_file(file, migration::profile_of(tool));
  if (!simulator::base::has_errors(read.diagnostics)) check_status(read.set);
  const auto again = migration::read_layout(tool, folder, "migrations", options);
  promise(
      again.set.files.size() == read.set.files.size() && again.diagnostics.size() == read.diagnostics.size(),
      "the same folder gives the same set");
  for (std::size_t i = 0; i < read.set.files.size(); ++i)
    promise(again.set.files[i].version == read.set.files[i].version &&
                again.set.files[i].checksum == read.set.files[i].checksum,
            "the same folder gives the same migrations");
  return 0;
}

}  // namespace fuzzing
