// Real processes on one real file: killed in the middle of writing, and writing both at once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <set>

#include "lessons/progress/drafts.h"
#include "lessons/progress/store.h"
#include "tests/lessons/progress/scratch.h"

namespace lessons::progress {
namespace {

using simulator::base::ManualClock;

/// A child that runs `work` with the writing end of a pipe, and ends with 0 when it returns true.
struct Child {
  explicit Child(const std::function<bool(int)>& work) {
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) ADD_FAILURE() << "no pipe";
    pid = ::fork();
    if (pid == 0) {
      ::close(ends[0]);
      ::_exit(work(ends[1]) ? 0 : 1);
    }
    ::close(ends[1]);
    pipe = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { ::close(pipe); }

  /// How many steps it had reported when `enough` were read.
  [[nodiscard]] int wait_for(int enough) const {
    int steps = 0;
    char step = 0;
    while (steps < enough && ::read(pipe, &step, 1) == 1) ++steps;
    return steps;
  }
  [[nodiscard]] int end() const {
    int status = -1;
    ::waitpid(pid, &status, 0);
    return status;
  }

  pid_t pid = -1;
  int pipe = -1;
};

bool report_step(int pipe) { return ::write(pipe, ".", 1) == 1; }

Store must_open(const std::filesystem::path& file, const simulator::base::Clock& clock) {
  auto opened = Store::open(file, scratch::migrations, clock);
  EXPECT_TRUE(opened) << to_string(opened.error());
  for (const Notice& notice : opened->notices) ADD_FAILURE() << to_string(notice);
  EXPECT_EQ(opened->store.keeping(), Store::Keeping::on_disk);
  return std::move(opened->store);
}

TEST(StoreProcesses, KillingLosesNoAnswerThatWasGiven) {
  scratch::Folder folder;
  const ManualClock clock(1000);
  std::size_t before = 0;
  for (const int enough : {1, 7, 40, 120}) {
    const Child child([&](int pipe) {
      auto opened = Store::open(folder / "progress.db", scratch::migrations, clock);
      if (!opened || !opened->notices.empty()) return false;
      for (;;) {  // until it is killed
        if (!opened->store.add_attempt(scratch::attempt("q"))) return false;
        if (!opened->store.save_lab("course", "lab", "start", std::string(20'000, 'x'))) return false;
        if (!report_step(pipe)) return false;
      }
    });
    const int reported = child.wait_for(enough);
    ASSERT_EQ(reported, enough);
    ::kill(child.pid, SIGKILL);
    EXPECT_TRUE(WIFSIGNALED(child.end()));
    Store store = must_open(folder / "progress.db", clock);
    const auto attempts = store.attempts("course");
    ASSERT_TRUE(attempts);
    EXPECT_GE(attempts->size(), before + static_cast<std::size_t>(reported));
    EXPECT_EQ((*store.saved_lab("course", "lab"))->command_tree.size(), 20'000U);
    before = attempts->size();
  }
}

TEST(StoreProcesses, KillingLosesNothingTypedASecondEarlier) {
  scratch::Folder folder;
  const Child child([&](int pipe) {
    ManualClock clock;
    auto opened = Store::open(folder / "progress.db", scratch::migrations, clock);
    if (!opened) return false;
    Drafts drafts(opened->store, clock);
    for (int key = 1;; ++key) {  // a key every 100 ms
      drafts.changed("course", "why", std::string(static_cast<std::size_t>(key), 'x'));
      if (!drafts.save_due() || !report_step(pipe)) return false;
      clock.advance(100);
    }
  });
  const int keys = child.wait_for(57);
  ::kill(child.pid, SIGKILL);
  EXPECT_TRUE(WIFSIGNALED(child.end()));
  const ManualClock clock;
  Store store = must_open(folder / "progress.db", clock);
  const auto draft = store.draft("course", "why");
  ASSERT_TRUE(draft && draft->has_value());
  EXPECT_GE((*draft)->size() + 10, static_cast<std::size_t>(keys));
}

TEST(StoreProcesses, TwoWindowsLoseNoRow) {
  scratch::Folder folder;
  constexpr int each = 60;
  const auto window = [&](const std::string& name) {
    return [&folder, name](int) {
      const ManualClock clock(1000);
      auto opened =
          Store::open(folder / "progress.db", scratch::migrations, clock);  // both make the file at once
      if (!opened || !opened->notices.empty()) return false;
      for (int i = 0; i < each; ++i) {
        if (!opened->store.add_attempt(scratch::attempt(name, std::to_string(i)))) return false;
        if (!opened->store.save_draft("course", "shared", name + std::to_string(i))) return false;
        if (!opened->store.set_setting(name, std::to_string(i))) return false;
      }
      return true;
    };
  };
  {
    const Child one(window("one"));
    const Child two(window("two"));
    EXPECT_EQ(one.end(), 0);
    EXPECT_EQ(two.end(), 0);
  }
  const ManualClock clock;
  Store store = must_open(folder / "progress.db", clock);
  std::set<std::int64_t> ids;
  for (const char* name : {"one", "two"}) {
    const auto attempts = store.attempts("course", name);
    ASSERT_TRUE(attempts);
    ASSERT_EQ(attempts->size(), static_cast<std::size_t>(each));
    for (int i = 0; i < each; ++i) {
      EXPECT_EQ((*attempts)[static_cast<std::size_t>(i)].answer, std::to_string(i));
      ids.insert((*attempts)[static_cast<std::size_t>(i)].id);
    }
    EXPECT_EQ(*store.setting(name), std::to_string(each - 1));
  }
  EXPECT_EQ(ids.size(), 2U * each);
}

}  // namespace
}  // namespace lessons::progress
