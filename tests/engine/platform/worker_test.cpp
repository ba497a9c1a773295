#include "engine/platform/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <vector>

namespace engine::platform {
namespace {

using namespace std::chrono_literals;

TEST(Worker, RunsJobsInOrderAndWakesAfterEach) {
  auto order = std::make_shared<std::vector<int>>();
  auto woken = std::make_shared<std::atomic<int>>(0);
  Worker worker([woken] { ++*woken; });
  for (int i = 0; i < 3; ++i) worker.post([order, i](std::stop_token) { order->push_back(i); });
  ASSERT_TRUE(worker.wait_idle(10s));
  EXPECT_EQ(*order, (std::vector<int>{0, 1, 2}));
  EXPECT_FALSE(worker.busy());
  EXPECT_GE(*woken, 2);
}

TEST(Worker, CancelStopsTheRunningJobOnly) {
  auto started = std::make_shared<std::latch>(1);
  auto finished = std::make_shared<std::atomic<bool>>(false);
  Worker worker([] {});
  worker.post([started](std::stop_token stop) {
    started->count_down();
    while (!stop.stop_requested()) {
    }
  });
  worker.post([finished](std::stop_token stop) { *finished = !stop.stop_requested(); });
  started->wait();
  worker.cancel();
  ASSERT_TRUE(worker.wait_idle(10s));
  EXPECT_TRUE(*finished);
}

TEST(Worker, TheLatestOfALaneWins) {
  auto go = std::make_shared<std::latch>(1);
  auto seen = std::make_shared<std::vector<int>>();
  Worker worker([] {});
  worker.post([go](std::stop_token) { go->wait(); });
  for (int i = 0; i < 5; ++i)
    worker.post_latest("preview", [seen, i](std::stop_token) { seen->push_back(i); });
  go->count_down();
  ASSERT_TRUE(worker.wait_idle(10s));
  EXPECT_EQ(*seen, std::vector<int>{4});
}

TEST(Worker, ClosingDoesNotWaitForAJobThatDoesNotListen) {
  auto release = std::make_shared<std::latch>(1);
  auto ended = std::make_shared<std::latch>(1);
  {
    Worker worker([] {});
    auto started = std::make_shared<std::latch>(1);
    worker.post([=](std::stop_token) {
      started->count_down();
      release->wait();
      ended->count_down();
    });
    started->wait();
  }
  release->count_down();
  ended->wait();
}

}  // namespace
}  // namespace engine::platform
