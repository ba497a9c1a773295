#include "engine/views/sql_session.h"

#include <algorithm>
#include <set>
#include <utility>

namespace engine::views {
namespace markdown = lessons::markdown;
namespace world = simulator::world;

struct SqlSession::Shared {
  std::optional<world::World> world;  ///< the worker's

  mutable std::mutex mutex;
  std::map<std::string, std::shared_ptr<const SqlBlockResult>, std::less<>> results;
  std::set<std::string, std::less<>> waiting;
  std::uint64_t revision = 0;
  std::stop_source own_jobs;  ///< the window's; of the jobs posted since the last cancel()

  void run(const lessons::course::Lesson& lesson, const markdown::LivePart& part, std::stop_token stop) {
    auto result = std::make_shared<SqlBlockResult>();
    if (!world) {
      auto made = world::World::create(lesson.sql_world);
      if (made)
        world = std::move(*made);
      else
        result->refused = made.error();
    }
    if (world) {
      const world::RunSql command{std::string(part.argument("on")), part.body};
      if (auto done = world->apply(command, std::move(stop)))
        result->events = world->last_events();
      else
        result->refused = done.error();
    }
    const std::lock_guard lock(mutex);
    results.insert_or_assign(part.id, std::move(result));
    waiting.erase(part.id);
    ++revision;
  }
};

bool SqlBlockResult::ok() const {
  return !refused && std::all_of(events.begin(), events.end(), [](const auto& e) { return e.ok(); });
}

SqlSession::SqlSession(Services& services, std::shared_ptr<const lessons::course::Lesson> lesson)
    : services_(services), lesson_(std::move(lesson)), shared_(std::make_shared<Shared>()) {}

void SqlSession::run(const markdown::LivePart& part) {
  std::vector<const markdown::LivePart*> to_run;
  for (const auto& placed : lessons::course::live_parts(lesson_->document)) {
    if (placed.part->kind != markdown::LiveKind::sql) continue;
    const bool asked = placed.part->id == part.id;
    if (asked || (!result(placed.part->id) && !waiting(placed.part->id))) to_run.push_back(placed.part);
    if (asked) break;
  }
  for (const markdown::LivePart* next : to_run) {
    {
      const std::lock_guard lock(shared_->mutex);
      shared_->waiting.insert(next->id);
      ++shared_->revision;
    }
    services_.worker.post([shared = shared_, lesson = lesson_, next,
                           own = shared_->own_jobs.get_token()](std::stop_token worker) {
      std::stop_source either;
      const auto stop = [&either] { either.request_stop(); };
      const std::stop_callback by_session(own, stop);
      const std::stop_callback by_worker(std::move(worker), stop);
      shared->run(*lesson, *next, either.get_token());
    });
  }
}

void SqlSession::cancel() {
  shared_->own_jobs.request_stop();
  shared_->own_jobs = std::stop_source();
}

void SqlSession::start_over() {
  cancel();
  const std::uint64_t next = revision() + 1;
  shared_ = std::make_shared<Shared>();
  shared_->revision = next;
}

std::shared_ptr<const SqlBlockResult> SqlSession::result(std::string_view id) const {
  const std::lock_guard lock(shared_->mutex);
  const auto found = shared_->results.find(id);
  return found == shared_->results.end() ? nullptr : found->second;
}

std::uint64_t SqlSession::revision() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->revision;
}

bool SqlSession::waiting(std::string_view id) const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->waiting.contains(id);
}

}  // namespace engine::views
