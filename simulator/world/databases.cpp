#include "simulator/world/databases.h"

#include <algorithm>

namespace simulator::world {
namespace {

constexpr Limits housekeeping{20'000'000, std::chrono::seconds(30)};

sql::VfsOptions options_for(std::uint64_t seed, std::int64_t quota_bytes) {
  sql::VfsOptions options;
  options.seed = seed;
  options.quota_bytes = static_cast<std::uint64_t>(quota_bytes);
  return options;
}

}  // namespace

void Allowance::refill(sql::Sandbox& sandbox) const {
  using namespace std::chrono;
  const auto left = duration_cast<milliseconds>(deadline_ - steady_clock::now());
  sandbox.begin({std::max<std::int64_t>(operations_, 1), std::max(left, milliseconds(1))}, stop_);
}

void Allowance::refill_for_housekeeping(sql::Sandbox& sandbox) {
  sandbox.begin({housekeeping.vm_operations, housekeeping.wall});
}

void Allowance::settle(const sql::Sandbox& sandbox) { operations_ -= sandbox.operations_used(); }

Databases::Databases(std::uint64_t seed, std::int64_t quota_bytes) : store_(options_for(seed, quota_bytes)) {}

base::Result<void> Databases::begin(const Moment& moment) {
  // All of them, also those the command will not touch: the quota is over all, so what the store holds must
  // not depend on what happened before.
  for (auto held = held_.begin(); held != held_.end();) {
    if (moment.environment(held->first) != nullptr) {
      ++held;
      continue;
    }
    if (auto removed = store_.remove(held->first); !removed) return removed;
    held = held_.erase(held);
  }
  for (const Environment& environment : moment.environments) {
    SharedImage& held = held_[environment.name];
    if (held == environment.image) continue;
    held = nullptr;
    if (auto restored = store_.restore(environment.name, *environment.image); !restored) return restored;
    held = environment.image;
  }
  store_.set_time(moment.time_unix_ms);
  store_.randomness() = moment.random;
  return {};
}

base::Result<Connection> Databases::open(const std::string& environment, sql::SandboxMode mode) {
  held_[environment] = nullptr;
  auto database = store_.open(environment);
  if (!database) return tl::unexpected(database.error());
  if (auto keys = database->execute("PRAGMA foreign_keys = ON"); !keys) return tl::unexpected(keys.error());
  sql::SandboxOptions options;
  options.random = &store_.randomness();
  options.temporary_files_stay_in_memory = true;
  auto sandbox = sql::Sandbox::guard(*database, mode, options);
  if (!sandbox) return tl::unexpected(sandbox.error());
  return Connection{std::move(*database), std::move(*sandbox)};
}

base::Result<SharedImage> Databases::image(const std::string& environment, const SharedImage& before) {
  auto image = store_.image(environment);
  if (!image) return tl::unexpected(image.error());
  SharedImage after = before;
  if (before == nullptr || !image->same_content(*before)) {
    after = std::make_shared<const sql::Image>(std::move(*image));
  }
  held_[environment] = after;
  return after;
}

base::Result<void> Databases::restore(const std::string& environment, const SharedImage& image) {
  held_[environment] = nullptr;
  if (auto restored = store_.restore(environment, *image); !restored) return restored;
  held_[environment] = image;
  return {};
}

base::Result<SharedImage> Databases::make_blank(const std::string& environment) {
  {
    auto database = store_.open(environment);
    if (!database) return tl::unexpected(database.error());
  }
  return image(environment, nullptr);
}

}  // namespace simulator::world
