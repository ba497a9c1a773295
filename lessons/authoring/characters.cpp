#include "lessons/authoring/characters.h"

#include <fmt/format.h>

#include <array>

#include "simulator/base/text_position.h"

namespace lessons::authoring {
namespace {

namespace base = simulator::base;

/// Deeper than any course, and an end for folders that link to themselves.
constexpr int deepest = 6;

void collect(const base::Folder& folder, const std::string& inside, int depth, Texts& out) {
  const auto names = folder.list(inside);
  if (!names) return;
  for (const std::string& name : *names) {
    if (name.front() == '.') continue;
    const std::string path = inside.empty() ? name : inside + "/" + name;
    if (name.back() == '/') {
      if (depth < deepest) collect(folder, path.substr(0, path.size() - 1), depth + 1, out);
    } else if (name.ends_with(".md") || name.ends_with(".json") || name.ends_with(".sql")) {
      if (auto text = folder.read(path)) out.emplace(folder.display(path), std::move(*text));
    }
  }
}

/// The code point of a four-byte sequence.
unsigned long decode(std::string_view bytes) {
  unsigned long value = static_cast<unsigned char>(bytes[0]) & 0x07U;
  for (std::size_t i = 1; i < 4; ++i) value = (value << 6U) | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
  return value;
}

}  // namespace

Texts read_texts(const base::Folder& folder) {
  Texts out;
  collect(folder, "", 0, out);
  return out;
}

base::Diagnostics check_characters(std::string_view text, const std::string& file) {
  base::Diagnostics out;
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    // In UTF-8 exactly the characters above U+FFFF are four bytes long.
    if ((static_cast<unsigned char>(text[i]) & 0xF8U) != 0xF0U) continue;
    base::Error error;
    error.code = "check.character";
    error.message = fmt::format("{} (U+{:X}) cannot be shown", text.substr(i, 4), decode(text.substr(i, 4)));
    error.help = "The window shows characters up to U+FFFF. Use a word, or a simpler sign.";
    error.file = file;
    error.at = base::position_at(text, i);
    error.excerpt = base::caret_excerpt(text, error.at);
    out.push_back({base::Severity::error, std::move(error)});
    i = std::min(text.find('\n', i), text.size());
  }
  return out;
}

}  // namespace lessons::authoring
