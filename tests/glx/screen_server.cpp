#include "tests/glx/screen_server.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace glx {

ScreenServer::ScreenServer(const std::filesystem::path& folder) {
  // The server writes the number of the display it took as soon as it accepts connections.
  std::array<int, 2> number{};
  if (pipe(number.data()) != 0) throw std::runtime_error("pipe failed");
  server_ = std::make_unique<programs::Process>(
      std::vector<std::string>{"Xvfb", "-displayfd", std::to_string(number[1]), "-screen", "0",
                               "1600x1000x24", "-nolisten", "tcp"},
      programs::Surroundings{.output = folder / "xvfb.txt", .pass = number[1]});
  close(number[1]);
  std::string read_so_far;
  pollfd watched{number[0], POLLIN, 0};
  while (read_so_far.find('\n') == std::string::npos && poll(&watched, 1, 20'000) == 1) {
    std::array<char, 16> bytes{};
    const ssize_t count = read(number[0], bytes.data(), bytes.size());
    if (count <= 0) break;
    read_so_far.append(bytes.data(), static_cast<std::size_t>(count));
  }
  close(number[0]);
  if (read_so_far.find('\n') == std::string::npos)
    throw std::runtime_error("Xvfb did not start:\n" + server_->output());
  variable_ = "DISPLAY=:" + read_so_far.substr(0, read_so_far.find('\n'));
}

}  // namespace glx
