// The tools whose history is more than a set of versions: goose, Flyway, Prisma, Atlas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/base/hash.h"
#include "simulator/migration/amendment.h"
#include "tests/simulator/migration/tool_test.h"

namespace simulator::migration {
namespace {

using namespace testing_support;
using testing::HasSubstr;

TEST_F(ToolTest, GooseRecordsEveryApplicationAndTakesBackTheLast) {
  const auto file = [](const std::string& table) {
    return "-- +goose Up\nCREATE TABLE " + table + " (x);\n-- +goose Down\nDROP TABLE " + table + ";\n";
  };
  up(layout(Tool::goose, {{"1_a.sql", file("a")}, {"4_d.sql", file("d")}}));
  const auto set =
      layout(Tool::goose, {{"1_a.sql", file("a")}, {"2_b.sql", file("b")}, {"4_d.sql", file("d")}});
  const auto refused = up(set);
  ASSERT_TRUE(refused.failure);
  EXPECT_EQ(refused.explain.said,
            "error: found 1 missing migrations before current version 4:\n\tversion 2: m/2_b.sql");
  const auto more = layout(
      Tool::goose,
      {{"1_a.sql", file("a")}, {"2_b.sql", file("b")}, {"3_c.sql", file("c")}, {"4_d.sql", file("d")}});
  EXPECT_EQ(
      up(more).explain.said,
      "error: found 2 missing migrations before current version 4:\n\tversion 2: m/2_b.sql\n\tversion 3: "
      "m/3_c.sql");
  EXPECT_EQ(versions(up(set, {.out_of_order = true})), "2");
  EXPECT_EQ(rows(database, "SELECT id, version_id, is_applied FROM goose_db_version"),
            "1|0|1;2|1|1;3|4|1;4|2|1");
  EXPECT_EQ(versions(down(set)), "2");
  EXPECT_EQ(rows(database, "SELECT id, version_id, is_applied FROM goose_db_version"), "1|0|1;2|1|1;3|4|1");
}

TEST_F(ToolTest, GooseCutsByLines) {
  const auto set =
      layout(Tool::goose, {{"1_a.sql",
                            "-- +goose Up\nCREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
                            "  DELETE FROM a;\nEND;\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_THAT(report.failure->message, HasSubstr("incomplete input"));
  EXPECT_EQ(rows(database, "SELECT version_id FROM goose_db_version"), "0");
  const auto whole =
      layout(Tool::goose, {{"1_a.sql",
                            "-- +goose Up\nCREATE TABLE a (x);\n-- +goose StatementBegin\n"
                            "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\nEND;\n"
                            "-- +goose StatementEnd\n"}});
  EXPECT_EQ(versions(up(whole)), "1");
}

TEST_F(ToolTest, FlywayKeepsALogOfEverything) {
  const std::vector<SourceFile> files{
      {"V1__users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n"},
      {"V1_1__phone_number.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n"},
      {"U1.1__phone_number.sql", "ALTER TABLE users DROP COLUMN phone;\n"},
      {"R__view.sql", "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1;\n"}};
  const auto set = layout(Tool::flyway, files);
  EXPECT_EQ(versions(up(set)), "1 1.1 R__view");
  const std::string columns =
      "SELECT installed_rank, version, description, type, script, checksum, installed_by, success FROM "
      "flyway_schema_history";
  EXPECT_EQ(rows(database, columns), "1|1|users|SQL|V1__users.sql|" + set.files[0].checksum +
                                         "||1;2|1.1|phone number|SQL|V1_1__phone_number.sql|" +
                                         set.files[1].checksum + "||1;3|NULL|view|SQL|R__view.sql|" +
                                         set.files[2].checksum + "||1");
  EXPECT_EQ(versions(up(set)), "");
  auto changed = files;
  changed[3].text = "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 2;\n";
  const auto again = layout(Tool::flyway, changed);
  EXPECT_EQ(states(again), "1 applied, 1.1 applied, R__view runs again");
  EXPECT_EQ(versions(up(again)), "R__view");
  EXPECT_EQ(versions(down(again)), "1.1");
  EXPECT_EQ(states(again), "1 applied, 1.1 pending, R__view applied");
  EXPECT_EQ(rows(database, "SELECT type, script FROM flyway_schema_history WHERE installed_rank = 5"),
            "UNDO_SQL|U1.1__phone_number.sql");
}

TEST_F(ToolTest, FlywayComparesChecksumsAndRepairTakesThemOver) {
  up(layout(Tool::flyway, {{"V1__a.sql", "CREATE TABLE a(id INTEGER);\n"}}));
  EXPECT_FALSE(up(layout(Tool::flyway, {{"V1__a.sql", "CREATE TABLE a\r\n(id INTEGER);"}})).failure);
  const auto blank = layout(Tool::flyway, {{"V1__a.sql", "CREATE TABLE a(id INTEGER); \n"}});
  const auto report = up(blank);
  ASSERT_TRUE(report.failure);
  EXPECT_THAT(report.explain.said,
              HasSubstr("Migration checksum mismatch for migration version 1\n-> Applied to database "
                        ": 1914431578\n-> Resolved locally    : 1654680647\nEither revert"));
  const auto late =
      layout(Tool::flyway, {{"V0__z.sql", "SELECT 1;"}, {"V1__a.sql", "CREATE TABLE a(id INTEGER); \n"}});
  EXPECT_THAT(up(late).explain.said, testing::AllOf(HasSubstr("not applied to database: 0."),
                                                    HasSubstr("mismatch for migration version 1")));
  const auto allowed = up(late, {.out_of_order = true});
  EXPECT_THAT(allowed.explain.said, testing::Not(HasSubstr("not applied to database")));
  EXPECT_THAT(allowed.explain.said, HasSubstr("mismatch for migration version 1"));
  EXPECT_EQ(repair(database, blank, clock, true)->done.size(), 1U);
  EXPECT_TRUE(up(blank).failure);
  const auto repaired = repair(database, blank, clock);
  ASSERT_TRUE(repaired);
  EXPECT_THAT(repaired->not_checked, HasSubstr("never the schema"));
  const auto nothing = repair(database, blank, clock);
  EXPECT_TRUE(nothing->done.empty());
  EXPECT_THAT(nothing->not_checked, HasSubstr("Only the history was compared with the folder"));
  const auto removed = repair(database, layout(Tool::flyway, {{"V0__z.sql", "SELECT 1;"}}), clock, true);
  ASSERT_EQ(removed->done.size(), 0U);  // newer than every file: "future", which Flyway lets be
  const auto gone = layout(Tool::flyway, {{"V0__z.sql", "SELECT 1;"}, {"V2__b.sql", "SELECT 1;"}});
  EXPECT_THAT(repair(database, gone, clock, true)->done,
              testing::ElementsAre(HasSubstr("marked as deleted")));
  EXPECT_FALSE(up(blank).failure);
}

TEST_F(ToolTest, FlywayLeavesARowOnlyWhereStatementsStay) {
  const std::vector<SourceFile> files{{"V2__x.sql", "CREATE TABLE a (x);\nINSERT INTO nope VALUES (1);\n"}};
  const auto wrapped = up(layout(Tool::flyway, files));
  ASSERT_TRUE(wrapped.failure);
  EXPECT_EQ(wrapped.explain.said,
            "Migration of schema \"main\" to version \"2 - x\" failed! Changes successfully rolled back.");
  EXPECT_EQ(all("flyway_schema_history"), "");
  EXPECT_FALSE(has_table("a"));
  auto open_files = files;
  open_files.push_back({"V2__x.sql.conf", "executeInTransaction=false\n"});
  const auto set = layout(Tool::flyway, open_files);
  const auto kept = up(set);
  ASSERT_TRUE(kept.failure);
  EXPECT_THAT(kept.explain.said, HasSubstr("Please restore backups"));
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(rows(database, "SELECT version, success FROM flyway_schema_history"), "2|0");
  EXPECT_THAT(up(set).explain.said, HasSubstr("Detected failed migration to version 2 (x)."));
  EXPECT_TRUE(repair(database, set, clock));
  EXPECT_EQ(all("flyway_schema_history"), "");
}

TEST_F(ToolTest, FlywayRefusesToMixPragmaForeignKeysWithOthers) {
  const auto report =
      up(layout(Tool::flyway, {{"V1__a.sql", "CREATE TABLE a (x);\nPRAGMA foreign_keys = OFF;\n"}}));
  ASSERT_TRUE(report.failure);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].what.at.line, 2);
  EXPECT_THAT(report.problems[0].what.help, HasSubstr("both transactional and non-transactional"));
}

TEST_F(ToolTest, FlywayBaselines) {
  execute(database, "CREATE TABLE a (x)");
  const auto set =
      layout(Tool::flyway, {{"V1__a.sql", "CREATE TABLE a (x);"}, {"V2__b.sql", "CREATE TABLE b (x);"}});
  EXPECT_THAT(up(set).explain.said,
              HasSubstr("Found non-empty schema(s) \"main\" but no schema history table."));
  ASSERT_TRUE(baseline(database, set, clock, "1"));
  EXPECT_EQ(rows(database, "SELECT installed_rank, version, description, type FROM flyway_schema_history"),
            "1|1|<< Flyway Baseline >>|BASELINE");
  EXPECT_EQ(versions(up(set)), "2");
  EXPECT_EQ(baseline(database, set, clock, "2").error().code, "migration.not-empty");
}

TEST_F(ToolTest, FlywayBeginsAnEmptyDatabaseAtTheBFile) {
  const std::vector<SourceFile> files{{"V1__a.sql", "CREATE TABLE a (x);"},
                                      {"V2__b.sql", "CREATE TABLE b (x);"},
                                      {"B2__ab.sql", "CREATE TABLE a (x); CREATE TABLE b (x);"},
                                      {"V3__c.sql", "CREATE TABLE c (x);"}};
  const auto set = layout(Tool::flyway, files);
  const auto report = up(set);
  EXPECT_FALSE(report.failure) << base::to_string(*report.failure);
  EXPECT_EQ(versions(report), "2 3");
  EXPECT_EQ(versions(up(set)), "");
}

TEST_F(ToolTest, PrismaHalfAppliesAndRefusesUntilResolved) {
  const auto set =
      layout(Tool::prisma, {{"20260101_a", "CREATE TABLE a (x);\n"},
                            {"20260102_b", "CREATE TABLE b (x);\nINSERT INTO nope VALUES (1);\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->file, "m/20260102_b/migration.sql");
  EXPECT_EQ(report.failure->at.line, 2);
  EXPECT_THAT(report.explain.said, HasSubstr("P3018"));
  EXPECT_THAT(report.explain.state, HasSubstr("The first statement of 20260102_b took effect and stays"));
  EXPECT_TRUE(has_table("b"));
  EXPECT_EQ(rows(database,
                 "SELECT migration_name, checksum, finished_at, logs, rolled_back_at, started_at, "
                 "applied_steps_count FROM "
                 "_prisma_migrations"),
            "20260101_a|" + base::sha256_hex("CREATE TABLE a (x);\n") +
                "|1778750000123|NULL|NULL|1778750000123|1;20260102_b|" + set.files[1].checksum +
                "|NULL|no such table: nope|NULL|1778750000123|0");
  EXPECT_EQ(rows(database,
                 "SELECT count(*) FROM _prisma_migrations WHERE length(id) = 36 AND lower(id) = id AND "
                 "substr(id, 15, 1) = '4' AND length(replace(id, '-', '')) = 32"),
            "2");
  const auto refused = up(set);
  EXPECT_THAT(refused.explain.said, HasSubstr("P3009"));
  EXPECT_THAT(refused.explain.said,
              HasSubstr("The `20260102_b` migration started at 2026-05-14 09:13:20.123 UTC failed"));
  ASSERT_TRUE(repair(database, set, clock));
  EXPECT_THAT(up(set).failure->message, HasSubstr("table b already exists"));
  ASSERT_TRUE(mark_applied(database, set, clock, "20260102_b"));
  EXPECT_FALSE(up(set).failure);
  EXPECT_EQ(rows(database, "SELECT count(*), count(rolled_back_at) FROM _prisma_migrations"), "4|2");
  EXPECT_EQ(rows(database, "SELECT quote(logs) FROM _prisma_migrations WHERE finished_at IS NOT NULL"),
            "NULL;''");  // one that was marked by hand has an empty text
}

TEST_F(ToolTest, PrismaDeployNoticesNeitherEditsNorMissingFiles) {
  up(layout(Tool::prisma, {{"1_a", "CREATE TABLE a (x);\n"}, {"3_c", "CREATE TABLE c (x);\n"}}));
  const auto set = layout(Tool::prisma, {{"2_b", "CREATE TABLE b (x);\n"}, {"3_c", "CREATE TABLE c (y);\n"}});
  EXPECT_EQ(versions(up(set)), "2_b");
  EXPECT_EQ(states(set), "1_a missing, 2_b applied, 3_c edited");
  const auto crlf = layout(Tool::prisma, {{"1_a", "CREATE TABLE a (x);\r\n"}});
  EXPECT_EQ(states(crlf), "1_a applied, 2_b missing, 3_c missing");
  // What deploy passes over is not said to stop it.
  const auto looked = Runner(database, set, clock).verify();
  ASSERT_EQ(looked->size(), 2U);
  for (const auto& problem : *looked) {
    EXPECT_THAT(problem.explain.did, HasSubstr("goes on without a word"));
    EXPECT_THAT(problem.explain.driftwood, testing::StartsWith("It stops:"));
  }
  EXPECT_THAT(looked->back().explain.did, HasSubstr("`prisma migrate dev` does compare"));
  EXPECT_THAT(looked->back().what.help, testing::Not(HasSubstr("`down`")));
  EXPECT_EQ(down(set).failure->code, "migration.no-down");
}

TEST_F(ToolTest, AtlasGoesOnAtTheStatementThatFailed) {
  const std::string head = "-- atlas:txmode none\n\nCREATE TABLE a (x);\nCREATE TABLE b (x);\n";
  const auto set = layout(Tool::atlas, {{"1_a.sql", head + "INSERT INTO nope VALUES (1);\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.explain.said,
            "sql/migrate: executing statement \"INSERT INTO nope VALUES (1);\" from version \"1\": no such "
            "table: nope");
  EXPECT_EQ(
      rows(database,
           "SELECT version, description, type, applied, total, error, error_stmt, hash, "
           "json_array_length(partial_hashes), operator_version FROM atlas_schema_revisions"),
      "1|a|2|2|3|no such table: nope|INSERT INTO nope VALUES (1);|" + set.files[0].checksum + "|2|driftwood");
  EXPECT_EQ(states(set), "1 failed");
  EXPECT_THAT(Runner(database, set, clock).verify()->front().explain.did, HasSubstr("will go on with 1 (a)"));
  const auto plan = Runner(database, set, clock).plan(Direction::up, {});
  ASSERT_EQ(plan->migrations.size(), 1U);
  EXPECT_EQ(plan->migrations[0].already, 2U);
  ASSERT_EQ(plan->migrations[0].statements.size(), 1U);
  EXPECT_EQ(plan->migrations[0].statements[0].at.line, 5);
  const auto again = up(set);
  EXPECT_EQ(again.explain.did,
            "atlas went on where it had stopped, and that statement, on line 5, failed: no such table: nope. "
            "The file "
            "asks to be run without a transaction.");
  const auto changed = up(
      layout(Tool::atlas,
             {{"1_a.sql", "-- atlas:txmode none\n\nCREATE TABLE a (y);\nCREATE TABLE b (x);\nSELECT 1;\n"}}));
  ASSERT_TRUE(changed.failure);
  EXPECT_EQ(changed.failure->code, "migration.history-changed");
  EXPECT_THAT(changed.failure->help, HasSubstr("statement 1 from file \"1_a.sql\" changed"));
  EXPECT_EQ(changed.explain.said, "sql/migrate: history changed: statement 1 from file \"1_a.sql\" changed");
  EXPECT_EQ(changed.explain.state,
            "The first 2 statements of 1_a took effect in an earlier run and are still there; nothing was "
            "run now.");
  EXPECT_THAT(changed.failure->help, testing::Not(HasSubstr("Nothing of 1_a was kept")));
  const auto gone = up(layout(Tool::atlas, {{"0_z.sql", "SELECT 1;"}}));
  ASSERT_TRUE(gone.failure);
  EXPECT_THAT(gone.explain.did, HasSubstr("atlas stops because 1 (a) ran by half and its file is gone"));
  const auto mended = up(layout(Tool::atlas, {{"1_a.sql", head + "INSERT INTO a VALUES (1);\n"}}));
  EXPECT_FALSE(mended.failure) << base::to_string(*mended.failure);
  EXPECT_EQ(rows(database, "SELECT applied, total, error, partial_hashes FROM atlas_schema_revisions"),
            "3|3|NULL|NULL");
  EXPECT_EQ(all("a"), "1");
}

TEST_F(ToolTest, AtlasRollsAFileBackAndRefusesLateOnes) {
  const auto set = layout(Tool::atlas, {{"1_a.sql", "CREATE TABLE a (x);\n"},
                                        {"3_c.sql", "CREATE TABLE c (x);\nSELECT nope;\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_FALSE(has_table("c"));
  EXPECT_EQ(rows(database, "SELECT version FROM atlas_schema_revisions"), "1");
  const auto late = up(layout(Tool::atlas, {{"0_z.sql", "SELECT 1;"}, {"1_a.sql", "CREATE TABLE a (x);\n"}}));
  EXPECT_EQ(late.explain.said,
            "migration file 0_z.sql was added out of order. See: "
            "https://atlasgo.io/versioned/apply#non-linear-error");
}

TEST_F(ToolTest, AtlasBeginsAtTheCheckpointOnlyWhereNothingIs) {
  const std::vector<SourceFile> files{{"1_a.sql", "CREATE TABLE a (x);"},
                                      {"2_all.sql", "-- atlas:checkpoint\n\nCREATE TABLE a (x);"},
                                      {"3_c.sql", "CREATE TABLE c (x);"}};
  const auto set = layout(Tool::atlas, files);
  EXPECT_EQ(versions(up(set)), "2 3");
  EXPECT_EQ(states(set), "1 covered, 2 applied, 3 applied");
  database = open();
  EXPECT_EQ(versions(up(layout(Tool::atlas, {files[0]}))), "1");
  EXPECT_EQ(versions(up(set)), "3");
}

}  // namespace
}  // namespace simulator::migration
