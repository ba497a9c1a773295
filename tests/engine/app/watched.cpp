#include "tests/engine/app/watched.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "tests/programs/default_signals.h"

namespace engine::app::testing {

Watched::Watched(const std::vector<std::string>& arguments, const std::string& out)
    : terminal_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
  ::grantpt(terminal_);
  ::unlockpt(terminal_);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, ::ptsname(terminal_), O_WRONLY | O_NOCTTY, 0);
  std::vector<std::string> words = {DRIFTWOODCTL};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  EXPECT_EQ(
      posix_spawn(&child_, DRIFTWOODCTL, &actions, programs::DefaultSignals().get(), argv.data(), environ),
      0);
  posix_spawn_file_actions_destroy(&actions);
}

Watched::~Watched() { ::close(terminal_); }

bool Watched::shows(std::string_view text) {
  while (seen_.find(text) == std::string::npos)
    if (!read_some()) return false;
  return true;
}

void Watched::send(int signal) const { ::kill(child_, signal); }

bool Watched::has(std::string_view set, int signal) const {
  std::ifstream status("/proc/" + std::to_string(child_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(set)) continue;
    const auto signals = std::stoull(line.substr(line.find_first_not_of(" \t", 7)), nullptr, 16);
    return (signals >> static_cast<unsigned>(signal - 1) & 1U) != 0;
  }
  return false;
}

int Watched::end() {
  while (read_some()) {
  }
  int status = -1;
  ::waitpid(child_, &status, 0);
  return status;
}

bool Watched::read_some() {
  char buffer[4096];
  const ssize_t got = ::read(terminal_, buffer, sizeof buffer);  // fails when nobody writes any more
  if (got > 0) seen_.append(buffer, static_cast<std::size_t>(got));
  return got > 0;
}

}  // namespace engine::app::testing
