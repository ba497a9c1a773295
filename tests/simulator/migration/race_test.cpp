// Two real processes run `up` on one file at the same moment: every migration runs exactly once.
#include <gtest/gtest.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "tests/simulator/migration/world_of_files.h"

namespace simulator::migration {
namespace {

using namespace testing_support;

constexpr int files_in_race = 12;

MigrationSet racing_files() {
  std::vector<std::pair<std::string, std::string>> texts{{"100_log", "CREATE TABLE log (version TEXT);"}};
  for (int i = 1; i < files_in_race; ++i) {
    const std::string version = std::to_string(100 + i);
    texts.emplace_back(version + "_t",
                       "CREATE TABLE t" + version + " (x);\nINSERT INTO log VALUES ('" + version + "');");
  }
  return files(std::move(texts));
}

/// In a child process: waits for the start, runs, and answers how many files it ran (255: it failed).
int race(const std::string& path, const MigrationSet& set, int start) {
  sql::Database database = open(path);
  // SQLite's own waiting sleeps longer than a file takes, so one process would always do all the work.
  sqlite3_busy_handler(
      database.handle(), [](void*, int tries) { return ::sched_yield() == 0 && tries < 1'000'000 ? 1 : 0; },
      nullptr);
  char go = 0;
  if (::read(start, &go, 1) != 1) return 255;
  const base::SystemClock clock;
  RunHooks hooks;
  hooks.progress = [](const Progress& progress) {
    if (progress.kind == Progress::Kind::file_done) ::sched_yield();  // let the other one in
  };
  const auto report = Runner(database, set, clock, hooks).up({});
  if (report.failure) {
    std::fprintf(stderr, "%s\n", base::to_string(*report.failure).c_str());
    return 255;
  }
  return static_cast<int>(report.applied.size());
}

TEST(Race, TwoProcessesRunEveryFileExactlyOnce) {
  const auto set = racing_files();
  const auto folder =
      std::filesystem::temp_directory_path() / ("driftwood-race-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  int shared_rounds = 0;
  for (int round = 0; round < 20; ++round) {
    const std::string path = (folder / ("db" + std::to_string(round))).string();
    if (round % 2 == 1) {
      auto database = open(path);
      ASSERT_TRUE(database.query("PRAGMA journal_mode = WAL"));
    }
    int start[2] = {-1, -1};
    ASSERT_EQ(::pipe(start), 0);
    pid_t children[2] = {};
    for (pid_t& child : children) {
      child = ::fork();
      ASSERT_GE(child, 0);
      if (child == 0) ::_exit(race(path, set, start[0]));
    }
    ASSERT_EQ(::write(start[1], "go", 2), 2);
    int ran = 0;
    int busy_children = 0;
    for (const pid_t child : children) {
      int status = 0;
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      ASSERT_TRUE(WIFEXITED(status));
      ASSERT_NE(WEXITSTATUS(status), 255) << "round " << round;
      ran += WEXITSTATUS(status);
      if (WEXITSTATUS(status) > 0) ++busy_children;
    }
    if (busy_children == 2) ++shared_rounds;
    ::close(start[0]);
    ::close(start[1]);
    EXPECT_EQ(ran, files_in_race) << "round " << round;
    auto database = open(path);
    EXPECT_EQ(rows(database, "SELECT count(*), count(DISTINCT version) FROM schema_migrations"), "12|12");
    EXPECT_EQ(rows(database, "SELECT count(*), count(DISTINCT version) FROM log"), "11|11");
    EXPECT_EQ(rows(database, "PRAGMA integrity_check"), "ok");
  }
  std::printf("in %d of 20 rounds both processes ran files\n", shared_rounds);
  std::filesystem::remove_all(folder);
}

TEST(Race, AWriteLockHeldByAnotherIsToldClearly) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("driftwood-lock-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "db").string();
  {
    auto other = open(path);
    execute(other, "CREATE TABLE a (x); BEGIN IMMEDIATE; INSERT INTO a VALUES (1)");
    auto database = open(path);
    const auto set = files({{"001_b", "CREATE TABLE b (x);"}});
    const base::ManualClock clock;
    const auto report = Runner(database, set, clock).up({});
    ASSERT_TRUE(report.failure);
    EXPECT_EQ(report.failure->code, "migration.busy");
    EXPECT_EQ(Runner(database, set, clock).mark_applied("001").error().code, "migration.busy");
    execute(other, "ROLLBACK");
    EXPECT_FALSE(Runner(database, set, clock).up({}).failure);
  }
  std::filesystem::remove_all(folder);
}

TEST(Race, WhatAnotherProcessAppliedMeanwhileIsSeen) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("driftwood-meanwhile-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "db").string();
  {
    const auto set = files({{"001_a", "CREATE TABLE a (x);"},
                            {"002_b", "CREATE TABLE b (x);"},
                            {"003_c", "CREATE TABLE c (x);"}});
    const auto newer = files({{"001_a", "CREATE TABLE a (x);"},
                              {"002_b", "CREATE TABLE b (x);"},
                              {"009_z", "CREATE TABLE z (x);"}});
    auto database = open(path);
    auto other = open(path);
    const base::ManualClock clock;
    for (const bool same_folder : {true, false}) {
      execute(database,
              "DROP TABLE IF EXISTS schema_migrations; DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b; DROP "
              "TABLE IF EXISTS c");
      RunHooks hooks;
      hooks.progress = [&](const Progress& progress) {
        if (progress.kind != Progress::Kind::file_done || progress.version != "001") return;
        const auto others =
            Runner(other, same_folder ? set : newer, clock).up({.steps = same_folder ? 1 : 2});
        EXPECT_FALSE(others.failure) << base::to_string(*others.failure);
      };
      const auto report = Runner(database, set, clock, hooks).up({});
      EXPECT_EQ(report.done_by_others, std::vector<std::string>{"002"});
      if (same_folder) {
        EXPECT_FALSE(report.failure);
        EXPECT_EQ(versions(report), "001 003");
      } else {
        ASSERT_TRUE(report.failure);
        EXPECT_EQ(report.failure->code, "migration.refused");
        EXPECT_EQ(report.problems.size(), 2U);  // 009's file is missing here, and 003 came too late
        EXPECT_EQ(versions(report), "001");
      }
    }
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace simulator::migration
