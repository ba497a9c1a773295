// A copy of the course that a test may change.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include "simulator/base/files.h"
#include "tests/engine/views/window.h"

namespace engine::views {

struct CourseCopy {
  CourseCopy() {
    std::string pattern = (fs::temp_directory_path() / "driftwood-course-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path = pattern;
    fs::copy(source / "content/schema-migrations", path, fs::copy_options::recursive);
  }
  CourseCopy(const CourseCopy&) = delete;
  CourseCopy& operator=(const CourseCopy&) = delete;
  ~CourseCopy() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  void replace(const fs::path& file, std::string_view from, std::string_view to) const {
    std::string text = base::read_file(path / file).value();
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    ASSERT_TRUE(base::write_file_atomically(path / file, text));
  }
  fs::path path;
};

}  // namespace engine::views
