// Each tool's rules as its own users know them: what it records, row for row, and how it fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/base/hash.h"
#include "simulator/migration/amendment.h"
#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/layout.h"
#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration {
namespace {

using namespace testing_support;
using testing::HasSubstr;

class ToolTest : public testing::Test {
 protected:
  MigrationSet layout(Tool tool, std::vector<SourceFile> sources) {
    if (tool == Tool::atlas) {
      std::vector<SummedFile> summed;
      for (const auto& source : sources) summed.push_back({source.name, source.text});
      sources.push_back({"atlas.sum", to_text(atlas_sum(summed))});
    }
    if (tool == Tool::prisma) {
      const std::size_t count = sources.size();
      for (std::size_t i = 0; i < count; ++i) {
        sources.push_back({sources[i].name + "/", ""});
        sources[i].name += "/migration.sql";
      }
    }
    auto read = read_layout(tool, sources, "m");
    for (const auto& diagnostic : read.diagnostics)
      EXPECT_NE(diagnostic.severity, base::Severity::error) << base::to_string(diagnostic);
    return std::move(read.set);
  }
  RunReport up(const MigrationSet& set, const Target& target = {}) {
    return Runner(database, set, clock).up(target);
  }
  RunReport down(const MigrationSet& set, const Target& target = {}) {
    return Runner(database, set, clock).down(target);
  }
  std::string states(const MigrationSet& set) {
    auto status = Runner(database, set, clock).status();
    if (!status) return base::to_string(status.error());
    std::string out;
    for (const auto& row : *status)
      out += (out.empty() ? "" : ", ") + row.version + " " + std::string(to_string(row.state));
    return out;
  }
  std::string all(const std::string& table) { return rows(database, "SELECT * FROM " + table); }
  bool has_table(const std::string& name) {
    return rows(database, "SELECT count(*) FROM sqlite_schema WHERE name = '" + name + "'") == "1";
  }

  base::ManualClock clock{1'778'750'000'123};
  sql::Database database = open();
};

std::string dbmate_file(const std::string& up, const std::string& down = "") {
  return "-- migrate:up\n" + up + "\n-- migrate:down\n" + down + "\n";
}

TEST_F(ToolTest, DbmateKeepsVersionsAndNothingElse) {
  const auto set = layout(Tool::dbmate, {{"9_a.sql", dbmate_file("CREATE TABLE a (x);", "DROP TABLE a;")},
                                         {"10_b.sql", dbmate_file("CREATE TABLE b (x);", "DROP TABLE b;")}});
  EXPECT_EQ(versions(up(set)), "10 9");
  EXPECT_EQ(all("schema_migrations"), "10;9");
  EXPECT_EQ(rows(database, "SELECT sql FROM sqlite_schema WHERE name = 'schema_migrations'"),
            "CREATE TABLE \"schema_migrations\" (version varchar(128) primary key)");
  EXPECT_EQ(versions(down(set)), "9");  // the last file name, whatever was applied last
  EXPECT_EQ(all("schema_migrations"), "10");
}

TEST_F(ToolTest, DbmateRunsALateFileUnlessStrict) {
  const auto early = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                           {"3_c.sql", dbmate_file("CREATE TABLE c (x);")}});
  EXPECT_EQ(versions(up(early)), "1 3");
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                         {"2_b.sql", dbmate_file("CREATE TABLE b (x);")},
                                         {"3_c.sql", dbmate_file("CREATE TABLE c (x);")}});
  const auto strict = up(set, {.strict = true});
  ASSERT_TRUE(strict.failure);
  EXPECT_EQ(
      strict.explain.said,
      "migration `2` is out of order with already applied migrations, the version number has to be higher "
      "than the applied migration `3` in --strict mode");
  const auto report = up(set);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(versions(report), "2");
  ASSERT_EQ(report.notes.size(), 1U);
  EXPECT_EQ(report.notes[0].what.code, "migration.out-of-order");
}

TEST_F(ToolTest, DbmateTakesTheSecondFileOfAVersionToBeAppliedWithoutRunningIt) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                         {"1_b.sql", dbmate_file("CREATE TABLE b (x);")}});
  const auto first = up(set);
  ASSERT_TRUE(first.failure);
  EXPECT_THAT(first.failure->message, HasSubstr("UNIQUE constraint failed: schema_migrations.version"));
  EXPECT_THAT(first.explain.state, HasSubstr("Nothing of 1_b is in the database"));
  EXPECT_FALSE(has_table("b"));
  const auto second = up(set);
  EXPECT_FALSE(second.failure);
  EXPECT_EQ(versions(second), "");
  EXPECT_EQ(states(set), "1 applied, 1 applied");
  EXPECT_FALSE(has_table("b"));
}

