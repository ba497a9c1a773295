#include "tests/programs/run.h"

#include <fstream>
#include <stdexcept>

#include "tests/programs/process.h"

namespace programs {

Ran run(const std::vector<std::string>& words, const std::filesystem::path& folder,
        const std::vector<std::string>& environment) {
  const TemporaryFolder scratch;
  Process process(words, {.output = scratch.path("out"),
                          .errors = scratch.path("err"),
                          .environment = environment,
                          .folder = folder});
  const int exit = process.wait(longest_run);
  return {exit, process.output(), process.errors()};
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "driftwood-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the test");
  root_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

std::string TemporaryFolder::write(std::string_view name, std::string_view text) const {
  const std::filesystem::path path = root_ / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

}  // namespace programs
