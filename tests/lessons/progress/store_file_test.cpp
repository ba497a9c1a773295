#include "lessons/progress/store_file.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/lessons/progress/scratch.h"

namespace lessons::progress {
namespace {

namespace fs = std::filesystem;
using simulator::base::ManualClock;
using simulator::sql::Database;
using testing::HasSubstr;
using testing::IsEmpty;

class StoreFileTest : public testing::Test {
 protected:
  Store::Opened open(const fs::path& migrations = scratch::migrations) {
    return open_file(file_, migrations);
  }
  Store::Opened open_file(const fs::path& file, const fs::path& migrations = scratch::migrations) {
    auto opened = Store::open(file, migrations, clock_);
    EXPECT_TRUE(opened) << to_string(opened.error());
    return std::move(*opened);
  }
  static std::string codes(const Store::Opened& opened) {
    std::string out;
    for (const Notice& notice : opened.notices) {
      out += notice.code + " ";
      EXPECT_THAT(notice.help, testing::Not(IsEmpty())) << notice.message;
    }
    return out;
  }
  static std::size_t attempts_in(Store& store) {
    const auto all = store.attempts("course");
    EXPECT_TRUE(all);
    return all ? all->size() : 0;
  }
  void write(const fs::path& file, std::string_view bytes) { std::ofstream(file, std::ios::binary) << bytes; }
  /// A store with `count` attempts, closed again.
  void fill(int count) {
    auto opened = open();
    for (int i = 0; i < count; ++i)
      ASSERT_TRUE(opened.store.add_attempt(scratch::attempt("q", std::string(200, 'x'))));
  }
  /// The migrations of a later version of the program.
  fs::path later_migrations() {
    const fs::path folder = folder_ / "later";
    fs::copy(scratch::migrations, folder);
    write(folder / "20271201_more.sql", "-- migrate:up\nALTER TABLE attempts ADD COLUMN mood TEXT;\n");
    return folder;
  }
  /// Works without a file, and leaves this one as it was.
  void expect_untouched(const std::string& code, const std::string& before) {
    auto opened = open();
    EXPECT_EQ(codes(opened), code + " ");
    EXPECT_EQ(opened.store.keeping(), Store::Keeping::in_memory);
    EXPECT_EQ(opened.notices[0].file, file_.string());
    EXPECT_TRUE(opened.store.add_attempt(scratch::attempt("q")));
    EXPECT_EQ(attempts_in(opened.store), 1U);
    EXPECT_TRUE(scratch::bytes_of(file_) == before);
  }

