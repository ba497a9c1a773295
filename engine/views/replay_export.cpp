#include "engine/views/replay_export.h"

#include <fmt/format.h>

#include <string>
#include <system_error>
#include <utility>

#include "simulator/base/files.h"
#include "simulator/deploy/replay_page.h"

namespace engine::views {
namespace base = simulator::base;
namespace deploy = simulator::deploy;
namespace fs = std::filesystem;

namespace {

constexpr int most_tries = 10'000;

/// A scenario's id may hold anything that JSON can; a file's name may not.
std::string file_name(const std::string& id) {
  std::string out;
  for (const char c : id) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    out += plain ? c : '-';
  }
  return out.empty() ? "deploy" : out.substr(0, 80);
}

}  // namespace

base::Result<Exported> export_replay(const fs::path& folder, const deploy::Scenario& scenario,
                                     const deploy::Trace& trace, const deploy::Exploration* found) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!fs::is_directory(folder, failed))
    return base::failure("files.unwritable", fmt::format("the folder {} cannot be made", folder.string()),
                         "Nothing was written. Make the folder, or free the name.");
  const std::string name = file_name(scenario.id) + "-replay";
  for (int number = 1; number <= most_tries; ++number) {
    const std::string free = number == 1 ? name : fmt::format("{}-{}", name, number);
    const Exported out{folder / (free + ".html"), folder / (free + ".json")};
    if (fs::exists(out.page, failed) || fs::exists(out.json, failed)) continue;
    if (auto written = base::write_file_atomically(out.page, deploy::to_html(scenario, trace, found));
        !written)
      return tl::unexpected(written.error());
    if (auto written = base::write_file_atomically(out.json, deploy::to_json(trace)); !written)
      return tl::unexpected(written.error());
    return out;
  }
  return base::failure("files.unwritable",
                       fmt::format("{} names like {} are taken in {}", most_tries, name, folder.string()),
                       "Nothing was written. Move old replays away and export again.");
}

}  // namespace engine::views
