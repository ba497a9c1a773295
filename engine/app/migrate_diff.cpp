// diff: the database beside its shadow (migrate_look.h). What differs, somebody changed by hand (or an edited
// file, or a version that never ran). The migration it can write does to every other database what was done
// to this one.
#include <fmt/format.h>

#include <filesystem>

#include "engine/app/migrate_look.h"
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

std::string text_of_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

}  // namespace

void MigrateVerb::diff() {
  if (!open(Access::look)) return;
  const auto history = migration::read_history(*database_, set().tool);
  if (!history) return fail(history.error(), Exit::could_not_run);
  auto against = compare_with_history(*database_, set(), *history, clock_);
  if (!against) return fail(against.error(), Exit::could_not_run);

  DiffShown shown;
  shown.dry_run = options_.dry_run;
  shown.differences = std::move(against->differences);
  if (!shown.differences.empty()) outcome_.exit = Exit::does_not_hold;
  if (shown.differences.empty() || options_.write.empty())
    return print(diff_text(shown), diff_json(tool_, shown));

  const auto forward = schema::change_script(against->expected, against->actual);
  const auto back = schema::change_script(against->actual, against->expected);
  // Not believed until it was seen: the shadow, changed by these statements, is read again.
  for (const auto& statement : forward.statements)
    if (auto ran = against->shadow.execute(statement); !ran) {
      auto error = ran.error();
      error.message =
          fmt::format("the statement `{}` for the gap does not run: {}", statement, error.message);
      error.help = "No file was written.";
      return fail(error, Exit::does_not_hold);
    }
  auto closed = schema::read_schema(
      against->shadow, {.ignore = {std::string(migration::profile_of(set().tool).history_table)}});
  if (!closed) return fail(closed.error(), Exit::could_not_run);
  shown.left_over = schema::difference(*closed, against->actual);
  shown.not_written = forward.not_written;
  shown.loses_rows = forward.loses_rows;
  if (forward.statements.empty()) {
    outcome_.err << "No file was written: nothing of this can be written without risk.\n";
    return print(diff_text(shown), diff_json(tool_, shown));
  }
  std::string notes;
  for (const auto& what : forward.not_written) notes += "-- not written: " + what + "\n";
  for (const auto& what : forward.loses_rows) notes += "-- takes data with it: " + what + "\n";
  const auto files =
      migration::new_migration(set(), clock_, options_.write, notes + text_of_lines(forward.statements),
                               text_of_lines(back.statements));
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
