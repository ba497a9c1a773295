#include "engine/views/folder_session.h"

#include <mutex>
#include <utility>

namespace engine::views {

struct FolderSession::Shared {
  mutable std::mutex mutex;
  std::shared_ptr<const simulator::base::Result<FolderLook>> latest;
  std::uint64_t answered = 0;
};

FolderSession::FolderSession(platform::Worker& worker, OpenedFolder opened)
    : worker_(worker), opened_(std::move(opened)), shared_(std::make_shared<Shared>()) {
  look_again();
}

void FolderSession::look_again() {
  worker_.post([shared = shared_, look = opened_.look, number = ++asked_](std::stop_token stop) {
    auto seen = std::make_shared<const simulator::base::Result<FolderLook>>(look(std::move(stop)));
    const std::lock_guard lock(shared->mutex);
    shared->latest = std::move(seen);
    shared->answered = number;
  });
}

std::shared_ptr<const simulator::base::Result<FolderLook>> FolderSession::latest() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->latest;
}

bool FolderSession::looking() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->answered < asked_;
}

}  // namespace engine::views
