// driftwoodctl in a process of its own that believes to be watched on a terminal, for what it shows there
// while it works and for signals in the middle of it.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace engine::app::testing {

/// Its messages go to a terminal, its results to the file `out`.
class Watched {
 public:
  Watched(const std::vector<std::string>& arguments, const std::string& out);
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched();

  /// Reads until the terminal shows `text`, or the program has ended.
  bool shows(std::string_view text);
  void send(int signal) const;
  /// Whether the signal was sent and the program has not taken it yet.
  [[nodiscard]] bool has_pending(int signal) const { return has("ShdPnd:", signal); }
  /// Whether the signal would be lost on it.
  [[nodiscard]] bool ignores(int signal) const { return has("SigIgn:", signal); }
  /// The status of waitpid.
  int end();
  [[nodiscard]] const std::string& seen() const { return seen_; }

 private:
  bool read_some();
  /// In a set of signals that the kernel tells in /proc.
  [[nodiscard]] bool has(std::string_view set, int signal) const;

  int terminal_;
  pid_t child_ = 0;
  std::string seen_;
};

}  // namespace engine::app::testing
