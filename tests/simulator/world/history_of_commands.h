// Random but repeatable commands, for tests that ask for properties rather than examples.
#pragma once

#include <string>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/world/world.h"

namespace simulator::world {

inline Command random_command(base::Random& random) {
  const std::string environment = random.below(2) == 0 ? "laptop" : "production";
  switch (random.below(14)) {
    case 0:
      return WriteFile{"20260601_more.sql", "-- migrate:up\nCREATE TABLE t" +
                                                std::to_string(random.below(3)) +
                                                " (a);\n-- migrate:down\nSELECT 1;\n"};
    case 1:
      return DeleteFile{"20260601_more.sql"};
    case 2:
    case 3: {
      Migrate up;
      up.environment = environment;
      return up;
    }
    case 4: {
      Migrate down;
      down.environment = environment;
      down.direction = migration::Direction::down;
      return down;
    }
    case 5:
      return MarkApplied{environment, "20260514"};
    case 6:
      return CloneEnvironment{"clone" + std::to_string(random.below(3)),
                              random.below(2) == 0 ? "" : environment};
    case 7:
      return TakeBackup{environment, "b"};
    case 8:
      return RestoreBackup{environment, "b"};
    case 9:
      return StartNode{"node " + std::to_string(random.below(3)), environment, "v1"};
    case 10:
      return Traffic{};
    case 11:
      return RunSql{environment, "ALTER TABLE users ADD COLUMN phone TEXT"};
    case 12:
      return RunSql{environment,
                    "INSERT INTO users (email) VALUES (random()), (hex(randomblob(8))); SELECT * FROM users"};
    default:
      return RunSql{environment, "BEGIN; DELETE FROM users WHERE id > 3;" +
                                     std::string(random.below(2) == 0 ? "COMMIT" : "")};
  }
}

/// Applies `count` commands that make sense where they come; some of them fail.
inline void live_on(World& world, base::Random& random, int count) {
  for (int done = 0; done < count;) done += world.apply(random_command(random)).has_value() ? 1 : 0;
}

}  // namespace simulator::world
