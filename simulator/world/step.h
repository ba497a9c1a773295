// One command, from one moment to the next. Part of the room's inside.
//
// A Result with an error means that the command does not make sense here (no such environment) and nothing
// happened; the moment is then to be thrown away. A command that fails is a list of events with an error.
#pragma once

#include <string>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/world/command.h"
#include "simulator/world/databases.h"
#include "simulator/world/event.h"
#include "simulator/world/moment.h"
#include "simulator/world/prefix_snapshots.h"
#include "simulator/world/world_start.h"

namespace simulator::world {

struct Stage {
  const WorldStart& start;
  Databases& databases;  ///< begun at the moment
  Allowance& allowance;
  PrefixSnapshots& snapshots;
};

using Step = base::Result<std::vector<Event>>;

[[nodiscard]] Step step(const Command& command, Moment& moment, Stage& stage);

[[nodiscard]] Step step(const WriteFile& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const DeleteFile& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const RenameFile& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const RunSql& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const Migrate& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const MarkApplied& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const AmendHistory& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const CloneEnvironment& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const TakeBackup& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const RestoreBackup& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const StartNode& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const DrainNode& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const StopNode& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const Traffic& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const Backfill& command, Moment& moment, Stage& stage);
[[nodiscard]] Step step(const Serve& command, Moment& moment, Stage& stage);

/// world.unknown-environment, with "did you mean".
[[nodiscard]] base::Error unknown_environment(const Moment& moment, std::string_view name);
/// Letters, digits, '-', '_' and '.', at most 40, not beginning with '.'. Code: world.bad-name.
[[nodiscard]] base::Result<void> check_name(std::string_view what, std::string_view name);
/// A file name, without directories unless the tool's layout has some. Code: world.bad-name.
[[nodiscard]] base::Result<void> check_path(std::string_view path, migration::Tool tool);
/// Code: world.too-large.
[[nodiscard]] base::Result<void> check_text(std::string_view text);

[[nodiscard]] Event event_on(EventKind kind, const std::string& environment, std::string text);

}  // namespace simulator::world