TEST_F(ToolTest, ALoneCommitPassesForDbmateAndItsRowStays) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);\nCOMMIT;")}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_THAT(report.failure->message, HasSubstr("cannot commit - no transaction is active"));
  EXPECT_THAT(report.explain.state,
              HasSubstr("All 2 statements of 1_a took effect and stay, and the history row"));
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "1");
}

TEST_F(ToolTest, DbmateReportsItsFailedRollbackInsteadOfWhatWentWrong) {
  const auto set = layout(
      Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);\nCOMMIT;\nINSERT INTO nope VALUES (1);")}});
  EXPECT_EQ(up(set).explain.said,
            "Applying: 1_a.sql\nApplied: 1_a.sql\nError: cannot rollback - no transaction is active");
}

TEST_F(ToolTest, DbmateTakesTheSeveralPartsOfAFileBackTogetherAndInTheirOrder) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);", "DROP TABLE a;") +
                                                         dbmate_file("SELECT 1;", "CREATE TABLE b (x);")}});
  EXPECT_TRUE(up(set).failure);  // the second part's row is there already
  EXPECT_EQ(versions(down(set)), "1 1");
  EXPECT_FALSE(has_table("a"));
  EXPECT_TRUE(has_table("b"));
  EXPECT_EQ(all("schema_migrations"), "");
}

TEST_F(ToolTest, DbmateReadsOptionsAsWholeWords) {
  const auto set = layout(
      Tool::dbmate, {{"1_a.sql", "-- migrate:up notransaction:false\nCREATE TABLE a (x);\n-- migrate:down\n"},
                     {"2_b.sql", "-- migrate:up x:y\ttransaction:false\nSELECT 1;\n-- migrate:down\n"}});
  EXPECT_TRUE(set.files[0].up.transaction);
  EXPECT_FALSE(set.files[1].up.transaction);
}

