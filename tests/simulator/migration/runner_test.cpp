#include "simulator/migration/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration {
namespace {

using namespace testing_support;
using testing::HasSubstr;

const std::string with_down = "-- migrate:up\nCREATE TABLE a (x);\n-- migrate:down\nDROP TABLE a;\n";

class RunnerTest : public testing::Test {
 protected:
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
      out += (out.empty() ? "" : ", ") + row.version + " " + std::string(to_string(row.state)) +
             (row.marked_only ? " (marked)" : "");
    return out;
  }

  base::ManualClock clock{1'778'750'000'123};
  sql::Database database = open();
};

TEST_F(RunnerTest, UpRunsWhatIsPendingInOrderAndRecordsIt) {
  const auto set = files({{"010_b", "ALTER TABLE a ADD COLUMN y;"}, {"009_a", with_down}});
  const auto report = up(set);
  EXPECT_FALSE(report.failure) << base::to_string(*report.failure);
  EXPECT_EQ(versions(report), "009 010");
  EXPECT_EQ(rows(database, "SELECT version, name, checksum, applied_at, execution_ms FROM schema_migrations"),
            "009|a|" + set.files[0].checksum + "|2026-05-14T09:13:20.123Z|0;010|b|" + set.files[1].checksum +
                "|2026-05-14T09:13:20.123Z|0");
  EXPECT_EQ(states(set), "009 applied, 010 applied");
  EXPECT_EQ(versions(up(set)), "");
}

TEST_F(RunnerTest, LookingWritesNothing) {
  const auto set = files({{"001_a", with_down}});
  const auto before = picture(database);
  Runner runner(database, set, clock);
  EXPECT_TRUE(runner.status());
  EXPECT_TRUE(runner.plan(Direction::up, {}));
  EXPECT_TRUE(runner.verify());
  EXPECT_EQ(picture(database), before);
}

TEST_F(RunnerTest, ToAndStepsLimitARun) {
  const auto set = files({{"001_a", "CREATE TABLE a (x);"},
                          {"002_b", "CREATE TABLE b (x);"},
                          {"003_c", "CREATE TABLE c (x);"},
                          {"004_d", "CREATE TABLE d (x);"}});
  EXPECT_EQ(versions(up(set, {.steps = 1})), "001");
  EXPECT_EQ(versions(up(set, {.to = "3"})), "002 003");
  EXPECT_EQ(versions(up(set, {.to = "002"})), "");
  const auto unknown = up(set, {.to = "005"});
  ASSERT_TRUE(unknown.failure);
  EXPECT_EQ(unknown.failure->code, "migration.unknown-version");
}

TEST_F(RunnerTest, DownTakesBackTheHighestVersionFirst) {
  const auto file = [](const std::string& table) {
    return "-- migrate:up\nCREATE TABLE " + table + " (x);\n-- migrate:down\nDROP TABLE " + table + ";\n";
  };
  const auto set =
      files({{"001_a", file("a")}, {"002_b", file("b")}, {"003_c", file("c")}, {"004_d", file("d")}});
  const auto empty = picture(database);
  up(set);
  EXPECT_EQ(versions(down(set)), "004");
  EXPECT_EQ(versions(down(set, {.steps = 2})), "003 002");
  EXPECT_EQ(rows(database, "SELECT version FROM schema_migrations"), "001");
  up(set);
  EXPECT_EQ(versions(down(set, {.to = "002"})), "004 003");
  EXPECT_EQ(versions(down(set, {.to = "0"})), "002 001");
  execute(database, "DROP TABLE schema_migrations");
  EXPECT_EQ(picture(database), empty);
}

