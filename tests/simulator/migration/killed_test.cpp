// A real process is killed after its n-th statement (BEGIN, COMMIT and the history's own among them), and
// others at a write to the file; n = 1, 2, 3, ... until it comes to its end. Whoever opens the file next
// finds a whole database whose schema is what its history says.
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/simulator/migration/broken_off.h"

namespace simulator::migration {
namespace {

using namespace testing_support;

void die() { ::kill(::getpid(), SIGKILL); }

/// In the child. The n-th statement is done when SQLite says so: what it committed, it committed.
void die_after_statement(sql::Database& database, int n) {
  static int left = 0;
  left = n;
  sqlite3_trace_v2(
      database.handle(), SQLITE_TRACE_PROFILE,
      [](unsigned, void*, void*, void*) {
        if (--left == 0) die();
        return 0;
      },
      nullptr);
}

void die_at_write(Medium& medium, int n) {
  medium.set_fault([left = n](const sql::FaultPoint& point) mutable {
    if (point.operation != sql::FileOperation::read && point.operation != sql::FileOperation::open &&
        --left == 0)
      die();
    return SQLITE_OK;
  });
}

enum class Moment { statement, write };

/// Whether the child was killed; otherwise it came to its end.
bool run_and_kill(Medium& medium, const Broken& what, Moment moment, int n) {
  const pid_t child = ::fork();
  EXPECT_GE(child, 0);
  if (child == 0) {
    bool failed = false;
    {
      auto database = medium.open();
      if (moment == Moment::statement)
        die_after_statement(database, n);
      else
        die_at_write(medium, n);
      failed = perform(database, what.story, what.verb).failure.has_value();
      medium.set_fault({});
      sqlite3_trace_v2(database.handle(), 0, nullptr, nullptr);
    }
    ::_exit(failed ? 1 : 0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return true;
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
      << "it ended by itself, and not well: " << status;
  return false;
}

int kill_everywhere(const Broken& what, Moment moment, int step = 1) {
  constexpr int most = 2000;
  const auto medium = file_medium();
  const auto start = beginning(*medium, what);
  const Found before = look(*medium, what);
  int kills = 0;
  for (int n = 1; n < most; n += step) {
    medium->put(start);
    const bool killed = run_and_kill(*medium, what, moment, n);
    const Found found = look(*medium, what);
    EXPECT_EQ(found.trouble, "") << what.story.name << " " << to_string(what.verb) << ", killed at " << n;
    if (!runs_files(what.verb)) {
      EXPECT_EQ(found.content, before.content) << "an amendment never changes the schema";
    }
    if (!killed || testing::Test::HasFailure()) break;
    ++kills;
  }
  return kills;
}

class Killed : public testing::TestWithParam<std::size_t> {};

TEST_P(Killed, AfterAnyStatement) {
  const Story& story = stories().at(GetParam());
  for (const Verb verb : verbs_of(story)) {
    const Broken what{story, verb, verb == Verb::down ? "WAL" : "DELETE"};
    const int kills = kill_everywhere(what, Moment::statement);
    print_faults("killed after a statement", what, kills);
    EXPECT_GT(kills, 0);
  }
}

TEST_P(Killed, AtAWriteOfAnUp) {
  const Story& story = stories().at(GetParam());
  const Broken what{story, Verb::up, "DELETE"};
  constexpr int every_few = 5;
  const int kills = kill_everywhere(what, Moment::write, story.tool == Tool::driftwood ? 1 : every_few);
  print_faults("killed at a write", what, kills);
  EXPECT_GT(kills, 0);
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Killed, testing::Range<std::size_t>(0, stories().size()),
                         [](const auto& story) {
                           std::string name = stories().at(story.param).name;
                           for (char& c : name)
                             if (c == ' ' || c == '-') c = '_';
                           return name;
                         });

}  // namespace
}  // namespace simulator::migration
