// What the desktop program needs of memory for its first lesson page, at most.
#pragma once

#include <optional>
#include <string>

namespace bench {

enum class Display { none, as_here };

/// Largest resident size in bytes of the program while it draws the page into a picture and ends; nothing
/// when it could not be run. Call it early: on Linux a child's largest size begins with its parent's.
[[nodiscard]] std::optional<long> largest_resident_bytes(const std::string& program, Display display);

}  // namespace bench
