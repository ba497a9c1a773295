// A folder as one text, for fuzz targets: a line `@NAME` begins the file NAME, what follows is its text. A
// name that ends in '/' is a directory. What stands before the first such line belongs to no file.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/migration/migration_file.h"

namespace fuzzing {

inline std::vector<simulator::migration::SourceFile> folder_of(std::string_view bytes) {
  constexpr std::size_t most_files = 24;
  std::vector<simulator::migration::SourceFile> files;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    const std::string_view line = bytes.substr(0, end);
    if (line.front() == '@' && line.size() > 1 && line[1] != '/' && line[1] != '\n') {
      if (files.size() == most_files) break;
      files.push_back({std::string(line.substr(1, line.size() - 1 - (line.ends_with('\n') ? 1 : 0))), {}});
    } else if (!files.empty()) {
      files.back().text += line;
    }
    bytes.remove_prefix(end);
  }
  return files;
}

}  // namespace fuzzing
