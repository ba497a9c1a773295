#include "engine/app/run_line.h"

#include <fmt/format.h>

#include <chrono>
#include <ostream>

#include "simulator/base/clock.h"

namespace engine::app {
namespace {

constexpr const char* clear_line = "\r\x1b[K";
constexpr std::int64_t second_ms = 1000;

std::string time_text(std::int64_t ms) {
  return ms < second_ms ? fmt::format("{} ms", ms) : fmt::format("{} s", ms / second_ms);
}

}  // namespace

RunLine::RunLine(std::ostream& terminal)
    : terminal_(terminal), seconds_([this](const std::stop_token& stop) { keep_time(stop); }) {}

RunLine::~RunLine() { clear(); }

void RunLine::show(const simulator::migration::Progress& progress) {
  const std::lock_guard lock(mutex_);
  what_ = fmt::format("file {} of {}: {}{}{}, statement {} of {} (line {})", progress.file_index + 1,
                      progress.file_count, progress.version, progress.name.empty() ? "" : "_", progress.name,
                      progress.statement_index + 1, progress.statement_count, progress.at.line);
  elapsed_ms_ = progress.elapsed_ms;
  shown_at_ms_ = simulator::base::SystemClock().monotonic_ms();
  write(elapsed_ms_);
  changed_.notify_one();
}

void RunLine::clear() {
  const std::lock_guard lock(mutex_);
  if (what_.empty()) return;
  what_.clear();
  terminal_ << clear_line << std::flush;
}

void RunLine::write(std::int64_t elapsed_ms) {
  terminal_ << clear_line << what_ << ", " << time_text(elapsed_ms) << std::flush;
}

void RunLine::keep_time(const std::stop_token& stop) {
  const simulator::base::SystemClock clock;
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return !what_.empty(); })) {
    const std::int64_t shown = shown_at_ms_;
    // Woken early only to end, or because another statement began: its seconds count from there.
    if (changed_.wait_for(lock, stop, std::chrono::milliseconds(second_ms),
                          [&] { return what_.empty() || shown_at_ms_ != shown; }))
      continue;
    if (stop.stop_requested()) return;
    write(elapsed_ms_ + clock.monotonic_ms() - shown_at_ms_);
  }
}

}  // namespace engine::app
