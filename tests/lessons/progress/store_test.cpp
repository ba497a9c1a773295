#include "lessons/progress/store.h"

#include <gtest/gtest.h>

#include "simulator/sql/database.h"
#include "tests/lessons/progress/scratch.h"

namespace lessons::progress {
namespace {

using simulator::base::ManualClock;

/// Expects success and takes the value out.
template <class T>
T must(simulator::base::Result<T> result) {
  if (!result) {
    ADD_FAILURE() << to_string(result.error());
    return T{};
  }
  return std::move(*result);
}
void must(const simulator::base::Result<void>& result) {
  EXPECT_TRUE(result) << (result ? "" : to_string(result.error()));
}

class StoreTest : public testing::Test {
 protected:
  Store open() {
    auto opened = Store::open(file_, scratch::migrations, clock_);
    EXPECT_TRUE(opened) << to_string(opened.error());
    for (const Notice& notice : opened->notices) ADD_FAILURE() << to_string(notice);
    EXPECT_EQ(opened->store.keeping(), Store::Keeping::on_disk);
    return std::move(opened->store);
  }

  scratch::Folder folder_;
  std::filesystem::path file_ = folder_ / "deep/er/progress.db";
  ManualClock clock_{1'763'859'600'000};
};

TEST_F(StoreTest, AttemptsStayInOrderAndAcrossWindows) {
  {
    Store store = open();
    const Attempt first = must(store.add_attempt(scratch::attempt("why", "{\"text\":\"it's \\u0000 “x”\"}")));
    EXPECT_EQ(first.id, 1);
    EXPECT_EQ(first.answered_at, clock_.unix_ms());
    clock_.set(5);  // a clock set back does not change what is last
    must(store.add_attempt(scratch::attempt("why", "second")));
    must(store.add_attempt(scratch::attempt("other")));
  }
  Store store = open();
  const auto all = must(store.attempts("course"));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].answer, "{\"text\":\"it's \\u0000 “x”\"}");
  EXPECT_EQ(all[0].question_hash, "hash");
  EXPECT_EQ(all[0].credit, 0.5);
  EXPECT_EQ(all[0].verdict, "partly");
  EXPECT_EQ(all[0].hints, 1);
  EXPECT_EQ(all[0].duration_ms, 1200);
  EXPECT_EQ(must(store.attempts("course", "why")).size(), 2U);
  EXPECT_EQ(must(store.attempts("another")).size(), 0U);
  EXPECT_EQ(must(store.last_attempt("course", "why"))->answer, "second");
  EXPECT_FALSE(must(store.last_attempt("course", "never")).has_value());
}

TEST_F(StoreTest, AttemptsAreOnlyEverAdded) {
  Store store = open();
  must(store.add_attempt(scratch::attempt("why")));
  auto other = simulator::sql::Database::open({file_.string(), "", false, false});
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->execute("DELETE FROM attempts"));
  EXPECT_FALSE(other->execute("UPDATE attempts SET credit = 1"));
  EXPECT_EQ(must(store.attempts("course")).size(), 1U);
}

TEST_F(StoreTest, AnAttemptThatMakesNoSenseIsRefused) {
  Store store = open();
  Attempt bad = scratch::attempt("why");
  bad.credit = 7;
  const auto refused = store.add_attempt(bad);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "sqlite.constraint");
  EXPECT_FALSE(refused.error().help.empty());
}

TEST_F(StoreTest, ALabsNewestTreeIsFoundByItsStart) {
  Store store = open();
  EXPECT_FALSE(must(store.saved_lab("course", "lab")).has_value());
  must(store.save_lab("course", "lab", "old start", "tree 1"));
  must(store.save_lab("course", "lab", "new start", "tree 2"));
  must(store.save_lab("course", "lab", "new start", "tree 3"));
  EXPECT_EQ(must(store.saved_lab("course", "lab"))->command_tree, "tree 3");
  EXPECT_EQ(must(store.saved_lab("course", "lab", "old start"))->command_tree, "tree 1")
      << "an edited lab throws nobody's work away";
  EXPECT_FALSE(must(store.saved_lab("course", "lab", "no start")).has_value());
}

