// A folder of its own for a test, and the store's real migrations.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "lessons/progress/store.h"
#include "simulator/base/files.h"

namespace lessons::progress::scratch {

inline const std::filesystem::path migrations = DRIFTWOOD_SOURCE_DIR "/assets/progress/migrations";

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "driftwood-progress-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  auto read = simulator::base::read_file(file, 1U << 28U);
  if (!read) ADD_FAILURE() << read.error().message;
  return read.value_or("");
}

inline Attempt attempt(std::string question, std::string answer = "\"a\"") {
  Attempt out;
  out.course = "course";
  out.lesson = "01";
  out.question = std::move(question);
  out.question_hash = "hash";
  out.answer = std::move(answer);
  out.credit = 0.5;
  out.verdict = "partly";
  out.hints = 1;
  out.duration_ms = 1200;
  return out;
}

}  // namespace lessons::progress::scratch
