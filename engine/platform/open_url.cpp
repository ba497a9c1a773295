#include "engine/platform/open_url.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace engine::platform {

bool is_web_address(std::string_view url) {
  std::string_view rest;
  if (url.starts_with("https://"))
    rest = url.substr(8);
  else if (url.starts_with("http://"))
    rest = url.substr(7);
  else
    return false;
  if (rest.empty() || rest[0] == '/' || rest[0] == '-') return false;
  return std::all_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F && c != '"' && c != '\\' && c != '<' && c != '>';
  });
}

simulator::base::Result<void> open_in_browser(const std::string& url) {
  if (!is_web_address(url))
    return simulator::base::failure("url.refused", "Not a web address: " + url,
                                    "Only http and https addresses are opened. Nothing was started.");
  // Forked twice, so that the browser is nobody's child here and leaves no zombie. A pipe that closes on exec
  // tells whether xdg-open could be started at all.
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0)
    return simulator::base::failure("url.no-browser",
                                    std::string("No process could be started: ") + std::strerror(errno));
  const pid_t child = fork();
  if (child == 0) {
    if (fork() == 0) {
      setsid();
      execlp("xdg-open", "xdg-open", url.c_str(), static_cast<char*>(nullptr));
      const char failed = 1;
      const ssize_t written = write(pipe_ends[1], &failed, 1);
      _exit(written == 1 ? 127 : 126);
    }
    _exit(0);
  }
  close(pipe_ends[1]);
  char failed = 0;
  if (child > 0) waitpid(child, nullptr, 0);
  const bool started = child > 0 && read(pipe_ends[0], &failed, 1) == 0;
  close(pipe_ends[0]);
  if (!started)
    return simulator::base::failure("url.no-browser",
                                    "The browser could not be started: xdg-open is missing.",
                                    "Install xdg-utils, or copy the address: " + url);
  return {};
}

}  // namespace engine::platform
