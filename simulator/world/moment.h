// The state of a World at one moment, as a value. Copying it copies pointers: texts and databases are shared
// and never changed. Part of the room's inside.
//
// Ownership: values and shared immutable parts. Threads: one copy belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/migration/migration_set.h"
#include "simulator/sql/image.h"
#include "simulator/world/world_view.h"

namespace simulator::world {

/// Pointer equality means "the same database"; a command that changed nothing keeps the pointer.
using SharedImage = std::shared_ptr<const sql::Image>;

struct Backup {
  std::string name;
  SharedImage image;
};

struct Environment {
  std::string name;
  SharedImage image;  ///< never null
  std::vector<Backup> backups;
};

/// What a migration's file said when it was applied, by checksum: a history may name files that were edited
/// or deleted since, and the shadow database is made from what really ran.
using AppliedFiles = std::map<std::string, std::shared_ptr<const migration::SourceFile>>;

struct Moment {
  std::map<std::string, std::shared_ptr<const std::string>, std::less<>> files;
  std::vector<Environment> environments;
  std::vector<AppNodeView> nodes;
  AppliedFiles applied_files;
  base::Random random{0};
  std::int64_t time_unix_ms = 0;
  std::int64_t requests = 0;  ///< served so far, the number of the last one
  std::int64_t writes = 0;    ///< values of writes that were given out, the number of the last one

  [[nodiscard]] Environment* environment(std::string_view name);
  [[nodiscard]] const Environment* environment(std::string_view name) const;
  [[nodiscard]] AppNodeView* node(std::string_view name);
  [[nodiscard]] std::vector<migration::SourceFile> sources() const;
};

/// Bytes of pages that keeping `moment` costs when `earlier` is kept as well.
[[nodiscard]] std::uint64_t bytes_not_shared(const Moment& moment, const Moment& earlier);

}  // namespace simulator::world
