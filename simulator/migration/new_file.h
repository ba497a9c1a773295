// Naming the next migration of a folder and what it starts out as, in the layout of the folder's tool. Pure;
// writing the files is the caller's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/base/error.h"
#include "simulator/migration/migration_set.h"

namespace simulator::migration {

/// A version after all others, as wide as they are: the time in UTC where they are times (8, 12 or 14 digits
/// from 1900 on: year to day, to minute, to second), else the next number. An empty folder gets 14 digits.
/// When the newest version is not older than now (somebody's clock, or a second file on one day), the next
/// number. Flyway: the last part of the highest version goes up by one. Prisma: always 14 digits.
/// Codes: migration.mixed-width when there is no one width, migration.version-overflow when no number is
/// left.
[[nodiscard]] base::Result<std::string> next_version(const MigrationSet& set, const base::Clock& clock);

/// "add user phone" -> "add_user_phone". Letters, digits, '_', '-' and '.' stay, blanks become '_'.
/// Codes: migration.bad-name when it is empty or has other characters.
[[nodiscard]] base::Result<std::string> name_for_file(std::string_view words);

/// Both directives and a line for each.
[[nodiscard]] std::string new_file_text();

/// The next migration as the files it is made of, one or two, by their names inside the folder. `up` and
/// `down` are statements, each on a line of its own, or empty. (Atlas: atlas.sum is the caller's to renew.)
/// Words that begin with a version like the folder's, a time or one with a leading zero, keep it:
/// "20260301_late" comes before what is newer. Codes: those above; migration.file-exists,
/// migration.duplicate-version (other tools make of two what they make of them).
[[nodiscard]] base::Result<std::vector<SourceFile>> new_migration(const MigrationSet& set,
                                                                  const base::Clock& clock,
                                                                  std::string_view words,
                                                                  std::string_view up = {},
                                                                  std::string_view down = {});

}  // namespace simulator::migration
