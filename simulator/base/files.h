// Reading files that other people wrote. A Folder is a root that nothing read through it can leave:
// neither by "..", nor by an absolute path, nor by a symbolic link.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"

namespace simulator::base {

/// The largest text file anybody writes by hand is far below this (bytes).
inline constexpr std::size_t largest_text_file = 4U << 20U;

/// Whole file, at most `limit` bytes. Codes: files.missing, files.unreadable, files.too-large.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::size_t limit = largest_text_file);

/// Written to a temporary neighbour, synced, then renamed: readers see the old text or the new, never half.
/// Codes: files.unwritable.
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view text);

class Folder {
 public:
  /// Codes: files.missing when there is no such directory.
  [[nodiscard]] static Result<Folder> open(const std::filesystem::path& root);

  /// `relative` uses forward slashes. Codes: as read_file, and files.outside when it would leave the root.
  [[nodiscard]] Result<std::string> read(std::string_view relative,
                                         std::size_t limit = largest_text_file) const;
  /// Names (not paths) directly inside `relative` ("" is the root), sorted by bytes; directories end in '/'.
  /// A link that leads outside is listed as a file; reading it says so (files.outside).
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view relative) const;
  [[nodiscard]] bool contains_file(std::string_view relative) const;

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  /// The path to show a person: the root as they named it, joined with `relative`.
  [[nodiscard]] std::string display(std::string_view relative) const;
  /// A Folder inside this one, with the same guarantee against *its* root.
  [[nodiscard]] Result<Folder> folder(std::string_view relative) const;

 private:
  Folder(std::filesystem::path root, std::filesystem::path canonical)
      : root_(std::move(root)), canonical_(std::move(canonical)) {}
  [[nodiscard]] Result<std::filesystem::path> resolve(std::string_view relative) const;

  std::filesystem::path root_;
  std::filesystem::path canonical_;
};

}  // namespace simulator::base
