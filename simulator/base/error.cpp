#include "simulator/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace simulator::base {
namespace {

/// Every line two spaces in; one that is indented by itself stays.
std::string indented(std::string_view help) {
  std::string out;
  for (std::size_t at = 0; at < help.size();) {
    const std::size_t end = std::min(help.find('\n', at), help.size() - 1);
    const std::string_view line = help.substr(at, end + 1 - at);
    if (!line.starts_with(' ') && line != "\n") out += "  ";
    out += line;
    at = end + 1;
  }
  return out;
}

std::string describe(const Error& error, const char* severity) {
  std::string out;
  if (!error.file.empty()) out += error.file + ":";
  if (error.at.known()) out += fmt::format("{}:{}:", error.at.line, error.at.column);
  if (!out.empty()) out += " ";
  out += fmt::format("{}[{}]: {}", severity, error.code, error.message);
  if (!error.excerpt.empty()) out += "\n" + error.excerpt;
  if (!error.help.empty()) out += "\n" + indented(error.help);
  return out;
}

}  // namespace

tl::unexpected<Error> failure(std::string code, std::string message, std::string help) {
  Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.help = std::move(help);
  return tl::make_unexpected(std::move(error));
}

std::string to_string(const Error& error) { return describe(error, "error"); }

std::string to_string(const Diagnostic& diagnostic) {
  return describe(diagnostic.what, diagnostic.severity == Severity::error ? "error" : "warning");
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

}  // namespace simulator::base