TEST_F(ToolTest, DbmateWithoutTransactionKeepsWhatRan) {
  const auto set =
      layout(Tool::dbmate, {{"1_a.sql",
                             "-- migrate:up transaction:false\nCREATE TABLE a (x);\nCREATE TABLE b (;\n"
                             "-- migrate:down\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->at.line, 3);
  EXPECT_THAT(report.explain.state, HasSubstr("The first statement of 1_a took effect and stays"));
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "");
  EXPECT_THAT(up(set).failure->message, HasSubstr("table a already exists"));
}

TEST_F(ToolTest, ABrokenFileStopsDbmateOnlyWhenItComesToIt) {
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")},
                                         {"2_b.sql", "-- migrate:up\nCREATE TABLE b (x);\n"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.missing-down");
  EXPECT_EQ(versions(report), "1");
}

std::vector<SourceFile> golang_files() {
  return {{"1_a.up.sql", "CREATE TABLE a (x);"},
          {"1_a.down.sql", "DROP TABLE a;"},
          {"3_c.up.sql", "CREATE TABLE c (x);"},
          {"3_c.down.sql", "DROP TABLE c;"}};
}

TEST_F(ToolTest, GolangMigrateSkipsALateFileWithoutAWord) {
  EXPECT_EQ(versions(up(layout(Tool::golang_migrate, golang_files()))), "1 3");
  auto files = golang_files();
  files.push_back({"2_b.up.sql", "CREATE TABLE b (x);"});
  files.push_back({"2_b.down.sql", "DROP TABLE b;"});
  const auto set = layout(Tool::golang_migrate, files);
  const auto report = up(set);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(versions(report), "");
  EXPECT_FALSE(has_table("b"));
  EXPECT_EQ(states(set), "1 applied, 2 applied, 3 applied");
  const auto status = Runner(database, set, clock).status();
  EXPECT_TRUE((*status)[1].by_mark);
  EXPECT_FALSE((*status)[2].by_mark);
  // ... and on the way back its down file runs although its up file never did.
  const auto back = down(set, {.to = "1"});
  ASSERT_TRUE(back.failure);
  EXPECT_EQ(versions(back), "3");
  EXPECT_THAT(back.failure->message, HasSubstr("no such table: b"));
  EXPECT_EQ(all("schema_migrations"), "1|1");
}

TEST_F(ToolTest, GolangMigrateIsDirtyAlthoughAllWasRolledBack) {
  auto files = golang_files();
  files.push_back({"4_d.up.sql", "CREATE TABLE d (x);\nINSERT INTO nope VALUES (1);"});
  const auto set = layout(Tool::golang_migrate, files);
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(all("schema_migrations"), "4|1");
  EXPECT_FALSE(has_table("d"));
  EXPECT_EQ(report.explain.said,
            "error: no such table: nope in line 0: CREATE TABLE d (x);\nINSERT INTO nope VALUES (1);");
  EXPECT_THAT(report.explain.state,
              HasSubstr("Nothing of 4_d is in the database; the history says version 4, dirty"));
  EXPECT_THAT(report.explain.driftwood, HasSubstr("Nothing would be dirty"));
  for (const auto& refused : {up(set), down(set)}) {
    ASSERT_TRUE(refused.failure);
    EXPECT_EQ(refused.explain.said, "Dirty database version 4. Fix and force version.");
  }
  EXPECT_EQ(repair(database, set, clock).error().code, "migration.no-repair");
  const auto forced = force(database, set, clock, "3");
  ASSERT_TRUE(forced) << base::to_string(forced.error());
  EXPECT_THAT(forced->not_checked, HasSubstr("Nothing was compared"));
  EXPECT_EQ(all("schema_migrations"), "3|0");
  EXPECT_EQ(versions(down(set, {.to = "0"})), "3 1");
  EXPECT_EQ(all("schema_migrations"), "");
}

TEST_F(ToolTest, ALoneCommitPassesForGolangMigrateAndLeavesItDirty) {
  const auto set = layout(Tool::golang_migrate, {{"1_a.up.sql", "CREATE TABLE a (x); COMMIT;"}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(
      report.explain.said,
      "error: transaction commit failed in line 0:  (details: cannot commit - no transaction is active)");
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "1|1");
}

TEST_F(ToolTest, GolangMigrateStopsOnlyWhenTheCurrentFileIsMissing) {
  const auto set = layout(Tool::golang_migrate, golang_files());
  up(set);
  EXPECT_FALSE(up(layout(Tool::golang_migrate, {golang_files()[2], golang_files()[3]})).failure);
  const auto report = up(layout(Tool::golang_migrate, {golang_files()[0], golang_files()[1]}));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.explain.said,
            "no migration found for version 3: read down for version 3 .: file does not exist");
}

TEST_F(ToolTest, AFailedFirstDownOfGolangMigrateIsMinusOne) {
  const auto set = layout(Tool::golang_migrate,
                          {{"1_a.up.sql", "CREATE TABLE a (x);"}, {"1_a.down.sql", "DROP TABLE nope;"}});
  up(set);
  const auto report = down(set);
  EXPECT_TRUE(report.failure);
  EXPECT_THAT(report.explain.state, HasSubstr("Nothing of the way back of 1_a took effect"));
  EXPECT_EQ(all("schema_migrations"), "-1|1");
  EXPECT_EQ(states(set), "1 pending, -1 failed");
  EXPECT_TRUE(up(set).failure);
  EXPECT_TRUE(force(database, set, clock, "1"));
  EXPECT_EQ(all("schema_migrations"), "1|0");
  EXPECT_TRUE(force(database, set, clock, "-1"));
  EXPECT_EQ(all("schema_migrations"), "");
  EXPECT_THAT(up(set).failure->message, HasSubstr("table a already exists"));
}

TEST_F(ToolTest, AFileThatIsDoneAndCouldNotBeRecordedIsSaidToBeThere) {
  const std::string refuse =
      "CREATE TRIGGER refuse BEFORE INSERT ON schema_migrations WHEN NEW.dirty = 0 BEGIN SELECT RAISE(ABORT, "
      "'no more rows'); END;";
  const auto set = layout(Tool::golang_migrate, {{"1_a.up.sql", "CREATE TABLE a (x);\n" + refuse}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_TRUE(has_table("a"));
  EXPECT_EQ(all("schema_migrations"), "1|1");
  EXPECT_THAT(report.explain.did,
              HasSubstr("ran every statement, and then could not write so in its history"));
  EXPECT_THAT(report.explain.state, HasSubstr("All 2 statements of 1_a took effect and stay"));
  EXPECT_THAT(report.explain.next, HasSubstr("say so with `force 1`"));
}

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
  EXPECT_EQ(repair(database, blank, clock, true)->done.size(), 1U);
  EXPECT_TRUE(up(blank).failure);
  const auto repaired = repair(database, blank, clock);
  ASSERT_TRUE(repaired);
  EXPECT_THAT(repaired->not_checked, HasSubstr("never the schema"));
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
  const auto changed = up(
      layout(Tool::atlas,
             {{"1_a.sql", "-- atlas:txmode none\n\nCREATE TABLE a (y);\nCREATE TABLE b (x);\nSELECT 1;\n"}}));
  ASSERT_TRUE(changed.failure);
  EXPECT_EQ(changed.failure->code, "migration.history-changed");
  EXPECT_THAT(changed.failure->help, HasSubstr("statement 1 from file \"1_a.sql\" changed"));
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

// What the whole exercise is about: the same rebuild of a table with children, foreign keys on.
TEST_F(ToolTest, ARebuildCascadesUnderToolsThatLeaveKeysOnAndOnlyThere) {
  const std::string made =
      "CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id "
      "INTEGER "
      "REFERENCES users(id) ON DELETE CASCADE);\n";
  const std::string rebuilt =
      "PRAGMA foreign_keys = OFF;\nCREATE TABLE new_users (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO "
      "new_users (id) SELECT id FROM users;\nDROP TABLE users;\nALTER TABLE new_users RENAME TO users;\n";
  const std::string fill = "INSERT INTO users VALUES (1); INSERT INTO posts VALUES (1, 1), (2, 1)";
  struct Case {
    Tool tool;
    std::vector<SourceFile> files;
    std::string posts;
  };
  const std::vector<Case> cases{
      {Tool::dbmate, {{"1_a.sql", dbmate_file(made)}, {"2_b.sql", dbmate_file(rebuilt)}}, "0"},
      {Tool::golang_migrate, {{"1_a.up.sql", made}, {"2_b.up.sql", rebuilt}}, "0"},
      {Tool::goose, {{"1_a.sql", "-- +goose Up\n" + made}, {"2_b.sql", "-- +goose Up\n" + rebuilt}}, "0"},
      {Tool::prisma, {{"1_a", made}, {"2_b", rebuilt}}, "2"},  // no transaction: the PRAGMA works
      {Tool::atlas, {{"1_a.sql", made}, {"2_b.sql", rebuilt}}, "2"},
      {Tool::driftwood, {{"001_a.sql", made}, {"002_b.sql", rebuilt}}, "2"},
  };
  for (const auto& one : cases) {
    database = open();
    const auto set = layout(one.tool, one.files);
    ASSERT_FALSE(up(set, {.steps = 1}).failure) << to_string(one.tool);
    execute(database, fill);
    const auto report = up(set);
    ASSERT_FALSE(report.failure) << to_string(one.tool) << base::to_string(*report.failure);
    EXPECT_EQ(rows(database, "SELECT count(*) FROM posts"), one.posts) << to_string(one.tool);
    ASSERT_EQ(report.applied.size(), 1U);
    const std::string changes = describe(report.applied[0].rows);
    EXPECT_THAT(changes, HasSubstr("users: 1 row gone with the dropped table")) << to_string(one.tool);
    const std::string lost = "posts: 2 rows deleted by ON DELETE actions or triggers";
    if (one.posts == "0") {
      EXPECT_THAT(changes, HasSubstr(lost)) << to_string(one.tool);
      EXPECT_THAT(base::to_string(report.notes.back()), HasSubstr("migration.cascaded"));
    } else {
      EXPECT_THAT(changes, testing::Not(HasSubstr("posts"))) << to_string(one.tool);
    }
    if (one.tool == Tool::driftwood) {
      ASSERT_EQ(report.applied[0].spared.size(), 1U);
      EXPECT_EQ(report.applied[0].spared[0], (KeyAction{"users", "posts", "CASCADE", 2}));
    }
  }
}

TEST_F(ToolTest, AnotherToolsTableIsLeftAlone) {
  execute(database, "CREATE TABLE schema_migrations (version uint64,dirty bool)");
  const auto set = layout(Tool::dbmate, {{"1_a.sql", dbmate_file("CREATE TABLE a (x);")}});
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.foreign-history");
  EXPECT_THAT(report.failure->help, HasSubstr("--tool golang-migrate"));
}

}  // namespace
}  // namespace simulator::migration
