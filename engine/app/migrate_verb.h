// What every verb of `driftwoodctl migrate` shares: its options, the folder and the database it works on, the
// tool whose rules it follows, and how failures become messages, JSON and the exit code.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/ctl.h"
#include "engine/app/migrate_output.h"
#include "engine/app/migrate_place.h"
#include "engine/app/run_lock.h"
#include "simulator/base/clock.h"
#include "simulator/migration/amendment.h"
#include "simulator/migration/runner.h"

namespace engine::app {

struct MigrateOptions {
  std::string folder;
  std::string database;
  std::string tool = "auto";
  std::vector<std::string> placeholders;  ///< "name=value"
  std::string to;
  int steps = 0;
  bool dry_run = false;
  bool out_of_order = false;
  bool strict = false;
  bool allow_dirty = false;
  bool foreign_keys = false;
  bool json = false;
  std::string argument;  ///< a version, or the name of new
  std::string write;     ///< the name under which diff writes its migration

  [[nodiscard]] simulator::migration::Target target() const;
};

class MigrateVerb {
 public:
  MigrateVerb(const MigrateOptions& options, Outcome& outcome) : options_(options), outcome_(outcome) {}

  void status();
  void plan(simulator::migration::Direction direction) { plan(direction, options_.target()); }
  void run(simulator::migration::Direction direction);
  /// Up or down, whichever leads to the version.
  void go_to();
  /// The newest applied one down and up again.
  void redo();
  void verify();
  void make_new();
  void diff();
  void repair();

  using Amend = simulator::base::Result<simulator::migration::Amendment> (*)(
      simulator::sql::Database&, const simulator::migration::MigrationSet&, const simulator::base::Clock&,
      std::string_view version, bool dry_run);
  /// mark-applied, baseline, force.
  void amend(Amend how);

 private:
  /// Lock, database, tool and folder, in this order. False: it has been told why not.
  [[nodiscard]] bool open(Access access, bool with_mistakes = false);
  [[nodiscard]] bool open_folder(simulator::sql::Database* database, bool with_mistakes);
  [[nodiscard]] bool open_database_file(Access access);
  void close();
  /// A folder without any migration is most often the wrong one.
  void warn_when_empty();
  [[nodiscard]] simulator::migration::RunReport run_once(simulator::migration::Direction direction,
                                                         const simulator::migration::Target& target);
  /// What a run would do; `redo`: it would run the file again.
  void plan(simulator::migration::Direction direction, const simulator::migration::Target& target,
            bool redo = false);
  /// `way_back`: what a redo took back before, shown too.
  void show(const simulator::migration::RunReport& report,
            const simulator::migration::RunReport* way_back = nullptr);
  void show(const simulator::base::Result<simulator::migration::Amendment>& amended);
  /// Writes atlas.sum anew where it does not fit the folder; what it did, or nothing.
  std::string renew_atlas_sum();
  void tell(const simulator::base::Diagnostics& diagnostics);
  void tell(const std::vector<simulator::migration::Problem>& problems);
  void tell(const simulator::migration::Explanation& explanation);
  void fail(const simulator::base::Error& error, Exit exit);
  void print(const std::string& text, const std::string& json) {
    outcome_.out << (options_.json ? json : text);
  }
  [[nodiscard]] simulator::migration::MigrationSet& set() { return read_.set; }

  const MigrateOptions& options_;
  Outcome& outcome_;
  simulator::base::SystemClock clock_;
  bool existed_ = false;
  std::optional<RunLock> lock_;  // before the database: it must go after it
  std::optional<simulator::sql::Database> database_;
  simulator::migration::MigrationSetResult read_;
  ToolShown tool_;
};

/// A verb was asked for something that does not fit this folder or database at all: exit 2, not 1.
[[nodiscard]] bool never_began(const simulator::base::Error& error);

}  // namespace engine::app
