#include "simulator/world/moment.h"

#include <algorithm>

namespace simulator::world {
namespace {

std::uint64_t cost(const SharedImage& image, const SharedImage& earlier) {
  if (image == earlier) return 0;
  return image->bytes_not_shared_with(earlier ? *earlier : sql::Image());
}

SharedImage backup_of(const Environment* environment, const std::string& name) {
  if (environment == nullptr) return nullptr;
  for (const Backup& backup : environment->backups) {
    if (backup.name == name) return backup.image;
  }
  return nullptr;
}

}  // namespace

const Environment* Moment::environment(std::string_view name) const {
  const auto found = std::find_if(environments.begin(), environments.end(),
                                  [name](const Environment& each) { return each.name == name; });
  return found == environments.end() ? nullptr : &*found;
}

Environment* Moment::environment(std::string_view name) {
  return const_cast<Environment*>(std::as_const(*this).environment(name));
}

AppNodeView* Moment::node(std::string_view name) {
  const auto found =
      std::find_if(nodes.begin(), nodes.end(), [name](const AppNodeView& each) { return each.name == name; });
  return found == nodes.end() ? nullptr : &*found;
}

std::vector<migration::SourceFile> Moment::sources() const {
  std::vector<migration::SourceFile> sources;
  sources.reserve(files.size());
  for (const auto& [name, text] : files) sources.push_back({name, *text});
  return sources;
}

std::uint64_t bytes_not_shared(const Moment& moment, const Moment& earlier) {
  std::uint64_t bytes = 0;
  for (const Environment& environment : moment.environments) {
    const Environment* before = earlier.environment(environment.name);
    bytes += cost(environment.image, before != nullptr ? before->image : nullptr);
    for (const Backup& backup : environment.backups) {
      // A backup just taken is the environment's own image.
      if (backup.image == environment.image) continue;
      const SharedImage known = backup_of(before, backup.name);
      bytes += cost(backup.image, known != nullptr || before == nullptr ? known : before->image);
    }
  }
  return bytes;
}

}  // namespace simulator::world
