// One migration: a file `<digits>_<name>.sql` whose text is cut into the part that brings the database
// forward and the part that takes it back.
//
// The format is dbmate's (so its folders can be read as they are): a line that starts with
// `-- migrate:up` opens the up part, `-- migrate:down` the down part, words `key:value` may follow on the
// directive's line. A file without directives is all up. What dbmate lets pass and we do not: a comment that
// only looks like a directive (indented, other case, misspelt) is an error, because silently reading it as a
// comment would run the down part as part of the up; a part may appear once.
//
// What counts as the same file: `text` is the file without a leading byte order mark and with \r\n turned
// into \n. Exactly this text is run, and the checksum is the SHA-256 of exactly this text. So a checkout on
// Windows and one on Linux have one checksum *and* make the same database, while any change that people can
// see in a diff changes the checksum. Lines and columns of `text` are those of the file.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/base/error.h"

namespace simulator::migration {

enum class Direction { up, down };

/// A part of MigrationFile::text, or of its DownFile's.
struct Section {
  std::size_t offset = 0;
  std::size_t length = 0;
  base::Position start;     ///< of its first character, in the file
  bool transaction = true;  ///< false: the file asks to be run without one, in its tool's way of asking
};

enum class MigrationKind {
  versioned,
  repeatable,  ///< runs after all others, and again whenever its text has changed (Flyway R)
  cumulative,  ///< makes an empty database what all files up to its version make it; others pass it over
               ///< (Flyway B, Atlas checkpoint)
};

/// Where a tool keeps the way back in a file of its own.
struct DownFile {
  std::string file_name;
  std::string path;
  std::string text;
};

struct MigrationFile {
  std::string version;    ///< the digits as written, "20260514"
  std::string name;       ///< what follows the first underscore, without ".sql": "add_user_phone"
  std::string file_name;  ///< "20260514_add_user_phone.sql"
  std::string path;       ///< as shown to a person: the folder as they named it, joined with file_name
  std::string checksum;   ///< sha256_hex(text)
  std::string text;
  Section up;
  std::optional<Section> down;        ///< absent when there is no way back
  std::optional<DownFile> down_file;  ///< what `down` is a part of, where it is not this file

  // What only other tools' layouts fill (layout.h).
  MigrationKind kind = MigrationKind::versioned;
  bool has_up = true;                 ///< false: there is only the way back (golang-migrate)
  std::string delimiter;              ///< between statements, where the file names its own (Atlas)
  std::optional<base::Error> broken;  ///< why this file cannot be cut into statements: its tool finds out
                                      ///< when it comes to it, so the other files run all the same

  /// The text of a part; empty for a down part that is not there.
  [[nodiscard]] std::string_view script(Direction direction) const;
  /// Whether the file says how to take itself back. A down part that holds no statement (only white space
  /// and comments, as in a freshly made file) says nothing; `SELECT 1;` says "there is nothing to undo".
  [[nodiscard]] bool reversible() const;
  /// "20260514_add_user_phone", how messages name it.
  [[nodiscard]] std::string title() const;
  /// The whole file that a part stands in, and its path.
  [[nodiscard]] const std::string& text_of(Direction direction) const;
  [[nodiscard]] const std::string& path_of(Direction direction) const;
};

/// Whether there is anything in the text that SQLite would run.
[[nodiscard]] bool holds_statement(std::string_view sql);

/// A file as it was found, before it is known to be a migration.
struct SourceFile {
  std::string name;  ///< inside the folder; of tools that look into sub-folders with them, "a/b.sql"
  std::string text;
};

/// Whether `name` is `<digits>_<something>.sql`.
[[nodiscard]] bool is_migration_name(std::string_view name);

/// Cuts the file into its parts. Always returns a file; whether it may be used, `out` says.
/// Precondition: is_migration_name(source.name).
/// Errors: migration.not-text (a NUL byte or broken UTF-8), migration.sql-before-up,
/// migration.duplicate-section, migration.missing-up (a down part without or before an up part),
/// migration.unknown-directive. Warnings: migration.empty-up, migration.unknown-option.
[[nodiscard]] MigrationFile read_migration_file(const SourceFile& source, std::string path,
                                                base::Diagnostics& out);

/// The text that is run and hashed for the bytes of a file: see the top of this header.
[[nodiscard]] std::string normalised_text(std::string_view bytes);

/// By number, however many leading zeros; then as text. "9" is before "10".
[[nodiscard]] bool version_less(std::string_view a, std::string_view b);

}  // namespace simulator::migration
