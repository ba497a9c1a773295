#include "simulator/base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace simulator::base {
namespace fs = std::filesystem;
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> file_failure(std::string code, const fs::path& path, std::string message) {
  auto error = failure(std::move(code), std::move(message));
  error.value().file = path.string();
  return error;
}

}  // namespace

Result<std::string> read_file(const fs::path& path, std::size_t limit) {
  // O_NONBLOCK: a named pipe in somebody's course must not stop the program.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    const int why = errno;
    if (why == ENOENT || why == ENOTDIR) return file_failure("files.missing", path, "there is no such file");
    return file_failure("files.unreadable", path, fmt::format("cannot be opened: {}", std::strerror(why)));
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return file_failure("files.unreadable", path, "is not a regular file");
  std::string text;
  char buffer[1U << 16U];
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return file_failure("files.unreadable", path, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > limit)
      return file_failure("files.too-large", path, fmt::format("is larger than {} bytes", limit));
  }
}

Result<void> write_file_atomically(const fs::path& path, std::string_view text) {
  const auto unwritable = [&] {
    return file_failure("files.unwritable", path, fmt::format("cannot be written: {}", std::strerror(errno)));
  };
  std::string temporary = path.string() + ".XXXXXX";
  {
    const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.get() < 0) return unwritable();
    ::fchmod(file.get(), 0644);
    while (!text.empty()) {
      const ssize_t put = ::write(file.get(), text.data(), text.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) {
        auto error = unwritable();
        ::unlink(temporary.c_str());
        return error;
      }
      text.remove_prefix(static_cast<std::size_t>(put));
    }
    ::fsync(file.get());
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    auto error = unwritable();
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

Result<Folder> Folder::open(const fs::path& root) {
  std::error_code failed;
  fs::path canonical = fs::canonical(root, failed);
  if (failed || !fs::is_directory(canonical, failed))
    return file_failure("files.missing", root, "there is no such directory");
  return Folder(root, std::move(canonical));
}

Result<fs::path> Folder::resolve(std::string_view relative) const {
  const fs::path asked(relative);
  const bool climbs =
      std::any_of(asked.begin(), asked.end(), [](const fs::path& part) { return part == ".."; });
  std::error_code failed;
  if (asked.is_absolute() || climbs || relative.find('\0') != std::string_view::npos)
    return file_failure("files.outside", root_ / asked, "leads out of its folder");
  fs::path real = fs::canonical(canonical_ / asked, failed);
  if (failed) return file_failure("files.missing", root_ / asked, "there is no such file");
  const auto [root_end, ignored] =
      std::mismatch(canonical_.begin(), canonical_.end(), real.begin(), real.end());
  if (root_end != canonical_.end())
    return file_failure("files.outside", root_ / asked, "is a link that leads out of its folder");
  return real;
}

Result<std::string> Folder::read(std::string_view relative, std::size_t limit) const {
  return resolve(relative)
      .and_then([&](const fs::path& path) { return read_file(path, limit); })
      .map_error([&](Error error) {
        error.file = display(relative);
        return error;
      });
}

Result<std::vector<std::string>> Folder::list(std::string_view relative) const {
  const auto path = resolve(relative);
  if (!path) return tl::make_unexpected(path.error());
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator it(*path, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    const std::string inside = relative.empty() ? name : fmt::format("{}/{}", relative, name);
    const auto target = resolve(inside);
    std::error_code ignored;
    names.push_back(target && fs::is_directory(*target, ignored) ? name + "/" : name);
  }
  if (failed)
    return file_failure("files.unreadable", display(relative), "is not a directory that can be listed");
  std::sort(names.begin(), names.end());
  return names;
}

bool Folder::contains_file(std::string_view relative) const {
  const auto path = resolve(relative);
  std::error_code failed;
  return path && fs::is_regular_file(*path, failed);
}

std::string Folder::display(std::string_view relative) const {
  if (relative.empty()) return root_.string();
  return root_ == "." ? std::string(relative) : (root_ / fs::path(relative)).string();
}

Result<Folder> Folder::folder(std::string_view relative) const {
  const auto path = resolve(relative);
  if (!path) return tl::make_unexpected(path.error());
  std::error_code failed;
  if (!fs::is_directory(*path, failed))
    return file_failure("files.missing", display(relative), "there is no such directory");
  return Folder(root_ / fs::path(relative), *path);
}

}  // namespace simulator::base
