// What the linter says about a place in a migration.
//
// Offsets are bytes in MigrationFile::text; lines and columns are those a person sees in the file (columns
// count code points). Edits are offered only where they keep what the author meant: text_edit.h applies them.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"

namespace simulator::lint {

/// error: fails, or loses data or objects. warning: breaks running programs, or fails on some rows.
/// note: good to know.
enum class Level { note, warning, error };
[[nodiscard]] std::string_view to_string(Level level);

/// A piece of a file's text.
struct Range {
  std::size_t offset = 0;
  std::size_t length = 0;
  [[nodiscard]] std::size_t end() const { return offset + length; }
  friend bool operator==(const Range&, const Range&) = default;
};

/// `range` of the file's text becomes `text`.
struct TextEdit {
  Range range;
  std::string text;
  friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

struct Finding {
  std::string rule;  ///< stable id, rule.h; or the code of a mistake in the folder ("migration.mixed-width")
  Level level = Level::warning;
  std::string file;  ///< MigrationFile::path
  Range range;       ///< what the message is about
  Range statement;   ///< the statement it belongs to; empty for a finding about a comment or a file
  base::Position statement_start;
  base::Position start;
  base::Position end;     ///< behind the last character
  std::string message;    ///< what is the matter, one sentence, no trailing full stop
  std::string why;        ///< of the rule
  std::string help;       ///< what to do
  std::string fix_title;  ///< what the edits do; empty where there are none
  std::vector<TextEdit> edits;
  std::string excerpt;  ///< the source line and a caret (two lines)
};

/// `path:line:col: level[rule]: message`, then the excerpt and the help on lines of their own.
[[nodiscard]] std::string to_string(const Finding& finding);

/// The findings about the statement that begins at `offset` of that file's text. This is how a plan, a board
/// or an editor shows them beside a statement.
[[nodiscard]] std::vector<const Finding*> findings_beside(std::span<const Finding> findings,
                                                          std::string_view file, std::size_t offset);
/// The same, by the place at which the statement begins (migration::PlannedStatement::at).
[[nodiscard]] std::vector<const Finding*> findings_beside(std::span<const Finding> findings,
                                                          std::string_view file, base::Position statement);

}  // namespace simulator::lint
