// The shadow database: what a history makes of an empty database. Drift is the difference between it and what
// is there. The same method as Prisma's and Atlas' shadow databases. Part of the room's inside.
//
// Ownership: owns a store of its own, so that making shadows leaves no trace in the World's. What it found is
// kept by the contents of the files, so each history is replayed once, and of one that begins like another
// only the rest (PrefixSnapshots). Threads: one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_set.h"
#include "simulator/schema/schema.h"
#include "simulator/world/databases.h"
#include "simulator/world/moment.h"
#include "simulator/world/prefix_snapshots.h"

namespace simulator::world {

class Shadows {
 public:
  explicit Shadows(std::shared_ptr<PrefixSnapshots> snapshots) : snapshots_(std::move(snapshots)) {}
  /// Another one that knows what this one has found so far.
  [[nodiscard]] Shadows fork() const;

  /// The schema that the history stands for. Of each applied version the text that was applied is run, also
  /// when the file was edited or deleted since. Codes: world.shadow (a file of the history fails on an empty
  /// database, or its text is not known).
  using Found = base::Result<std::shared_ptr<const schema::Schema>>;
  [[nodiscard]] Found schema_of(const migration::History& history, const migration::MigrationSet& set,
                                const AppliedFiles& applied);

 private:
  /// Of tools that keep no text to go by: the files as they are now.
  [[nodiscard]] Found schema_by_files(const migration::History& history, const migration::MigrationSet& set);
  [[nodiscard]] Found replay(const std::vector<migration::SourceFile>& files);
  [[nodiscard]] Found replay(const migration::MigrationSet& set);

  std::shared_ptr<PrefixSnapshots> snapshots_;
  std::unique_ptr<Databases> databases_;
  std::map<std::string, Found> found_;
};

}  // namespace simulator::world