  scratch::Folder folder_;
  fs::path file_ = folder_ / "progress.db";
  ManualClock clock_{1'763'859'600'000};  // 2025-11-23T01:00:00Z
};

TEST_F(StoreFileTest, AnOlderFileIsBroughtForward) {
  fill(3);
  auto opened = open(later_migrations());
  EXPECT_EQ(codes(opened), "");
  EXPECT_EQ(attempts_in(opened.store), 3U);
}

TEST_F(StoreFileTest, ANewerFileIsLeftAlone) {
  fill(2);
  const fs::path later = later_migrations();
  { EXPECT_EQ(codes(open(later)), ""); }
  expect_untouched("progress.newer", scratch::bytes_of(file_));
  // The same while the newer program has it open, with a write-ahead log beside it.
  auto newer = open(later);
  ASSERT_TRUE(newer.store.add_attempt(scratch::attempt("q")));
  expect_untouched("progress.newer", scratch::bytes_of(file_));
  EXPECT_EQ(attempts_in(newer.store), 3U);
}

TEST_F(StoreFileTest, AnotherProgramsDatabaseIsLeftAlone) {
  {
    auto other = Database::open({file_.string(), "", false, true});
    ASSERT_TRUE(other && other->execute("CREATE TABLE songs (title TEXT)"));
  }
  expect_untouched("progress.foreign", scratch::bytes_of(file_));
}

TEST_F(StoreFileTest, AnotherToolsHistoryIsLeftAlone) {
  {
    auto other = Database::open({file_.string(), "", false, true});
    ASSERT_TRUE(other && other->execute("CREATE TABLE schema_migrations (version TEXT PRIMARY KEY)"));
  }
  expect_untouched("progress.foreign", scratch::bytes_of(file_));
}

TEST_F(StoreFileTest, ADamagedFileIsSetAsideWhole) {
  fill(200);
  const std::string whole = scratch::bytes_of(file_);
  ASSERT_GT(whole.size(), 20'000U);
  std::string flipped = whole;
  for (std::size_t i = 8192; i < 16384; ++i) flipped[i] = '\x55';
  int number = 0;
  for (const std::string& bad :
       {std::string("this is no database, and long enough to be read as one. ") + std::string(4096, '?'),
        whole.substr(0, whole.size() / 2), flipped}) {
    SCOPED_TRACE(number);
    write(file_, bad);
    auto opened = open();
    EXPECT_EQ(codes(opened), "progress.damaged ");
    EXPECT_EQ(opened.store.keeping(), Store::Keeping::on_disk);
    EXPECT_EQ(attempts_in(opened.store), 0U);
    EXPECT_TRUE(opened.store.add_attempt(scratch::attempt("q")));
    ++number;
    const std::string name =
        "progress.damaged-20251123T010000Z" + (number == 1 ? "" : "-" + std::to_string(number)) + ".db";
    EXPECT_EQ(opened.notices[0].file, (folder_ / name).string());
    EXPECT_TRUE(scratch::bytes_of(folder_ / name) == bad) << "not a byte of it changed";
  }
  EXPECT_EQ(codes(open()), "") << "the new one is sound";
}

TEST_F(StoreFileTest, AnEmptyFileIsANewOne) {
  write(file_, "");
  auto opened = open();
  EXPECT_EQ(codes(opened), "");
  EXPECT_EQ(opened.store.keeping(), Store::Keeping::on_disk);
}

TEST_F(StoreFileTest, WithoutAPlaceToWriteItWorksInMemoryAndSaysSo) {
  auto nowhere = open_file("/proc/driftwood/progress.db");
  EXPECT_EQ(codes(nowhere), "progress.read-only ");
  EXPECT_EQ(nowhere.store.keeping(), Store::Keeping::in_memory);
  EXPECT_TRUE(nowhere.store.add_attempt(scratch::attempt("q")));
  EXPECT_EQ(attempts_in(nowhere.store), 1U);
  EXPECT_EQ(codes(open_file("")), "progress.no-home ");
}

TEST_F(StoreFileTest, AReadOnlyHomeStillShowsWhatWasDone) {
  fill(3);
  // What a test may do as any user: the lock cannot be made, as in a folder that is not writable.
  fs::remove(file_.string() + ".lock");
  fs::create_directory(file_.string() + ".lock");
  const std::string before = scratch::bytes_of(file_);
  auto opened = open();
  EXPECT_EQ(codes(opened), "progress.read-only ");
  EXPECT_THAT(opened.notices[0].help, HasSubstr("Your earlier progress is shown."));
  EXPECT_EQ(attempts_in(opened.store), 3U);
  EXPECT_TRUE(opened.store.add_attempt(scratch::attempt("q")));
  EXPECT_EQ(attempts_in(opened.store), 4U);
  EXPECT_TRUE(scratch::bytes_of(file_) == before);
}

TEST_F(StoreFileTest, AFolderInItsPlaceIsUnreadable) {
  fs::create_directory(file_);
  auto opened = open();
  EXPECT_EQ(codes(opened), "progress.unreadable ");
  EXPECT_TRUE(opened.store.add_attempt(scratch::attempt("q")));
  EXPECT_TRUE(fs::is_directory(file_));
}

TEST_F(StoreFileTest, WithoutItsMigrationsItSaysWhatIsMissing) {
  for (const fs::path& folder : {folder_ / "no-such-folder", folder_.path()}) {
    const auto opened = Store::open(file_, folder, clock_);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "progress.no-migrations");
    EXPECT_FALSE(fs::exists(file_));
  }
}

}  // namespace
}  // namespace lessons::progress
