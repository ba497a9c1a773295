#include "engine/app/scenario_file.h"

#include <filesystem>
#include <ostream>

namespace engine::app {
namespace base = simulator::base;
namespace deploy = simulator::deploy;
namespace {

constexpr int deepest = 4;

void collect(const base::Folder& folder, const std::string& below, int depth, std::vector<std::string>& out) {
  const auto names = folder.list(below);
  if (!names) return;
  for (const std::string& name : *names) {
    if (name.ends_with(".deploy.json")) out.push_back(folder.display(below + name));
    if (name.ends_with('/') && !name.starts_with('.') && depth < deepest)
      collect(folder, below + name, depth + 1, out);
  }
}

}  // namespace

std::optional<deploy::Scenario> read_scenario_file(const std::string& file, Outcome& outcome) {
  const std::filesystem::path path(file);
  const auto folder = base::Folder::open(path.has_parent_path() ? path.parent_path() : ".");
  if (!folder) {
    outcome.could_not_run(folder.error());
    return std::nullopt;
  }
  deploy::ScenarioResult result = deploy::read_scenario(*folder, path.filename().string());
  for (const auto& diagnostic : result.diagnostics) outcome.err << to_string(diagnostic) << '\n';
  if (!has_errors(result.diagnostics)) return std::move(result.scenario);
  outcome.exit = Exit::could_not_run;
  return std::nullopt;
}

base::Result<std::vector<std::string>> scenario_files(const std::string& folder) {
  const auto root = base::Folder::open(folder);
  if (!root) return tl::unexpected(root.error());
  std::vector<std::string> out;
  collect(*root, "", 0, out);
  return out;
}

}  // namespace engine::app
