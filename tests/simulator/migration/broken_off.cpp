#include "tests/simulator/migration/broken_off.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace simulator::migration::testing_support {
namespace {

/// Where the verb begins and what it comes to when nothing fails.
struct Ends {
  std::vector<std::byte> start;
  Found before;
  Found after;
};

Ends ends_of(Medium& medium, const Broken& what) {
  Ends ends;
  ends.start = beginning(medium, what);
  ends.before = look(medium, what);
  {
    auto database = medium.open();
    const Outcome outcome = perform(database, what.story, what.verb);
    EXPECT_FALSE(outcome.failure) << base::to_string(*outcome.failure);
  }
  ends.after = look(medium, what);
  EXPECT_EQ(ends.after.trouble, "");
  if (what.verb != Verb::redo) {
    EXPECT_NE(ends.before.content + ends.before.history, ends.after.content + ends.after.history);
  }
  return ends;
}

/// What a run reported, held against what there is.
void expect_report_true(const Broken& what, const Ends& ends, const Outcome& outcome, const Found& found,
                        bool lasting) {
  const bool all_done = found.content == ends.after.content && found.history == ends.after.history;
  EXPECT_TRUE(outcome.failure || all_done) << "success was reported, and it is not there";
  if (what.verb == Verb::redo) return;
  const bool forward = what.verb == Verb::up;
  const std::size_t moved =
      forward ? found.applied - ends.before.applied : ends.before.applied - found.applied;
  EXPECT_GE(moved, outcome.report.applied.size()) << "a file that was reported as done is gone";
  EXPECT_LE(moved, outcome.report.applied.size() + 1);
  const bool nothing_kept = outcome.report.explain.state.starts_with("Nothing of");
  // A log may hold a commit whose sync failed: SQLite itself cannot know which way it went.
  if (!nothing_kept || lasting || what.journal == std::string_view("WAL")) return;
  const std::size_t done = outcome.report.applied.size();
  EXPECT_EQ(found.content, content_after(forward ? ends.before.applied + done : ends.before.applied - done))
      << outcome.report.explain.state;
}

void expect_all_or_nothing(const Ends& ends, const Outcome& outcome, const Found& found) {
  EXPECT_EQ(found.content, ends.before.content) << "an amendment never changes the schema";
  EXPECT_TRUE(found.history == ends.before.history || found.history == ends.after.history) << found.history;
  if (!outcome.failure) {
    EXPECT_EQ(found.history, ends.after.history);
  }
}

/// Of tools that keep files whole: from wherever it stands, the same run comes to its end.
void expect_goes_on(Medium& medium, const Broken& what, const Ends& ends) {
  if (!what.story.transaction || !runs_files(what.verb)) return;
  auto database = medium.open();
  clear_record_of_failure(database, what.story);
  const Outcome outcome = perform(database, what.story, what.verb == Verb::redo ? Verb::up : what.verb);
  EXPECT_FALSE(outcome.failure) << base::to_string(*outcome.failure);
  EXPECT_EQ(content(database), ends.after.content);
}

/// The loop's inside: one fault, and what came of it.
class Attempts {
 public:
  Attempts(Medium& medium, const Broken& what, Breaker& breaker)
      : medium_(medium), what_(what), breaker_(breaker), ends_(ends_of(medium, what)) {}

  /// Whether the n-th event came.
  bool attempt(int n, bool lasting) {
    SCOPED_TRACE(what_.story.name + " " + std::string(to_string(what_.verb)) + ", " + what_.journal +
                 ", fault " + std::to_string(n) + (lasting ? " and all after it" : ""));
    medium_.put(ends_.start);
    Outcome outcome;
    bool came = false;
    {
      auto database = medium_.open();
      breaker_.arm(n, lasting);
      outcome = perform(database, what_.story, what_.verb);
      came = breaker_.came();
      if (!lasting) breaker_.disarm();
      EXPECT_TRUE(lasting || !database.in_transaction());
    }
    breaker_.disarm();
    const Found& found = look_once();
    EXPECT_EQ(found.trouble, "") << (outcome.failure ? base::to_string(*outcome.failure) : "done");
    if (outcome.failure) {
      EXPECT_FALSE(outcome.failure->message.empty());
    }
    if (runs_files(what_.verb))
      expect_report_true(what_, ends_, outcome, found, lasting);
    else
      expect_all_or_nothing(ends_, outcome, found);
    return came;
  }

 private:
  /// The same bytes need no second look, and no second run that goes on from them.
  const Found& look_once() {
    rows(*std::make_unique<sql::Database>(medium_.open()), "SELECT count(*) FROM sqlite_schema");  // recovers
    auto bytes = medium_.bytes();
    const auto known = seen_.find(bytes);
    if (known != seen_.end()) return known->second;
    const Found& found = seen_.emplace(std::move(bytes), look(medium_, what_)).first->second;
    expect_goes_on(medium_, what_, ends_);
    return found;
  }

  Medium& medium_;
  const Broken& what_;
  Breaker& breaker_;
  const Ends ends_;
  std::map<std::vector<std::byte>, Found> seen_;
};

}  // namespace

std::vector<std::byte> beginning(Medium& medium, const Broken& what) {
  medium.put({});
  {
    auto database = medium.open();
    execute(database, "PRAGMA page_size = 1024; VACUUM");
    EXPECT_TRUE(database.query(std::string("PRAGMA journal_mode = ") + what.journal));
    prepare(database, what.story, what.verb);
  }
  return medium.bytes();
}

Found look(Medium& medium, const Broken& what) {
  auto database = medium.open();
  Found found;
  if (const auto whole = rows(database, "PRAGMA integrity_check"); whole != "ok") found.trouble = whole;
  if (runs_files(what.verb)) found.trouble += disagreement(database, what.story, what.verb);
  found.content = content(database);
  found.history = history_rows(database, what.story.tool);
  found.applied = applied_files(database, what.story);
  return found;
}

int break_everywhere(Medium& medium, const Broken& what, Breaker& breaker, const Stride& stride) {
  constexpr int most = 20'000;
  Attempts attempts(medium, what, breaker);
  int faults = 0;
  for (const bool lasting : {false, true}) {
    const int step = lasting ? stride.lasting : stride.single;
    for (int n = stride.first; n < most && attempts.attempt(n, lasting); n += step) {
      ++faults;
      if (testing::Test::HasFailure()) return faults;  // one is enough to read
    }
  }
  return faults;
}

void print_faults(const std::string& where, const Broken& what, int faults) {
  std::printf("%s, %s, %s, %.*s: %d faults\n", what.story.name.c_str(), where.c_str(), what.journal,
              static_cast<int>(to_string(what.verb).size()), to_string(what.verb).data(), faults);
}

}  // namespace simulator::migration::testing_support
