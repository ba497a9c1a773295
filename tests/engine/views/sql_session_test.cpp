#include "engine/views/sql_session.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "lessons/markdown/parse.h"

namespace engine::views {
namespace {

using namespace std::chrono_literals;

/// A lesson of three blocks on one environment, and a worker that can be held up.
class SqlSessionTest : public testing::Test {
 protected:
  SqlSessionTest() {
    auto made = std::make_shared<lessons::course::Lesson>();
    made->text =
        "```sql run on=laptop\nCREATE TABLE notes (body TEXT);\n```\n\n"
        "```sql run on=laptop\nINSERT INTO notes VALUES ('a');\n```\n\n"
        "```sql run on=laptop\nSELECT count(*) FROM notes;\n```\n";
    made->document = lessons::markdown::parse(made->text, "lesson.md").document;
    made->sql_world.environments = {{"laptop", {}, {}}};
    lesson = made;
    for (const auto& placed : lessons::course::live_parts(lesson->document)) blocks.push_back(placed.part);
  }

  /// Posts a job that runs until release(); it has begun when this returns.
  void hold_worker() {
    services.worker.post([this](std::stop_token stop) {
      begun.set_value();
      released.get_future().wait();
      other_job_was_stopped = stop.stop_requested();
    });
    begun.get_future().wait();
  }
  void release() {
    released.set_value();
    settle();
  }
  void settle() { ASSERT_TRUE(worker.wait_idle(20s)); }

  std::promise<void> begun;
  std::promise<void> released;
  bool other_job_was_stopped = false;
  simulator::base::SystemClock clock;
  lessons::progress::Store store =
      lessons::progress::Store::in_memory(DRIFTWOOD_SOURCE_DIR "/assets/progress/migrations", clock).value();
  lessons::progress::Drafts drafts{store, clock};
  platform::Worker worker{[] {}};
  Services services{worker, store, drafts, clock, [](const std::string&) {}, 1, [](const auto&) {}};
  std::shared_ptr<const lessons::course::Lesson> lesson;
  std::vector<const lessons::markdown::LivePart*> blocks;
};

TEST_F(SqlSessionTest, RunsTheBlocksAboveFirst) {
  SqlSession session(services, lesson);
  session.run(*blocks[2]);
  settle();
  for (const auto* block : blocks) {
    ASSERT_NE(session.result(block->id), nullptr);
    EXPECT_TRUE(session.result(block->id)->ok());
    EXPECT_FALSE(session.waiting(block->id));
  }
}

TEST_F(SqlSessionTest, StartingOverLeavesTheJobsOfOthersAlone) {
  SqlSession session(services, lesson);
  hold_worker();
  session.start_over();
  release();
  EXPECT_FALSE(other_job_was_stopped);
}

TEST_F(SqlSessionTest, StartingOverCancelsItsOwnAndBeginsFresh) {
  SqlSession session(services, lesson);
  session.run(*blocks[1]);
  settle();
  hold_worker();
  session.run(*blocks[2]);
  EXPECT_TRUE(session.waiting(blocks[2]->id));
  session.start_over();
  EXPECT_FALSE(session.waiting(blocks[2]->id));
  release();
  EXPECT_EQ(session.result(blocks[0]->id), nullptr);
  session.run(*blocks[0]);
  settle();
  ASSERT_NE(session.result(blocks[0]->id), nullptr);
  EXPECT_TRUE(session.result(blocks[0]->id)->ok()) << "the table of the World before is gone";
}

TEST_F(SqlSessionTest, ACancelledBlockSaysSoAndTheNextOneRuns) {
  SqlSession session(services, lesson);
  hold_worker();
  session.run(*blocks[0]);
  session.cancel();
  release();
  EXPECT_FALSE(other_job_was_stopped);
  ASSERT_NE(session.result(blocks[0]->id), nullptr);
  ASSERT_TRUE(session.result(blocks[0]->id)->refused);
  EXPECT_EQ(session.result(blocks[0]->id)->refused->code, "world.cancelled");
  session.run(*blocks[0]);
  settle();
  EXPECT_TRUE(session.result(blocks[0]->id)->ok());
}

}  // namespace
}  // namespace engine::views
