// Ctrl+C while `migrate up` is in the middle of a file, with the real program in a process of its own that
// believes to be watched on a terminal.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

/// Its messages go to a terminal, where a line tells which statement has begun.
class Watched {
 public:
  explicit Watched(const std::vector<std::string>& arguments, const std::string& out)
      : terminal_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    ::grantpt(terminal_);
    ::unlockpt(terminal_);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, ::ptsname(terminal_), O_WRONLY | O_NOCTTY, 0);
    std::vector<std::string> words = {DRIFTWOODCTL};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&child_, DRIFTWOODCTL, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() { ::close(terminal_); }

  /// Reads until the terminal shows `text`, or the program has ended.
  bool shows(std::string_view text) {
    while (seen_.find(text) == std::string::npos)
      if (!read_some()) return false;
    return true;
  }
  void send(int signal) const { ::kill(child_, signal); }
  /// Whether the signal was sent and the program has not taken it yet.
  [[nodiscard]] bool has_pending(int signal) const {
    std::ifstream status("/proc/" + std::to_string(child_) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (!line.starts_with("ShdPnd:")) continue;
      const auto pending = std::stoull(line.substr(line.find_first_not_of(" \t", 7)), nullptr, 16);
      return (pending >> static_cast<unsigned>(signal - 1) & 1U) != 0;
    }
    return false;
  }
  /// The status of waitpid.
  int end() {
    while (read_some()) {
    }
    int status = -1;
    ::waitpid(child_, &status, 0);
    return status;
  }
  [[nodiscard]] const std::string& seen() const { return seen_; }

 private:
  bool read_some() {
    char buffer[4096];
    const ssize_t got = ::read(terminal_, buffer, sizeof buffer);  // fails when nobody writes any more
    if (got > 0) seen_.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  }

  int terminal_;
  pid_t child_ = 0;
  std::string seen_;
};

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
