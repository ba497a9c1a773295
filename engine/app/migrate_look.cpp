#include "engine/app/migrate_look.h"

#include <set>
#include <utility>

#include "simulator/lint/linter.h"
#include "simulator/migration/tool_profile.h"
#include "simulator/schema/read.h"

namespace engine::app {
namespace base = simulator::base;
namespace lint = simulator::lint;
namespace migration = simulator::migration;
namespace schema = simulator::schema;
namespace {

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
                                                 const base::Clock& clock, const std::stop_token& stop) {
  auto shadow =
      simulator::sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  if (!shadow) return shadow;
  shadow->interrupt_when(stop);
  const auto report = migration::Runner(*shadow, part, clock).up({}, stop);
  if (!report.failure) return shadow;
  base::Error error = *report.failure;
  error.message = "the history cannot be replayed on an empty database: " + error.message;
  error.help = "So there is nothing to compare with." + (error.help.empty() ? "" : " " + error.help);
  return tl::make_unexpected(std::move(error));
}

}  // namespace

std::vector<lint::Finding> findings_of(const migration::Plan& plan, const migration::MigrationSet& set,
                                       const migration::History& history, std::stop_token stop) {
  if (plan.direction != migration::Direction::up || plan.migrations.empty()) return {};
  std::set<std::string> planned;
  for (const auto& each : plan.migrations) planned.insert(each.path);
  migration::MigrationSetResult folder;
  folder.set.tool = set.tool;
  lint::LintOptions how;
  how.trust = lint::Trust::own;
  how.stop = std::move(stop);
  if (const auto rules = lint::rules_of_tool(migration::to_string(set.tool))) how.rules = *rules;
  for (const auto& file : set.files) {
    const bool applied = history.counts_as_applied(file.version);
    if (applied) how.settled.insert(file.version);
    if (applied || planned.contains(file.path)) folder.set.files.push_back(file);
  }
  auto result = lint::lint(folder, how);
  return result ? std::move(result->findings) : std::vector<lint::Finding>();
}

base::Result<AgainstHistory> compare_with_history(simulator::sql::Database& database,
                                                  const migration::MigrationSet& set,
                                                  const migration::History& history, const base::Clock& clock,
                                                  std::stop_token stop) {
  const schema::ReadOptions options{.ignore = {std::string(migration::profile_of(set.tool).history_table)}};
  auto actual = schema::read_schema(database, options);
  if (!actual) return tl::make_unexpected(actual.error());
  auto shadow = shadow_of(applied_part(set, history), clock, stop);
  if (!shadow) return tl::make_unexpected(shadow.error());
  auto expected = schema::read_schema(*shadow, options);
  if (!expected) return tl::make_unexpected(expected.error());
  auto differences = schema::difference(*expected, *actual);
  return AgainstHistory{std::move(*shadow), std::move(*expected), std::move(*actual), std::move(differences)};
}

}  // namespace engine::app