TEST_F(StoreTest, TwoWindowsDoNotOverwriteEachOther) {
  Store one = open();
  Store two = open();
  must(one.save_lab("course", "lab", "start", "of one"));
  must(two.save_lab("course", "lab", "start", "of two"));
  EXPECT_EQ(must(one.saved_lab("course", "lab"))->command_tree, "of two");
  must(one.save_lab("course", "lab", "start", "of one, again"));
  EXPECT_EQ(must(two.saved_lab("course", "lab"))->command_tree, "of one, again");
  auto raw = simulator::sql::Database::open({file_.string(), "", true, false});
  ASSERT_TRUE(raw);
  EXPECT_EQ(must(raw->query("SELECT command_tree FROM labs ORDER BY id")).rows.size(), 2U);
}

TEST_F(StoreTest, OldWindowsCopiesOfALabAreThinnedOut) {
  for (int window = 0; window < 12; ++window)
    must(open().save_lab("course", "lab", "start", std::to_string(window)));
  Store store = open();
  EXPECT_EQ(must(store.saved_lab("course", "lab"))->command_tree, "11");
  auto raw = simulator::sql::Database::open({file_.string(), "", true, false});
  EXPECT_EQ(must(raw->query("SELECT id FROM labs")).rows.size(), 8U);
}

TEST_F(StoreTest, ADraftIsWhatStandsThereNow) {
  Store store = open();
  EXPECT_FALSE(must(store.draft("course", "why")).has_value());
  must(store.save_draft("course", "why", "half a sen"));
  must(open().save_draft("course", "why", "half a sentence"));
  EXPECT_EQ(must(store.draft("course", "why")), "half a sentence");
  must(store.save_draft("course", "why", ""));
  EXPECT_FALSE(must(store.draft("course", "why")).has_value());
}

TEST_F(StoreTest, PlacesAndSettings) {
  Store store = open();
  EXPECT_FALSE(must(store.last_place("course")).has_value());
  must(store.save_place("course", {"01", "drift", 0.25, 0}));
  clock_.set(3);
  must(store.save_place("course", {"02", "", 0.0, 0}));
  EXPECT_EQ(must(store.last_place("course"))->lesson, "02");
  must(store.save_place("course", {"01", "files", 0.5, 0}));
  const auto place = must(store.last_place("course"));
  EXPECT_EQ(place->lesson, "01");
  EXPECT_EQ(place->anchor, "files");
  EXPECT_EQ(place->fraction, 0.5);
  EXPECT_EQ(must(store.place("course", "02"))->seen_at, 3);
  EXPECT_FALSE(must(store.place("course", "03")).has_value());
  must(store.set_setting("theme", "dark"));
  must(store.set_setting("theme", "light"));
  EXPECT_EQ(must(store.setting("theme")), "light");
  EXPECT_FALSE(must(store.setting("size")).has_value());
}

TEST_F(StoreTest, InMemoryWorksAndIsGoneAfterwards) {
  auto store = Store::in_memory(scratch::migrations, clock_);
  ASSERT_TRUE(store);
  EXPECT_EQ(store->keeping(), Store::Keeping::in_memory);
  EXPECT_TRUE(store->file().empty());
  must(store->add_attempt(scratch::attempt("why")));
  EXPECT_EQ(must(store->attempts("course")).size(), 1U);
}

TEST(DefaultPath, FollowsTheXdgSpecification) {
  const auto with = [](const char* data, const char* home) {
    data == nullptr ? ::unsetenv("XDG_DATA_HOME") : ::setenv("XDG_DATA_HOME", data, 1);
    home == nullptr ? ::unsetenv("HOME") : ::setenv("HOME", home, 1);
    return default_path().string();
  };
  EXPECT_EQ(with("/data", "/home/ana"), "/data/driftwood/progress.db");
  EXPECT_EQ(with(nullptr, "/home/ana"), "/home/ana/.local/share/driftwood/progress.db");
  EXPECT_EQ(with("relative", "/home/ana"), "/home/ana/.local/share/driftwood/progress.db");
  EXPECT_EQ(with("", nullptr), "");
}

}  // namespace
}  // namespace lessons::progress
