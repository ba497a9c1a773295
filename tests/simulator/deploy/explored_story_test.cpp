// What an exploration finds, a replay of its story shows.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "simulator/deploy/explore.h"
#include "tests/simulator/deploy/small_scenario.h"

namespace simulator::deploy {
namespace {

/// Every story ends in a finding of its kind, and survives being written and read.
void expect_retold(const Scenario& scenario, const ExploreOptions& options = {}) {
  const auto found = explore(scenario, options);
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_FALSE(found->stories.empty());
  for (const Story& story : found->stories) {
    ASSERT_TRUE(story.failure);
    SCOPED_TRACE(fmt::format("{}: {}", to_string(story.failure->kind), story.failure->message));
    const Plan plan(scenario, story.nodes);
    base::Diagnostics diagnostics;
    const auto read = read_story(to_json(story, plan), "story.json", plan, diagnostics);
    for (const auto& each : diagnostics) ADD_FAILURE() << to_string(each);
    ASSERT_TRUE(read);
    const auto replayed = replay(scenario, *read);
    ASSERT_TRUE(replayed) << replayed.error().message;
    EXPECT_THAT(kinds(replayed->trace), testing::Contains(std::string(to_string(story.failure->kind))));
  }
}

TEST(ExploredStory, OfTheLessonIsRetold) {
  const auto folder =
      base::Folder::open(DRIFTWOOD_SOURCE_DIR "/content/schema-migrations/01-what-a-migration-is");
  for (const char* name : {"add-phone.deploy.json", "drop-column.deploy.json"})
    expect_retold(read_scenario(folder.value(), name).scenario);
}

TEST(ExploredStory, OfARenameInStepsIsRetold) {
  const auto dual = "UPDATE users SET email = :email, mail = :email WHERE id = :id";
  const auto writes = [](const char* sql) { return writes_email("change", sql); };
  const auto reads = [](const char* sql) { return reads_email("show", sql); };
  const auto old_read = "SELECT email FROM users WHERE id = :id";
  const auto new_read = "SELECT mail AS email FROM users WHERE id = :id";
  Step drain = step_of(StepKind::drain, "drain");
  drain.version = "v1";
  drain.after = {"dual"};
  const Scenario scenario = users_scenario(
      {{"2_mail.sql", "ALTER TABLE users ADD COLUMN mail TEXT;\n"}},
      {{"v1", {writes("UPDATE users SET email = :email WHERE id = :id"), reads(old_read)}},
       {"v2", {writes(dual), reads(old_read)}},
       {"v3", {writes(dual), reads(new_read)}}},
      {migrate_to("m", "2"), deploy_of("dual", "v2"), drain,
       backfill_of("fill", "UPDATE users SET mail = email WHERE mail IS NULL"), deploy_of("read", "v3")});
  ExploreOptions options;
  options.mishaps.rollback = true;
  expect_retold(scenario, options);
}

TEST(ExploredStory, OfARequestInFlightAndARestoreIsRetold) {
  const auto edit = query_of("edit",
                             "BEGIN; SELECT email AS old FROM users WHERE id = 1; "
                             "UPDATE users SET email = :old WHERE id = 1; COMMIT");
  expect_retold(users_scenario({{"2_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n"}},
                               {{"v1", {edit}}}, {migrate_to("m", "2")}));
  expect_retold(
      users_scenario({},
                     {{"v1",
                       {writes_email("change", "UPDATE users SET email = :email WHERE id = :id"),
                        reads_email("show", "SELECT email FROM users WHERE id = :id")}}},
                     {backup_of(StepKind::backup, "keep", "k"), backup_of(StepKind::restore, "back", "k")}));
}

}  // namespace
}  // namespace simulator::deploy
