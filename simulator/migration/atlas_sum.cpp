#include "simulator/migration/atlas_sum.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/hash.h"

namespace simulator::migration {
namespace {

constexpr std::string_view prefix = "h1:";

bool is_ignored(std::string_view bytes) {
  const auto first_line = bytes.substr(0, bytes.find('\n'));
  return first_line.starts_with("--") && first_line.find("atlas:sum ignore") != std::string_view::npos;
}

base::Error syntax(const std::string& path, int line, std::string message) {
  base::Error error;
  error.code = "migration.atlas-sum-syntax";
  error.message = std::move(message);
  error.help =
      "The first line is `h1:<hash>`, every other one `<file name> h1:<hash>`. `repair` writes the "
      "file anew from the folder as it is.";
  error.file = path;
  error.at = {line, 1};
  return error;
}

}  // namespace

AtlasSum atlas_sum(std::span<const SummedFile> files) {
  AtlasSum sum;
  base::RunningSha256 running;
  base::RunningSha256 total;
  for (const auto& file : files) {
    running.add(file.name);
    if (is_ignored(file.bytes)) continue;
    running.add(file.bytes);
    AtlasSum::Line& line = sum.lines.emplace_back();
    line.file = file.name;
    line.hash = base::base64(running.digest());
    total.add(line.file);
    total.add(line.hash);
  }
  sum.total = base::base64(total.digest());
  return sum;
}

std::vector<std::string> statement_hashes(const Script& script) {
  std::vector<std::string> hashes;
  base::RunningSha256 sum;
  for (const auto& statement : script.statements) {
    sum.add(statement.text);
    hashes.push_back("h1:" + base::base64(sum.digest()));
  }
  return hashes;
}

std::string to_text(const AtlasSum& sum) {
  std::string text = fmt::format("{}{}\n", prefix, sum.total);
  for (const auto& line : sum.lines) text += fmt::format("{} {}{}\n", line.file, prefix, line.hash);
  return text;
}

base::Result<AtlasSum> read_atlas_sum(std::string_view text, const std::string& path) {
  AtlasSum sum;
  int number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (line.ends_with('\r')) line.remove_suffix(1);  // none is part of a hash
    if (number == 1) {
      if (!line.starts_with(prefix))
        return tl::make_unexpected(syntax(path, number, "the first line does not begin with `h1:`"));
      sum.total = line.substr(prefix.size());
      continue;
    }
    if (line.empty()) continue;
    const auto gap = line.rfind(' ');
    if (gap == std::string_view::npos || gap == 0 || !line.substr(gap + 1).starts_with(prefix))
      return tl::make_unexpected(syntax(path, number, "the line is not `<file name> h1:<hash>`"));
    sum.lines.push_back(
        {std::string(line.substr(0, gap)), std::string(line.substr(gap + 1 + prefix.size()))});
  }
  if (number == 0) return tl::make_unexpected(syntax(path, 1, "the file is empty"));
  return sum;
}

std::vector<SumMismatch> sum_mismatches(const AtlasSum& written, const AtlasSum& actual) {
  const auto has = [](const std::vector<AtlasSum::Line>& lines, const std::string& file) {
    return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.file == file; });
  };
  // Every hash holds all before it, so only the first difference says which file it was about.
  std::size_t i = 0;
  while (i < written.lines.size() && i < actual.lines.size() && written.lines[i] == actual.lines[i]) ++i;
  const int line = static_cast<int>(i) + 2;
  if (i < written.lines.size() && !has(actual.lines, written.lines[i].file))
    return {{line, written.lines[i].file, "removed"}};
  if (i < actual.lines.size() && !has(written.lines, actual.lines[i].file))
    return {{line, actual.lines[i].file, "added"}};
  if (i < written.lines.size()) return {{line, written.lines[i].file, "edited"}};
  if (written.total != actual.total) return {{1, {}, {}}};
  return {};
}

}  // namespace simulator::migration
