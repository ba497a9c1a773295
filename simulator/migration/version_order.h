// How a tool compares versions. Pure functions.
//
//   number     9 < 10; 007 and 7 differ (they are two names), 7 after 007. Any number of digits.
//   integer    9 < 10; 007 and 7 are the same version (golang-migrate, goose)
//   dotted     1.2 < 1.10; 1 = 1.0 = 01 = 1_0; parts of any size; what does not begin with a digit (a
//              repeatable's name) after all of them, as text (Flyway)
//   text       bytes: "10" < "9" (dbmate, Atlas)
//   directory  as JavaScript's localeCompare: marks before digits before letters, letter case last (Prisma).
//              For ASCII; what lies beyond is compared by bytes, after everything else.
#pragma once

#include <string>
#include <string_view>

namespace simulator::migration {

enum class VersionOrder { number, integer, dotted, text, directory };

[[nodiscard]] bool comes_before(VersionOrder order, std::string_view a, std::string_view b);

/// Two versions are the same one exactly when their keys are equal.
[[nodiscard]] std::string version_key(VersionOrder order, std::string_view version);

/// Whether a person who writes `asked` on a command line can mean `version`: leading zeros may be left out
/// wherever versions are digits.
[[nodiscard]] bool means_version(VersionOrder order, std::string_view asked, std::string_view version);

}  // namespace simulator::migration
