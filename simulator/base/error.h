// Expected failures, as values. Every room reports through this one type: what happened, where, and what
// to do next. Exceptions are for bugs.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace simulator::base {

/// A place in a text a person wrote. 1-based; columns count code points; 0 means "not known".
struct Position {
  int line = 0;
  int column = 0;
  [[nodiscard]] bool known() const { return line > 0; }
  friend bool operator==(const Position&, const Position&) = default;
};

struct Error {
  std::string code;     ///< stable, for machines: "migration.failed", "json.unknown-key"
  std::string message;  ///< what happened, one sentence, no trailing line break
  std::string help;     ///< what state things are in and what to do next; may be empty
  std::string file;     ///< path as the person named it; may be empty
  Position at;
  std::string excerpt;  ///< the source line and a caret under the place (two lines); may be empty
  int native = 0;       ///< SQLite's extended result code where the failure came from SQLite, else 0
};

enum class Severity { error, warning };

struct Diagnostic {
  Severity severity = Severity::error;
  Error what;
};
using Diagnostics = std::vector<Diagnostic>;

template <class T>
using Result = tl::expected<T, Error>;

/// For `return failure("code", "message")` in a function that returns a Result.
[[nodiscard]] tl::unexpected<Error> failure(std::string code, std::string message, std::string help = {});

/// `path:line:col: error[code]: message`, then the excerpt and the help on lines of their own.
[[nodiscard]] std::string to_string(const Error& error);
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic);

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

}  // namespace simulator::base