TEST_F(RunnerTest, DownNeedsADownPart) {
  const auto set =
      files({{"001_a", with_down},
             {"002_b", "CREATE TABLE b (x);"},
             {"003_c", "-- migrate:up\nCREATE TABLE c (x);\n-- migrate:down\n-- nothing yet\n"}});
  up(set);
  const auto before = picture(database);
  const auto report = down(set, {.to = "0"});
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.refused");
  EXPECT_EQ(report.failure->message, "rolling back was refused for 2 reasons");
  ASSERT_EQ(report.problems.size(), 2U);
  EXPECT_EQ(report.problems[0].version, "003");
  EXPECT_EQ(report.problems[0].what.code, "migration.not-reversible");
  EXPECT_EQ(report.problems[0].what.at.line, 3);
  EXPECT_EQ(report.problems[1].version, "002");
  EXPECT_EQ(picture(database), before);
}

TEST_F(RunnerTest, AFailingStatementLeavesEverythingAsItWasAndSaysWhere) {
  const auto set =
      files({{"001_a", with_down},
             {"002_b",
              "-- migrate:up\nINSERT INTO a VALUES (1);\nCREATE TABLE b (x);\nPRAGMA user_version = 9;\n"
              "\tUPDATE a SET x = 1 WHERE\n\t  nope = 1;\nDROP TABLE a;\n"},
             {"003_c", "CREATE TABLE c (x);"}});
  EXPECT_EQ(versions(up(set, {.steps = 1})), "001");
  const auto before = picture(database);
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.failed");
  EXPECT_EQ(report.failed_version, "002");
  EXPECT_EQ(report.failure->file, "m/002_b.sql");
  EXPECT_EQ(report.failure->at, (base::Position{6, 4}));
  EXPECT_THAT(report.failure->excerpt, HasSubstr("   6 | \t  nope = 1;\n     | \t  ^"));
  EXPECT_THAT(report.failure->message, HasSubstr("no such column: nope"));
  EXPECT_THAT(report.failure->help, HasSubstr("Nothing of 002_b was kept"));
  EXPECT_THAT(report.failure->help, HasSubstr("at version 001 now"));
  EXPECT_EQ(report.failure->native & 0xFF, 1);
  EXPECT_EQ(picture(database), before);
  EXPECT_FALSE(database.in_transaction());
}

TEST_F(RunnerTest, AFailureInTheFirstFileLeavesNoHistoryTableEither) {
  const auto before = picture(database);
  const auto report = up(files({{"001_a", "CREATE TABLE a (x);\nSELECT * FRM a;"}}));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->at, (base::Position{2, 10}));
  EXPECT_THAT(report.failure->help, HasSubstr("No migration is applied"));
  EXPECT_EQ(picture(database), before);
}

TEST_F(RunnerTest, AStatementThatFailsWhileItRunsPointsAtItsStart) {
  const auto report = up(files({{"001_a", "CREATE TABLE a (x UNIQUE);\n INSERT INTO a VALUES (1), (1);"}}));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->at, (base::Position{2, 2}));
}

TEST_F(RunnerTest, ANameThatSqliteDoesNotPlaceIsFoundInTheStatement) {
  for (const auto& [script, column] :
       std::vector<std::pair<std::string, int>>{{"  DROP TABLE \"nope\";", 14},
                                                {"INSERT INTO main.nope VALUES ('nope');", 18},
                                                {"CREATE TABLE a (x); ALTER TABLE a ADD X;", 39},
                                                {"CREATE TABLE a (x); UPDATE a SET nope = 1;", 34}}) {
    sql::Database fresh = open();
    const auto set = files({{"001_a", script}});
    const auto report = Runner(fresh, set, clock).up({});
    ASSERT_TRUE(report.failure);
    EXPECT_EQ(report.failure->at.column, column) << script << base::to_string(*report.failure);
  }
}

TEST_F(RunnerTest, AnErrorThatRollsBackByItselfIsToldLikeAnyOther) {
  const auto report = up(files(
      {{"001_a",
        "CREATE TABLE a (x UNIQUE);\nINSERT INTO a VALUES (1);\nINSERT OR ROLLBACK INTO a VALUES (1);"}}));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->at, (base::Position{3, 1}));
  EXPECT_EQ(rows(database, "SELECT count(*) FROM sqlite_schema"), "0");
  EXPECT_FALSE(database.in_transaction());
}

