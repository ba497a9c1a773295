#include "tests/bench/memory.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace bench {

std::optional<long> largest_resident_bytes(const std::string& program, Display display) {
  const pid_t child = fork();
  if (child < 0) return std::nullopt;
  if (child == 0) {
    if (display == Display::none) unsetenv("DISPLAY");
    execl(program.c_str(), program.c_str(), "--no-progress", "--lesson", "01-what-a-migration-is",
          "--screenshot", "/dev/null", static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return std::nullopt;
  return usage.ru_maxrss * 1024L;
}

}  // namespace bench
