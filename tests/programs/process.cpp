#include "tests/programs/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/programs/default_signals.h"

namespace programs {
namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Process::Process(const std::vector<std::string>& words, Surroundings surroundings)
    : surroundings_(std::move(surroundings)) {
  std::vector<std::string> arguments = words;
  // The first of two equal names counts.
  std::vector<std::string> variables = surroundings_.environment;
  for (char** own = environ; *own != nullptr; ++own) variables.emplace_back(*own);
  constexpr int write_anew = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, surroundings_.output.c_str(), write_anew, 0600);
  if (surroundings_.errors.empty())
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  else
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, surroundings_.errors.c_str(), write_anew, 0600);
  if (!surroundings_.folder.empty())
    posix_spawn_file_actions_addchdir_np(&actions, surroundings_.folder.c_str());
  // Onto itself: spawn then clears close-on-exec.
  if (const int pass = surroundings_.pass; pass >= 0) posix_spawn_file_actions_adddup2(&actions, pass, pass);
  const int failed = posix_spawnp(&pid_, arguments.front().c_str(), &actions, DefaultSignals().get(),
                                  pointers(arguments).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error(words.front() + " could not be started");
  pidfd_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (pidfd_ < 0) throw std::runtime_error("pidfd_open failed");
}

Process::~Process() {
  if (!ended_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(pidfd_);
}

bool Process::ends_within(std::chrono::milliseconds time) {
  pollfd watched{pidfd_, POLLIN, 0};
  return ended_ || poll(&watched, 1, static_cast<int>(time.count())) == 1;
}

int Process::wait(std::chrono::milliseconds most) {
  if (!ends_within(most)) return -1;
  int status = 0;
  waitpid(pid_, &status, 0);
  ended_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::int64_t Process::ticks() const {
  // proc(5): the second field, the name in brackets, may hold blanks; utime and stime are the 14th and 15th.
  const std::string stat = contents("/proc/" + std::to_string(pid_) + "/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  if (!fields) throw std::runtime_error("the program has gone:\n" + output());
  return user + system;
}

std::string Process::output() const { return contents(surroundings_.output); }

std::string Process::errors() const { return contents(surroundings_.errors); }

}  // namespace programs
