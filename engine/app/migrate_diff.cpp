// diff: the database beside a shadow, an empty database in memory on which exactly the files ran that its
// history says it had. What differs, somebody changed by hand (or an edited file, or a version that never
// ran). The migration it can write does to every other database what was done to this one.
#include <fmt/format.h>

#include <filesystem>

#include "engine/app/migrate_verb.h"
#include "simulator/migration/history.h"
#include "simulator/migration/new_file.h"
#include "simulator/schema/change_script.h"
#include "simulator/schema/difference.h"
#include "simulator/schema/read.h"

namespace engine::app {
namespace base = simulator::base;
namespace migration = simulator::migration;
namespace schema = simulator::schema;
namespace {

schema::ReadOptions without_history(migration::Tool tool) {
  return {.ignore = {std::string(migration::profile_of(tool).history_table)}};
}

migration::MigrationSet applied_part(const migration::MigrationSet& set, const migration::History& history) {
  migration::MigrationSet part;
  part.tool = set.tool;
  const auto order = migration::profile_of(set.tool).order;
  const std::string covered = migration::covered_up_to(set, history);
  for (const auto& file : set.files) {
    const bool stood_for = file.kind == migration::MigrationKind::versioned && !covered.empty() &&
                           !migration::comes_before(order, covered, file.version);
    if (stood_for || history.counts_as_applied(file.version)) part.files.push_back(file);
  }
  return part;
}

base::Result<simulator::sql::Database> shadow_of(const migration::MigrationSet& part,
                                                 const base::Clock& clock) {
  auto shadow =
      simulator::sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  if (!shadow) return shadow;
  const auto report = migration::Runner(*shadow, part, clock).up({});
  if (!report.failure) return shadow;
  base::Error error = *report.failure;
  error.message = "the history cannot be replayed on an empty database: " + error.message;
  error.help = "So there is nothing to compare with. " + error.help;
  return tl::make_unexpected(std::move(error));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

}  // namespace

void MigrateVerb::diff() {
  if (!open(Access::look)) return;
  const auto history = migration::read_history(*database_, set().tool);
  if (!history) return fail(history.error(), Exit::could_not_run);
  const auto options = without_history(set().tool);
  auto actual = schema::read_schema(*database_, options);
  if (!actual) return fail(actual.error(), Exit::could_not_run);
  auto shadow = shadow_of(applied_part(set(), *history), clock_);
  if (!shadow) return fail(shadow.error(), Exit::could_not_run);
  auto expected = schema::read_schema(*shadow, options);
  if (!expected) return fail(expected.error(), Exit::could_not_run);

  DiffShown shown;
  shown.differences = schema::difference(*expected, *actual);
  if (!shown.differences.empty()) outcome_.exit = Exit::does_not_hold;
  if (shown.differences.empty() || options_.write.empty())
    return print(diff_text(shown), diff_json(tool_, shown));

  const auto forward = schema::change_script(*expected, *actual);
  const auto back = schema::change_script(*actual, *expected);
  // Not believed until it was seen: the shadow, changed by these statements, is read again.
  for (const auto& statement : forward.statements)
    if (auto ran = shadow->execute(statement); !ran) {
      auto error = ran.error();
      error.message =
          fmt::format("the statement `{}` for the gap does not run: {}", statement, error.message);
      error.help = "No file was written.";
      return fail(error, Exit::does_not_hold);
    }
  auto closed = schema::read_schema(*shadow, options);
  if (!closed) return fail(closed.error(), Exit::could_not_run);
  shown.left_over = schema::difference(*closed, *actual);
  shown.not_written = forward.not_written;
  shown.loses_rows = forward.loses_rows;
  if (forward.statements.empty()) {
    outcome_.err << "No file was written: nothing of this can be written without risk.\n";
    return print(diff_text(shown), diff_json(tool_, shown));
  }
  std::string notes;
  for (const auto& what : forward.not_written) notes += "-- not written: " + what + "\n";
  for (const auto& what : forward.loses_rows) notes += "-- takes data with it: " + what + "\n";
  const auto files = migration::new_migration(set(), clock_, options_.write,
                                              notes + joined(forward.statements), joined(back.statements));
  if (!files) return fail(files.error(), Exit::could_not_run);
  for (const auto& file : *files) {
    const auto path = (std::filesystem::path(options_.folder) / file.name).string();
    if (!options_.dry_run)
      if (auto made = create_file(path, file.text); !made) return fail(made.error(), Exit::could_not_run);
    shown.written.push_back(path);
  }
  if (set().tool == migration::Tool::atlas) (void)renew_atlas_sum();
  print(diff_text(shown), diff_json(tool_, shown));
}

}  // namespace engine::app
