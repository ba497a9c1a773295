#include "engine/text/edit.h"

#include <algorithm>
#include <functional>

namespace engine::text {
namespace {

std::size_t line_start(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  const std::size_t before = text.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

// Rewrites each line the selection touches; a selection that ends at a line's very start does not touch that
// line. `rewrite` gets the line without its end and returns the new one.
Edited each_line(std::string_view text, std::size_t begin, std::size_t end,
                 const std::function<std::string(std::string_view)>& rewrite) {
  const std::size_t first = line_start(text, begin);
  std::size_t last = end;
  if (last > begin && last > 0 && text[last - 1] == '\n') --last;
  Edited out{std::string(text.substr(0, first)), begin, end};
  bool at_first = true;
  std::size_t at = first;
  while (true) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, stop - at);
    const std::string changed = rewrite(line);
    const auto grown = static_cast<std::ptrdiff_t>(changed.size()) - static_cast<std::ptrdiff_t>(line.size());
    const auto moved = [&](std::size_t offset, std::size_t least) {
      const std::ptrdiff_t to = static_cast<std::ptrdiff_t>(offset) + grown;
      return static_cast<std::size_t>(std::max<std::ptrdiff_t>(to, static_cast<std::ptrdiff_t>(least)));
    };
    if (at_first) out.begin = moved(out.begin, first);
    out.end = moved(out.end, out.begin);
    at_first = false;
    out.text += changed;
    at = stop;
    if (stop >= last || stop >= text.size()) break;
    out.text += '\n';
    at = stop + 1;
  }
  out.text += text.substr(at);
  return out;
}

bool blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

Edited indent(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin == end) {
    const std::size_t column = begin - line_start(text, begin);
    const std::size_t spaces = tab_width - column % tab_width;
    Edited out{std::string(text), begin + spaces, begin + spaces};
    out.text.insert(begin, spaces, ' ');
    return out;
  }
  return each_line(text, begin, end, [](std::string_view line) {
    return blank(line) ? std::string(line) : std::string(tab_width, ' ') + std::string(line);
  });
}

Edited outdent(std::string_view text, std::size_t begin, std::size_t end) {
  return each_line(text, begin, end, [](std::string_view line) {
    std::size_t spaces = 0;
    while (spaces < std::min(line.size(), tab_width) && line[spaces] == ' ') ++spaces;
    if (spaces == 0 && !line.empty() && line[0] == '\t') spaces = 1;
    return std::string(line.substr(spaces));
  });
}

Edited toggle_comment(std::string_view text, std::size_t begin, std::size_t end) {
  bool all = true;
  bool any = false;
  (void)each_line(text, begin, end, [&](std::string_view line) {
    if (!blank(line)) {
      any = true;
      all = all && line.substr(line.find_first_not_of(" \t")).starts_with("--");
    }
    return std::string(line);
  });
  const bool remove = any && all;
  return each_line(text, begin, end, [&](std::string_view line) {
    std::string changed(line);
    if (blank(line)) return changed;
    const std::size_t at = line.find_first_not_of(" \t");
    if (remove)
      changed.erase(at, line.substr(at).starts_with("-- ") ? 3 : 2);
    else
      changed.insert(at, "-- ");
    return changed;
  });
}

std::string_view indentation_at(std::string_view text, std::size_t offset) {
  const std::size_t start = line_start(text, std::min(offset, text.size()));
  std::size_t end = start;
  while (end < text.size() && end < offset && (text[end] == ' ' || text[end] == '\t')) ++end;
  return text.substr(start, end - start);
}

}  // namespace engine::text
