// random() and randomblob() from a seed, in place of SQLite's own, which differ in every process.
#pragma once

#include "simulator/base/random.h"

struct sqlite3;

namespace simulator::sql {

/// For this connection, also inside DEFAULT and triggers. `random` must outlive it. Returns an SQLite code.
[[nodiscard]] int install_seeded_random(sqlite3* handle, base::Random& random);

}  // namespace simulator::sql
