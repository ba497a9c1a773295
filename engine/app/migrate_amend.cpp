// mark-applied, baseline, force, repair: the history changes, the schema never does.
#include <fmt/format.h>

#include "engine/app/migrate_verb.h"
#include "simulator/base/files.h"
#include "simulator/migration/atlas_sum.h"

namespace engine::app {
namespace base = simulator::base;
namespace migration = simulator::migration;

void MigrateVerb::show(const base::Result<migration::Amendment>& amended) {
  if (!amended)
    return fail(amended.error(), never_began(amended.error()) ? Exit::could_not_run : Exit::does_not_hold);
  print(amendment_text(*amended, options_.dry_run), amendment_json(tool_, *amended, options_.dry_run));
}

void MigrateVerb::amend(Amend how) {
  if (!open(Access::change)) return;
  const auto amended = how(*database_, set(), clock_, options_.argument, options_.dry_run);
  close();
  show(amended);
}

void MigrateVerb::repair() {
  if (!open(Access::change, true)) return;
  auto amended = migration::repair(*database_, set(), clock_, options_.dry_run);
  close();
  if (amended && set().tool == migration::Tool::atlas)
    if (auto done = renew_atlas_sum(); !done.empty()) {
      amended->done.push_back(std::move(done));
      amended->not_checked =
          "Neither the history nor the schema of any database was changed: one that ran the files as they "
          "were has what "
          "they said then. `diff` shows it.";
    }
  show(amended);
}

std::string MigrateVerb::renew_atlas_sum() {
  const auto folder = base::Folder::open(options_.folder);
  if (!folder) return {};
  const auto names = folder->list("");
  if (!names) return {};
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& name : *names)
    if (name.ends_with(".sql"))
      if (auto text = folder->read(name)) texts.emplace_back(name, std::move(*text));
  std::vector<migration::SummedFile> files;
  for (const auto& [name, text] : texts) files.push_back({name, text});
  const std::string wanted = to_text(migration::atlas_sum(files));
  const auto there = folder->read("atlas.sum");
  if (there && *there == wanted) return {};
  if (!options_.dry_run)
    if (auto written = base::write_file_atomically(folder->root() / "atlas.sum", wanted); !written) {
      outcome_.could_not_run(written.error());
      return {};
    }
  return "atlas.sum has the sums of the files as they are now.";
}

}  // namespace engine::app
