// Atlas' integrity file `atlas.sum`: one running hash over a folder's files, so that one edit changes every
// later line, and two branches that both add a file meet as a conflict in version control.
//
//   h1:<base64 of SHA-256 over every following line's file name and base64 text, joined>
//   <file name> h1:<base64 of SHA-256 over name and bytes of this file and all before it>
//
// Raw bytes count, line ends among them. A file whose first line has `atlas:sum ignore` adds only its name
// and gets no line. (Atlas' sql/migrate/dir.go, commit a5e0aecc.)
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/migration/script.h"

namespace simulator::migration {

struct AtlasSum {
  struct Line {
    std::string file;
    std::string hash;  ///< base64, without "h1:"
    friend bool operator==(const Line&, const Line&) = default;
  };
  std::vector<Line> lines;
  std::string total;  ///< of the first line, without "h1:"
  friend bool operator==(const AtlasSum&, const AtlasSum&) = default;
};

struct SummedFile {
  std::string_view name;
  std::string_view bytes;
};

/// Of files in the order in which Atlas runs them: by name, as text.
[[nodiscard]] AtlasSum atlas_sum(std::span<const SummedFile> files);

/// Atlas' marks of a file's statements in its history: each of the statement and all before it.
[[nodiscard]] std::vector<std::string> statement_hashes(const Script& script);

/// The text of the file, with a line break at its end.
[[nodiscard]] std::string to_text(const AtlasSum& sum);

/// Codes: migration.atlas-sum-syntax, with the line.
[[nodiscard]] base::Result<AtlasSum> read_atlas_sum(std::string_view text, const std::string& path);

/// The first line in which the written sum and the folder's own part ways.
struct SumMismatch {
  int line = 0;  ///< in atlas.sum; 1: only the total is wrong
  std::string file;
  std::string_view how;  ///< "edited", "added", "removed"; empty for the total
};
[[nodiscard]] std::vector<SumMismatch> sum_mismatches(const AtlasSum& written, const AtlasSum& actual);

}  // namespace simulator::migration
