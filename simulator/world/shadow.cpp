#include "simulator/world/shadow.h"

#include <fmt/format.h>

#include "simulator/migration/tool_profile.h"
#include "simulator/schema/read.h"
#include "simulator/world/prefix_run.h"

namespace simulator::world {
namespace {

const std::string shadow_name = "shadow";
constexpr std::size_t most_kept = 64;
/// A history that ran within a command's budget, file by file, runs within this as a whole.
constexpr Limits shadow_limits{200'000'000, std::chrono::seconds(20)};
constexpr std::int64_t shadow_quota = 64LL << 20;

base::Error failed(const base::Error& cause) {
  base::Error error = cause;
  error.code = "world.shadow";
  error.message = fmt::format("the history cannot be replayed on an empty database: {}", cause.message);
  error.help = "Whether the schema has drifted is not known.";
  return error;
}

}  // namespace

Shadows Shadows::fork() const {
  Shadows other(snapshots_);
  other.found_ = found_;
  return other;
}

Shadows::Found Shadows::schema_of(const migration::History& history, const migration::MigrationSet& set,
                                  const AppliedFiles& applied) {
  if (set.tool != migration::Tool::driftwood) return schema_by_files(history, set);
  std::vector<migration::SourceFile> files;
  std::string key;
  for (const migration::HistoryRow& row : history.rows) {
    const auto known = applied.find(row.checksum);
    const migration::MigrationFile* file = set.find(row.version);
    if (known != applied.end()) {
      // The checksum says what was run; the row says under which version.
      files.push_back({fmt::format("{}_{}.sql", row.version, row.name), known->second->text});
    } else if (file != nullptr) {
      files.push_back({file->file_name, file->text});
    } else {
      return base::failure(
          "world.shadow",
          fmt::format("the history names {}, and no file of that version is known", row.version),
          "Whether the schema has drifted is not known.");
    }
    key += fmt::format("{}:{}:{};", files.back().name, files.back().text.size(), files.back().text);
  }
  if (const auto found = found_.find(key); found != found_.end()) return found->second;
  if (found_.size() >= most_kept) found_.clear();
  return found_.emplace(std::move(key), replay(files)).first->second;
}

Shadows::Found Shadows::replay(const std::vector<migration::SourceFile>& files) {
  if (files.empty()) return std::make_shared<const schema::Schema>();
  const migration::MigrationSetResult read = migration::read_migrations(files, "");
  for (const base::Diagnostic& diagnostic : read.diagnostics) {
    if (diagnostic.severity == base::Severity::error) return tl::unexpected(failed(diagnostic.what));
  }
  return replay(read.set);
}

Shadows::Found Shadows::schema_by_files(const migration::History& history,
                                        const migration::MigrationSet& set) {
  const auto order = migration::profile_of(set.tool).order;
  const std::string covered = migration::covered_up_to(set, history);
  const migration::HistoryRow* failed = history.failed();
  migration::MigrationSet part;
  part.tool = set.tool;
  std::string key = std::string(to_string(set.tool)) + ";";
  for (const migration::MigrationFile& file : set.files) {
    const bool stood_for = file.kind == migration::MigrationKind::versioned && !covered.empty() &&
                           !migration::comes_before(order, covered, file.version);
    if (!stood_for && !history.counts_as_applied(file.version)) continue;
    // What failed is named by some histories, and made nothing that anybody relies on.
    if (failed != nullptr && !migration::comes_before(order, failed->version, file.version) &&
        !migration::comes_before(order, file.version, failed->version))
      continue;
    part.files.push_back(file);
    key += fmt::format("{}:{}:{};", file.file_name, file.text.size(), file.text);
  }
  if (const auto found = found_.find(key); found != found_.end()) return found->second;
  if (found_.size() >= most_kept) found_.clear();
  return found_.emplace(std::move(key), replay(part)).first->second;
}

Shadows::Found Shadows::replay(const migration::MigrationSet& set) {
  if (set.files.empty()) return std::make_shared<const schema::Schema>();
  if (databases_ == nullptr) databases_ = std::make_unique<Databases>(0, shadow_quota);
  if (auto emptied = databases_->begin(Moment{}); !emptied) return tl::unexpected(emptied.error());
  const auto blank = databases_->make_blank(shadow_name);
  if (!blank) return tl::unexpected(blank.error());
  Allowance allowance(shadow_limits, {});
  const auto report = run_up({*databases_, shadow_name, *blank, 0, allowance, *snapshots_}, set, {});
  if (!report) return tl::unexpected(report.error());
  if (report->failure) return tl::unexpected(failed(*report->failure));
  auto connection = databases_->open(shadow_name, sql::SandboxMode::learner);
  if (!connection) return tl::unexpected(connection.error());
  Allowance::refill_for_housekeeping(*connection->sandbox);
  auto schema = schema::read_schema(connection->database,
                                    {.ignore = {std::string(migration::profile_of(set.tool).history_table)}});
  if (!schema) return tl::unexpected(failed(schema.error()));
  return std::make_shared<const schema::Schema>(std::move(*schema));
}

}  // namespace simulator::world
