// Applies the edits of findings to the text of a file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/lint/finding.h"

namespace simulator::lint {

struct Edited {
  std::string text;
  std::vector<const Finding*> applied;  ///< in the order of their first edit
  std::vector<const Finding*> left;     ///< whose edits touch a place that an earlier one changes
};

/// All edits of a finding or none. Edits that insert at one place are put in the order of the findings.
/// Findings about other files must not be among them.
[[nodiscard]] Edited apply_edits(std::string_view text, const std::vector<const Finding*>& findings);

/// The same edits for the bytes of a file on disk, which may have a byte order mark and \r\n where
/// MigrationFile::text has none: offsets move, and line ends that are inserted become those of the file.
[[nodiscard]] std::vector<TextEdit> for_file_bytes(std::string_view bytes, std::vector<TextEdit> edits);

}  // namespace simulator::lint
