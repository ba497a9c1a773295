// Where the readers and rules of this room put what they find: diagnostics with place and excerpt.
#pragma once

#include <string>
#include <string_view>

#include "simulator/base/error.h"

namespace lessons::quiz {

class Report {
 public:
  /// `text` and `out` must outlive it.
  Report(std::string file, std::string_view text, simulator::base::Diagnostics& out)
      : file_(std::move(file)), text_(text), out_(out) {}

  void error(std::string code, std::string message, simulator::base::Position at, std::string help = {});
  void warning(std::string code, std::string message, simulator::base::Position at, std::string help = {});

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] simulator::base::Diagnostics& diagnostics() { return out_; }

 private:
  void add(simulator::base::Severity severity, std::string code, std::string message,
           simulator::base::Position at, std::string help);

  std::string file_;
  std::string_view text_;
  simulator::base::Diagnostics& out_;
};

}  // namespace lessons::quiz
