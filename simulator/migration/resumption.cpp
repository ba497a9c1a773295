#include "simulator/migration/resumption.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/counted.h"
#include "simulator/migration/atlas_sum.h"

namespace simulator::migration {

Resumption resumption_of(const ToolProfile& profile, const History& history, const MigrationFile& file,
                         const Script& script) {
  if (profile.failure != FailureRecord::progress_if_kept) return {};
  const HistoryRow* row = history.find(file.version);
  if (row == nullptr || row->state != RecordState::failed) return {};
  const auto hashes = statement_hashes(script);
  Resumption found;
  found.ran = static_cast<std::size_t>(std::max<std::int64_t>(row->statements_done, 0));
  std::size_t same = 0;
  while (same < std::min({found.ran, hashes.size(), row->partial_hashes.size()}) &&
         hashes[same] == row->partial_hashes[same])
    ++same;
  if (same < found.ran) found.changed = same + 1;
  return found;
}

base::Error changed_start(const MigrationFile& file, const Resumption& resumption) {
  base::Error error;
  error.code = "migration.history-changed";
  error.message =
      fmt::format("{} stopped after {}, and statement {} of what ran was changed since", file.title(),
                  base::counted(resumption.ran, "statement", "statements"), resumption.changed);
  error.help = fmt::format(
      "Atlas stops with: sql/migrate: history changed: statement {} from file \"{}\" changed. What ran "
      "cannot be run "
      "differently: put it back as it was, and mend only what comes after.",
      resumption.changed, file.file_name);
  error.file = file.path;
  return error;
}

}  // namespace simulator::migration
