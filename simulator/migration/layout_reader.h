// What the readers of the layouts share. Part of the room's inside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/migration/layout.h"

namespace simulator::migration {

class LayoutReader {
 public:
  LayoutReader(Tool tool, std::span<const SourceFile> sources, std::string display_folder,
               const LayoutOptions& options);

  /// Sorted by name, bytes.
  [[nodiscard]] const std::vector<const SourceFile*>& sources() const { return sources_; }
  /// Null when there is no such file.
  [[nodiscard]] const SourceFile* source(std::string_view name) const;
  [[nodiscard]] const LayoutOptions& options() const { return options_; }
  /// The path to show a person.
  [[nodiscard]] std::string path(std::string_view name) const;

  /// A file with version, name and path, and its whole text as the up part; the checksum is empty.
  MigrationFile& add(const SourceFile& source, std::string version, std::string name);
  [[nodiscard]] std::vector<MigrationFile>& files() { return result_.set.files; }

  void report(base::Severity severity, std::string code, std::string file, std::string message,
              std::string help, base::Position at = {});
  /// The tool passes this file over without a word; README, *.md and dot files are not worth one here either.
  void passed_over(std::string_view name, std::string why);
  /// The tool stops when it comes to this file.
  void broken(MigrationFile& file, std::string code, std::string message, std::string help,
              base::Position at = {});
  /// Versions that the tool takes to be the same one. `what` the tool says of it.
  void refuse_twins(std::string_view what);
  void sort_by_version();

  MigrationSetResult take() { return std::move(result_); }

 private:
  std::vector<const SourceFile*> sources_;
  std::string folder_;
  const LayoutOptions& options_;
  MigrationSetResult result_;
};

/// The leading digits of a name.
[[nodiscard]] std::string_view leading_digits(std::string_view name);
struct Line {
  std::string_view text;
  std::size_t offset = 0;
  std::size_t next = 0;  ///< where the next line begins
  int number = 0;
};
/// The lines of a text without their ends, with where each begins.
[[nodiscard]] std::vector<Line> lines_of(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);

void read_dbmate(LayoutReader& reader);
void read_golang_migrate(LayoutReader& reader);
void read_goose(LayoutReader& reader);
void read_flyway(LayoutReader& reader);
void read_prisma(LayoutReader& reader);
void read_atlas(LayoutReader& reader);

}  // namespace simulator::migration