TEST_F(RunnerTest, FilesBeforeTheFailingOneStay) {
  const auto report = up(files({{"001_a", with_down}, {"002_b", "CREATE TABLE a (x);"}}));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(versions(report), "001");
  EXPECT_THAT(report.failure->help, HasSubstr("Applied before it in this run: 001."));
  EXPECT_THAT(report.failure->help, HasSubstr("mark-applied"));
  EXPECT_EQ(rows(database, "SELECT version FROM schema_migrations"), "001");
}

TEST_F(RunnerTest, RefusedStatementsStopARunBeforeItsFirstFile) {
  const auto set =
      files({{"001_a", with_down}, {"002_b", "BEGIN;\nCREATE TABLE b (x);\nCOMMIT;"}, {"003_c", "VACUUM;"}});
  const auto before = picture(database);
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.problems.size(), 3U);
  EXPECT_EQ(picture(database), before);
  const auto problems = Runner(database, set, clock).verify();
  ASSERT_TRUE(problems);
  EXPECT_EQ(problems->size(), 3U);
}

TEST_F(RunnerTest, AnEditedFileIsRefusedAndShown) {
  up(files({{"001_a", with_down}}));
  const auto set = files({{"001_a", with_down + "-- changed\n"}, {"002_b", "CREATE TABLE b (x);"}});
  EXPECT_EQ(states(set), "001 edited, 002 pending");
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.refused");
  EXPECT_THAT(report.failure->message, HasSubstr("migrating was refused: "));
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].kind, Problem::Kind::edited);
  EXPECT_EQ(rows(database, "SELECT count(*) FROM schema_migrations"), "1");
  const auto back = down(set);
  EXPECT_FALSE(back.failure);
  ASSERT_EQ(back.notes.size(), 1U);
  EXPECT_EQ(back.notes[0].what.code, "migration.edited");
}

TEST_F(RunnerTest, AMissingFileIsRefusedAndShown) {
  up(files({{"001_a", with_down}, {"002_b", "CREATE TABLE b (x);"}}));
  const auto set = files({{"001_a", with_down}, {"003_c", "CREATE TABLE c (x);"}});
  EXPECT_EQ(states(set), "001 applied, 002 missing, 003 pending");
  const auto report = up(set);
  ASSERT_TRUE(report.failure);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].what.code, "migration.missing");
  ASSERT_TRUE(down(set).failure);
  EXPECT_EQ(rows(database, "SELECT count(*) FROM schema_migrations"), "2");
}

TEST_F(RunnerTest, AnOlderFileRunsOnlyWhenAllowed) {
  up(files({{"001_a", with_down}, {"003_c", "CREATE TABLE c (x);"}}));
  const auto set = files({{"001_a", with_down},
                          {"002_b", "CREATE TABLE b (x);"},
                          {"003_c", "CREATE TABLE c (x);"},
                          {"004_d", "CREATE TABLE d (x);"}});
  EXPECT_EQ(states(set), "001 applied, 002 out of order, 003 applied, 004 pending");
  const auto refused = up(set);
  ASSERT_TRUE(refused.failure);
  ASSERT_EQ(refused.problems.size(), 1U);
  EXPECT_THAT(refused.problems[0].what.message, HasSubstr("002_b was never run here, but 003"));
  EXPECT_EQ(versions(up(set, {.out_of_order = true})), "002 004");
  EXPECT_EQ(states(set), "001 applied, 002 applied, 003 applied, 004 applied");
}

TEST_F(RunnerTest, MarkAppliedRecordsWithoutRunning) {
  const auto set = files({{"001_a", with_down}, {"002_b", "CREATE TABLE b (x);"}});
  execute(database, "CREATE TABLE a (x, by_hand); INSERT INTO a VALUES (1, 2)");
  Runner runner(database, set, clock);
  ASSERT_TRUE(runner.mark_applied("001"));
  EXPECT_EQ(rows(database, "SELECT * FROM a"), "1|2");
  EXPECT_EQ(states(set), "001 applied (marked), 002 pending");
  const auto again = runner.mark_applied("001");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "migration.already-applied");
  const auto unknown = runner.mark_applied("003");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "migration.unknown-version");
  EXPECT_EQ(versions(up(set)), "002");
}

