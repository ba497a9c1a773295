// A tool's own words, and ours beside them: what it says and does when something stands in the way, what
// state things are in then, what helps, and what driftwood would have done. Pure functions; the texts are
// part of the product. What a tool prints is quoted where its source was read or it was run (tool_profile.h);
// where it is not known, nothing is quoted.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "simulator/migration/migration_file.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::migration {

struct Explanation {
  std::string said;       ///< as the tool prints it; may be empty
  std::string did;        ///< what the tool did
  std::string state;      ///< which statements took effect, what the history says
  std::string next;       ///< what a person does now
  std::string driftwood;  ///< what our own rules would have done; empty under them

  [[nodiscard]] bool empty() const { return did.empty() && state.empty(); }
};

/// A run that stopped in a file.
struct FileFailure {
  const MigrationFile* file = nullptr;
  Direction direction = Direction::up;
  std::string_view sqlite_says;
  std::string_view statement;  ///< the one that failed; empty when none did
  int line = 0;                ///< of it
  std::size_t ran = 0;         ///< statements that ran through in this run
  std::size_t kept = 0;        ///< whose effect is still there, also from an earlier run (Atlas)
  bool wrapped = true;         ///< the tool ran the file in a transaction
  bool at_commit = false;      ///< every statement ran; the tool's COMMIT found no transaction
  bool unrecorded = false;     ///< all of it is there for good; only the history could not be told so
  bool twin = false;           ///< another file (or part of it) has its version, and that one is applied
  std::string_view recorded;   ///< the version that the history names now for it, where it does
};
[[nodiscard]] Explanation explain_failure(const ToolProfile& profile, const FileFailure& failure);

/// A run that stopped at a file it could not read; `state` as describe_state() tells it.
[[nodiscard]] Explanation explain_unreadable(const ToolProfile& profile, const MigrationFile& file,
                                             std::string state);
/// A run that would go on behind the first `ran` statements of a file, of which statement `changed` (from 1)
/// is not the one that ran (Atlas).
[[nodiscard]] Explanation explain_changed_start(const ToolProfile& profile, const MigrationFile& file,
                                                std::size_t ran, std::size_t changed);

/// What does not fit before a run begins, whether it keeps the tool from beginning or the tool does not look.
struct Standing {
  enum class Kind {
    edited,  ///< `there` and `here` are the checksums
    missing,
    out_of_order,       ///< `there`: the version that was applied before it
    failed_before,      ///< `there`: when, as the history has it
    not_clean,          ///< `there`: a table that is there already
    unknown_current,    ///< the history's version has no file (golang-migrate)
    half_done_missing,  ///< a file that ran by half is gone (Atlas)
    no_way_back,
    by_mark,  ///< `there`: the number that the tool keeps, `here`: the files below it (golang-migrate)
  };
  Kind kind = Kind::edited;
  std::string version;
  std::string name;
  std::string path;
  std::string there;
  std::string here;
  bool strict = false;  ///< the run was asked to refuse what the tool would let pass
};
[[nodiscard]] Explanation explain_standing(const ToolProfile& profile, const Standing& standing);

/// Whether the tool tells what stands so in one breath with all that stand like it (Flyway's validation,
/// goose's missing migrations), and in which words.
[[nodiscard]] bool said_with_others(Tool tool, Standing::Kind kind);
[[nodiscard]] std::string said_together(Tool tool, std::span<const Standing* const> standings);

}  // namespace simulator::migration
