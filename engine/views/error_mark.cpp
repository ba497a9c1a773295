#include "engine/views/error_mark.h"

#include <algorithm>
#include <cctype>

namespace engine::views {

std::optional<ui::TextDiagnostic> error_mark(std::string_view text, const simulator::base::Error& error,
                                             ui::Tone tone) {
  if (!error.at.known()) return std::nullopt;
  std::size_t offset = 0;
  for (int line = 1; line < error.at.line; ++line) {
    const auto end = text.find('\n', offset);
    if (end == std::string_view::npos) return std::nullopt;
    offset = end + 1;
  }
  // A column counts code points, an offset bytes.
  for (int column = 1; column < error.at.column && offset < text.size() && text[offset] != '\n'; ++column) do
      ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U);
  std::size_t end = offset;
  if (offset < text.size() && (text[offset] == '"' || text[offset] == '`')) {  // a quoted name
    const auto closed = text.find(text[offset], offset + 1);
    if (closed != std::string_view::npos) end = closed + 1;
  }
  while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
    ++end;
  return ui::TextDiagnostic{offset, std::max<std::size_t>(1, end - offset), tone, error.message};
}

}  // namespace engine::views
