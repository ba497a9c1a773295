#include "simulator/migration/layout_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/base/text_position.h"
#include "simulator/migration/tool_profile.h"

namespace simulator::migration {

LayoutReader::LayoutReader(Tool tool, std::span<const SourceFile> sources, std::string display_folder,
                           const LayoutOptions& options)
    : folder_(std::move(display_folder)), options_(options) {
  result_.set.tool = tool;
  for (const auto& source : sources) sources_.push_back(&source);
  std::sort(sources_.begin(), sources_.end(),
            [](const SourceFile* a, const SourceFile* b) { return a->name < b->name; });
}

const SourceFile* LayoutReader::source(std::string_view name) const {
  const auto found =
      std::lower_bound(sources_.begin(), sources_.end(), name,
                       [](const SourceFile* file, std::string_view wanted) { return file->name < wanted; });
  return found != sources_.end() && (*found)->name == name ? *found : nullptr;
}

std::string LayoutReader::path(std::string_view name) const {
  if (folder_.empty()) return std::string(name);
  return folder_.ends_with('/') ? folder_ + std::string(name) : fmt::format("{}/{}", folder_, name);
}

MigrationFile& LayoutReader::add(const SourceFile& source, std::string version, std::string name) {
  MigrationFile& file = files().emplace_back();
  file.version = std::move(version);
  file.name = std::move(name);
  file.file_name = source.name;
  file.path = path(source.name);
  file.text = source.text;
  file.up = {0, file.text.size(), {1, 1}, true};
  return file;
}

void LayoutReader::report(base::Severity severity, std::string code, std::string file, std::string message,
                          std::string help, base::Position at) {
  base::Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.what.code = std::move(code);
  diagnostic.what.file = std::move(file);
  diagnostic.what.message = std::move(message);
  diagnostic.what.help = std::move(help);
  diagnostic.what.at = at;
  result_.diagnostics.push_back(std::move(diagnostic));
}

void LayoutReader::passed_over(std::string_view name, std::string why) {
  const std::string_view last = name.substr(name.rfind('/') + 1);
  if (name.starts_with('.') || last.starts_with('.') || last.starts_with("README") || last.ends_with(".md"))
    return;
  const auto& profile = profile_of(result_.set.tool);
  report(base::Severity::warning, "migration.ignored-file", path(name), std::move(why),
         fmt::format("{} passes it over without a word: the file is never run. Its names are {}.",
                     profile.name, profile.file_names));
}

void LayoutReader::broken(MigrationFile& file, std::string code, std::string message, std::string help,
                          base::Position at) {
  if (file.broken) return;
  base::Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.help = std::move(help);
  error.file = file.path;
  error.at = at;
  error.excerpt = base::caret_excerpt(file.text, at);
  result_.diagnostics.push_back({base::Severity::warning, error});
  file.broken = std::move(error);
}

void LayoutReader::refuse_twins(std::string_view what) {
  const VersionOrder order = profile_of(result_.set.tool).order;
  std::map<std::pair<MigrationKind, std::string>, const MigrationFile*> seen;
  for (const auto& file : files()) {
    const auto [first, fresh] = seen.try_emplace({file.kind, version_key(order, file.version)}, &file);
    if (fresh) continue;
    report(base::Severity::error, "migration.duplicate-version", file.path,
           fmt::format("{} and {} have the same version, {}", first->second->file_name, file.file_name,
                       file.version),
           fmt::format("{} {}. Give one of them a version above all that were applied somewhere.",
                       profile_of(result_.set.tool).name, what));
  }
}

void LayoutReader::sort_by_version() {
  const VersionOrder order = profile_of(result_.set.tool).order;
  std::stable_sort(files().begin(), files().end(), [&](const MigrationFile& a, const MigrationFile& b) {
    if (a.kind == MigrationKind::repeatable || b.kind == MigrationKind::repeatable)
      return a.kind != b.kind ? b.kind == MigrationKind::repeatable : a.name < b.name;
    return comes_before(order, a.version, b.version);
  });
}

std::string_view leading_digits(std::string_view name) {
  std::size_t length = 0;
  while (length < name.size() && name[length] >= '0' && name[length] <= '9') ++length;
  return name.substr(0, length);
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    Line line{text.substr(start, end - start), start, std::min(end + 1, text.size()),
              static_cast<int>(lines.size()) + 1};
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    lines.push_back(line);
    start = line.next;
  }
  return lines;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace simulator::migration
