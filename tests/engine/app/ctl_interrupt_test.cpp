// Ctrl+C while `migrate up` is in the middle of a file, with the real program in a process of its own that
// believes to be watched on a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <string>

#include "tests/engine/app/program.h"
#include "tests/engine/app/watched.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using testing::Watched;

/// 001 is quick; 002 changes the schema and then counts for minutes; 003 never comes.
class Interrupted : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write("m/001_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n");
    folder.write("m/002_phone.sql",
                 "ALTER TABLE users ADD COLUMN phone TEXT;\nINSERT INTO users (id) WITH RECURSIVE c(n) AS "
                 "(SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000000) SELECT max(n) FROM c;\n");
    folder.write("m/003_fax.sql", "ALTER TABLE users ADD COLUMN fax TEXT;\n");
  }
  std::vector<std::string> migrate(const char* verb) const {
    return {"migrate", verb, "--dir", folder.path("m"), "--db", folder.path("app.db")};
  }
  [[nodiscard]] std::string schema() const { return testing::run({"schema", folder.path("app.db")}).out; }

  testing::TemporaryFolder folder;
};

/// As long as it lives, this process ignores SIGINT, and so would what it starts.
class IgnoredInterrupt {
 public:
  IgnoredInterrupt() : before_(::signal(SIGINT, SIG_IGN)) {}
  IgnoredInterrupt(const IgnoredInterrupt&) = delete;
  IgnoredInterrupt& operator=(const IgnoredInterrupt&) = delete;
  ~IgnoredInterrupt() { ::signal(SIGINT, before_); }

 private:
  sighandler_t before_;
};

TEST_F(Interrupted, AlsoWhereTheTestsRunInTheBackground) {
  const IgnoredInterrupt as_after_an_ampersand;
  Watched up(migrate("up"), folder.path("out"));
  EXPECT_FALSE(up.ignores(SIGINT));
  ASSERT_TRUE(up.shows("002_phone, statement 2 of 2")) << up.seen();
  up.send(up.ignores(SIGINT) ? SIGKILL : SIGINT);
  EXPECT_TRUE(WIFEXITED(up.end())) << up.seen();
}

TEST_F(Interrupted, TheFileThatRanIsTakenBackAndTheOnesBeforeItStay) {
  const std::string out = folder.path("out");
  Watched up(migrate("up"), out);
  ASSERT_TRUE(up.shows("002_phone, statement 2 of 2")) << up.seen();
  up.send(SIGINT);
  const int status = up.end();
  ASSERT_TRUE(WIFEXITED(status)) << up.seen();
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_THAT(up.seen(), HasSubstr("m/002_phone.sql:2:"));
  EXPECT_THAT(up.seen(), HasSubstr("error[migration.cancelled]: the run was cancelled"));
  EXPECT_THAT(up.seen(), HasSubstr("001"));

  EXPECT_THAT(schema(), HasSubstr("users"));
  EXPECT_THAT(schema(), ::testing::Not(HasSubstr("phone")));
  EXPECT_THAT(
      testing::run(migrate("status")).out,
      MatchesRegex(
          "VERSION(.|\n)*001 (.|\n)*applied(.|\n)*002 (.|\n)*pending(.|\n)*003 (.|\n)*pending(.|\n)*"));
  EXPECT_EQ(testing::run(migrate("verify")).exit, 0);

  folder.write("m/002_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n");
  EXPECT_EQ(testing::run(migrate("up")).exit, 0) << "nothing stands in the way of the next run";
}

TEST_F(Interrupted, WhoeverWatchesSeesTheSecondsOfALongStatement) {
  Watched up(migrate("up"), folder.path("out"));
  ASSERT_TRUE(up.shows("002_phone, statement 2 of 2 (line 2), ")) << up.seen();
  ASSERT_TRUE(up.shows(" s\r\x1b[K")) << "whole seconds, written over by the next: " << up.seen();
  up.send(SIGINT);
  const int status = up.end();
  ASSERT_TRUE(WIFEXITED(status)) << up.seen();
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_THAT(up.seen(), HasSubstr("error[migration.cancelled]"));
}

TEST_F(Interrupted, SigtermIsTheSameAsCtrlC) {
  Watched up(migrate("up"), folder.path("out"));
  ASSERT_TRUE(up.shows("002_phone, statement 2 of 2")) << up.seen();
  up.send(SIGTERM);
  const int status = up.end();
  ASSERT_TRUE(WIFEXITED(status)) << up.seen();
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_THAT(up.seen(), HasSubstr("error[migration.cancelled]: the run was cancelled"));
  EXPECT_THAT(schema(), ::testing::Not(HasSubstr("phone")));
  EXPECT_EQ(testing::run(migrate("verify")).exit, 0);
}

/// One statement that is one operation for SQLite, and so cannot be stopped between two: the first Ctrl+C
/// asks in vain, the second ends the program.
TEST_F(Interrupted, ASecondCtrlCEndsItAtOnceAndTheDatabaseIsWhole) {
  folder.write("m/002_phone.sql",
               "ALTER TABLE users ADD COLUMN phone TEXT;\n"
               "SELECT instr(zeroblob(4000000), CAST(zeroblob(2000000) || x'01' AS BLOB));\n");
  Watched up(migrate("up"), folder.path("out"));
  ASSERT_TRUE(up.shows("002_phone, statement 2 of 2")) << up.seen();
  up.send(SIGINT);
  while (up.has_pending(SIGINT)) {
  }
  up.send(SIGINT);
  const int status = up.end();
  ASSERT_TRUE(WIFSIGNALED(status)) << up.seen();
  EXPECT_EQ(WTERMSIG(status), SIGINT);
  EXPECT_THAT(schema(), HasSubstr("users"));
  EXPECT_THAT(schema(), ::testing::Not(HasSubstr("phone")));
  EXPECT_EQ(testing::run(migrate("verify")).exit, 0);
  folder.write("m/002_phone.sql", "ALTER TABLE users ADD COLUMN phone TEXT;\n");
  EXPECT_EQ(testing::run(migrate("up")).exit, 0) << "nothing stands in the way of the next run";
}

/// A program that has no time to listen: SQLite's journal takes the file back when next opened.
TEST_F(Interrupted, KilledOutrightTheDatabaseIsStillWhole) {
  Watched up(migrate("up"), folder.path("out"));
  ASSERT_TRUE(up.shows("002_phone, statement 2 of 2")) << up.seen();
  up.send(SIGKILL);
  ASSERT_TRUE(WIFSIGNALED(up.end()));
  EXPECT_EQ(testing::run(migrate("verify")).exit, 0);
  EXPECT_THAT(schema(), ::testing::Not(HasSubstr("phone")));
}

}  // namespace
}  // namespace engine::app