TEST_F(RunnerTest, AnotherToolsHistoryIsLeftAlone) {
  const auto set = files({{"001_a", with_down}});
  for (const auto* table : {"CREATE TABLE schema_migrations (version varchar(128) primary key)",
                            "CREATE TABLE schema_migrations (version uint64, dirty bool)",
                            "CREATE VIEW schema_migrations AS SELECT 1 AS version, 2 AS name"}) {
    sql::Database other = open();
    execute(other, table);
    const auto before = picture(other);
    Runner runner(other, set, clock);
    EXPECT_EQ(runner.status().error().code, "migration.foreign-history");
    EXPECT_EQ(runner.plan(Direction::up, {}).error().code, "migration.foreign-history");
    EXPECT_EQ(runner.mark_applied("001").error().code, "migration.foreign-history");
    const auto report = runner.up({});
    ASSERT_TRUE(report.failure);
    EXPECT_EQ(report.failure->code, "migration.foreign-history");
    EXPECT_EQ(picture(other), before);
  }
}

TEST_F(RunnerTest, AnOpenTransactionIsRefused) {
  const auto set = files({{"001_a", with_down}});
  execute(database, "BEGIN");
  EXPECT_EQ(up(set).failure->code, "migration.in-transaction");
  EXPECT_EQ(Runner(database, set, clock).mark_applied("001").error().code, "migration.in-transaction");
  EXPECT_TRUE(database.in_transaction());
}

TEST_F(RunnerTest, PlanShowsWhatWouldRun) {
  const auto set = files({{"001_a", with_down}, {"002_b", "PRAGMA foreign_keys=OFF;\nCREATE TABLE b (x);"}});
  const auto plan = Runner(database, set, clock).plan(Direction::up, {});
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->migrations.size(), 2U);
  ASSERT_EQ(plan->migrations[1].statements.size(), 1U);
  EXPECT_EQ(plan->migrations[1].statements[0].sql, "CREATE TABLE b (x);");
  EXPECT_EQ(plan->migrations[1].statements[0].at, (base::Position{2, 1}));
  EXPECT_EQ(plan->notes.size(), 1U);
  EXPECT_TRUE(plan->problems.empty());
}

TEST_F(RunnerTest, CancelBetweenStatementsRollsTheFileBack) {
  const auto set = files({{"001_a", with_down}, {"002_b", "CREATE TABLE b (x);\nCREATE TABLE c (x);"}});
  std::stop_source stop;
  RunHooks hooks;
  hooks.progress = [&](const Progress& progress) {
    if (progress.version == "002" && progress.kind == Progress::Kind::statement_started) stop.request_stop();
  };
  const auto report = Runner(database, set, clock, hooks).up({}, stop.get_token());
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "migration.cancelled");
  EXPECT_EQ(versions(report), "001");
  EXPECT_EQ(rows(database, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"),
            "a;schema_migrations");
}

TEST_F(RunnerTest, HooksSurroundScriptsAndSeeEveryStatement) {
  const auto set =
      files({{"001_a", "CREATE TABLE a (x);\nINSERT INTO a VALUES (1);"}, {"002_b", "DROP TABLE nope;"}});
  std::string seen;
  RunHooks hooks;
  hooks.enter_script = [&] { seen += "["; };
  hooks.leave_script = [&] { seen += "]"; };
  hooks.progress = [&](const Progress& p) {
    const char* what[] = {"file", "statement", "done"};
    seen += std::string(what[static_cast<int>(p.kind)]) + std::to_string(p.at.line) + " ";
  };
  hooks.explain = [](base::Error error) {
    error.code = "sandbox.denied";
    return error;
  };
  const auto report = Runner(database, set, clock, hooks).up({});
  EXPECT_EQ(seen, "file0 [statement1 statement2 ]done0 file0 [statement1 ]");
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->code, "sandbox.denied");
}

}  // namespace
}  // namespace simulator::migration
