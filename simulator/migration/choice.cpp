#include "simulator/migration/choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/json.h"

namespace simulator::migration {
namespace {

bool same_number(std::string_view a, std::string_view b) {
  const auto digits = [](std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
    return text;
  };
  return digits(a) == digits(b);
}

base::Result<void> check_version(Direction direction, const MigrationSet& set, const History& history,
                                 const std::string& to) {
  if (direction == Direction::down && same_number(to, "0")) return {};
  std::vector<std::string> known;
  for (const auto& file : set.files) known.push_back(file.version);
  for (const auto& row : history.rows) known.push_back(row.version);
  const auto same = [&](const std::string& version) { return same_number(version, to); };
  if (std::any_of(known.begin(), known.end(), same)) return {};
  const auto meant = base::did_you_mean(to, known);
  return base::failure("migration.unknown-version",
                       fmt::format("there is no migration with the version {}", to),
                       meant ? fmt::format("Nothing was changed. Did you mean {}?", *meant)
                             : "Nothing was changed. `status` lists the versions.");
}

bool beyond(std::string_view version, const std::optional<std::string>& to) {
  return to && !same_number(version, *to) && version_less(*to, version);
}

void cut_to(std::vector<const MigrationFile*>& files, std::optional<int> steps) {
  if (steps) files.resize(std::min(files.size(), static_cast<std::size_t>(std::max(*steps, 0))));
}

Choice choose_up(const MigrationSet& set, const History& history, const Target& target) {
  Choice choice;
  for (auto& problem : history_problems(set, history))
    if (problem.kind != Problem::Kind::out_of_order || !target.out_of_order)
      choice.problems.push_back(std::move(problem));
  for (const auto& file : set.files)
    if (!beyond(file.version, target.to) && history.find(file.version) == nullptr)
      choice.files.push_back(&file);
  cut_to(choice.files, target.steps);
  return choice;
}

Problem not_reversible(const MigrationFile& file) {
  Problem problem;
  problem.kind = Problem::Kind::not_reversible;
  problem.version = file.version;
  problem.name = file.name;
  problem.what.code = "migration.not-reversible";
  problem.what.file = file.path;
  if (file.down) problem.what.at = {file.down->start.line - 1, 1};
  problem.what.message =
      file.down
          ? fmt::format("{} cannot be taken back: its down part holds no statement", file.title())
          : fmt::format("{} cannot be taken back: its file has no `-- migrate:down` part", file.title());
  problem.what.help =
      "Undo it by a new migration, which is also what works for databases of other people. (A down part "
      "added now "
      "would make the file an edited one; when there is really nothing to undo, the part says SELECT 1;)";
  return problem;
}

Choice choose_down(const MigrationSet& set, const History& history, const Target& target) {
  Choice choice;
  const std::size_t limit = target.steps ? static_cast<std::size_t>(std::max(*target.steps, 0))
                            : target.to  ? history.rows.size()
                                         : 1;
  std::size_t taken = 0;
  for (auto row = history.rows.rbegin(); row != history.rows.rend() && taken < limit; ++row, ++taken) {
    if (target.to && !beyond(row->version, target.to)) break;
    const auto* file = set.find(row->version);
    if (file == nullptr) {
      Problem problem;
      problem.kind = Problem::Kind::missing;
      problem.version = row->version;
      problem.name = row->name;
      problem.what.code = "migration.missing";
      problem.what.message =
          fmt::format("{}_{} cannot be taken back: its file is not in the folder", row->version, row->name);
      problem.what.help =
          "Only the file says how. Bring it back (is this an older checkout, or another branch?).";
      choice.problems.push_back(std::move(problem));
      continue;
    }
    if (!file->reversible()) choice.problems.push_back(not_reversible(*file));
    if (file->checksum != row->checksum) {
      base::Diagnostic note;
      note.severity = base::Severity::warning;
      note.what.code = "migration.edited";
      note.what.file = file->path;
      note.what.message = fmt::format("{} was changed after it was applied", file->title());
      note.what.help = "Its down part of today is run against what its up part made then.";
      choice.notes.push_back(std::move(note));
    }
    choice.files.push_back(file);
  }
  return choice;
}

}  // namespace

base::Result<Choice> choose(Direction direction, const MigrationSet& set, const History& history,
                            const Target& target) {
  if (target.to)
    if (auto known = check_version(direction, set, history, *target.to); !known)
      return tl::make_unexpected(known.error());
  return direction == Direction::up ? choose_up(set, history, target) : choose_down(set, history, target);
}

}  // namespace simulator::migration
