// The migrations folder of a moment, as the tool of the start reads it. Part of the room's inside.
#pragma once

#include "simulator/base/error.h"
#include "simulator/migration/migration_set.h"
#include "simulator/world/moment.h"
#include "simulator/world/world_start.h"

namespace simulator::world {

/// The folder as it is now. A folder with mistakes is not run; the first of them is the error.
[[nodiscard]] base::Result<migration::MigrationSet> read_set(const Moment& moment, const WorldStart& start);

/// The moment keeps what the file says now: a history may name its checksum from here on.
void remember(const migration::MigrationFile& file, Moment& moment);

}  // namespace simulator::world
