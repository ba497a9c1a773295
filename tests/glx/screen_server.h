// An X server without a screen (Xvfb), started by the test that needs it, on whatever display is free.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/programs/process.h"

namespace glx {

class ScreenServer {
 public:
  /// Returns when programs can connect. Throws std::runtime_error when Xvfb does not start.
  explicit ScreenServer(const std::filesystem::path& folder);

  /// "DISPLAY=:7"
  [[nodiscard]] const std::string& variable() const { return variable_; }

 private:
  std::unique_ptr<programs::Process> server_;
  std::string variable_;
};

}  // namespace glx
