#include "simulator/migration/choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "simulator/base/known_words.h"

namespace simulator::migration {
namespace {

class Chooser {
 public:
  Chooser(const MigrationSet& set, const History& history, const Target& target)
      : profile_(profile_of(set.tool)), set_(set), history_(history), target_(target) {}

  base::Result<Choice> up() {
    if (auto known = check_version(false); !known) return tl::make_unexpected(known.error());
    for (auto& problem : history_problems(set_, history_, target_.strict)) {
      const bool late = problem.kind == Problem::Kind::out_of_order;
      if (late ? refuses_late() : refuses(profile_, problem.kind)) {
        choice_.problems.push_back(std::move(problem));
      } else if (late && !target_.out_of_order) {
        note(problem.what, fmt::format("{} runs it all the same.", profile_.name));
      }
    }
    say_together(profile_, choice_.problems);
    choose_pending();
    cut(choice_.files);
    if (choice_.files.empty() && choice_.problems.empty()) look_below_mark();
    return std::move(choice_);
  }

  base::Result<Choice> down() {
    if (profile_.down == DownOrder::never)
      return base::failure(
          "migration.no-down", fmt::format("{} has no way back", profile_.name),
          "Nothing was changed. Undo it by a new migration, which also works for databases of other people.");
    if (auto known = check_version(true); !known) return tl::make_unexpected(known.error());
    for (auto& problem : history_problems(set_, history_)) {
      const bool stops =
          problem.kind == Problem::Kind::failed_before || problem.kind == Problem::Kind::unknown_current;
      if (stops && refuses(profile_, problem.kind)) choice_.problems.push_back(std::move(problem));
    }
    if (profile_.shape == HistoryShape::high_water_mark) {
      choose_below_mark();
    } else if (profile_.down == DownOrder::by_file_name) {
      choose_last_names();
    } else {
      choose_rows();
    }
    return std::move(choice_);
  }

 private:
  bool same(std::string_view version) const { return means_version(profile_.order, *target_.to, version); }
  bool beyond(std::string_view version) const {
    return target_.to && !same(version) && comes_before(profile_.order, *target_.to, version);
  }
  bool refuses_late() const {
    if (profile_.out_of_order == OutOfOrder::run) return target_.strict;
    return !target_.out_of_order;
  }

  base::Result<void> check_version(bool zero_is_known) const {
    if (!target_.to || (zero_is_known && means_version(VersionOrder::integer, *target_.to, "0"))) return {};
    std::vector<std::string> known;
    for (const auto& file : set_.files) known.push_back(file.version);
    for (const auto& row : history_.rows) known.push_back(row.version);
    if (std::any_of(known.begin(), known.end(), [&](const auto& version) { return same(version); }))
      return {};
    const auto meant = base::did_you_mean(*target_.to, known);
    return base::failure("migration.unknown-version",
                         fmt::format("there is no migration with the version {}", *target_.to),
                         meant ? fmt::format("Nothing was changed. Did you mean {}?", *meant)
                               : "Nothing was changed. `status` lists the versions.");
  }

  void cut(std::vector<const MigrationFile*>& files) const {
    if (target_.steps)
      files.resize(std::min(files.size(), static_cast<std::size_t>(std::max(*target_.steps, 0))));
  }

  void note(base::Error what, std::string help) {
    what.help = std::move(help);
    choice_.notes.push_back({base::Severity::warning, std::move(what)});
  }

  /// Of an empty database: the newest file that makes everything at once.
  const MigrationFile* beginning() const {
    const bool fresh =
        !history_.mark && std::none_of(history_.rows.begin(), history_.rows.end(),
                                       [](const auto& row) { return !row.version.starts_with("R__"); });
    const MigrationFile* found = nullptr;
    for (const auto& file : set_.files)
      if (fresh && file.kind == MigrationKind::cumulative && !beyond(file.version)) found = &file;
    return found;
  }

  void choose_pending() {
    const MigrationFile* begins = beginning();
    const std::string covered = covered_up_to(set_, history_);
    const auto is_covered = [&](const MigrationFile& file, const std::string& up_to) {
      return !up_to.empty() && !comes_before(profile_.order, up_to, file.version);
    };
    for (const auto& file : set_.files) {
      bool wanted = false;
      switch (file.kind) {
        case MigrationKind::cumulative: {
          const auto* row = history_.find(file.version);
          wanted = &file == begins || (row != nullptr && row->state == RecordState::failed);
          break;
        }
        case MigrationKind::repeatable: {
          const auto* row = history_.find(file.version);
          wanted = row == nullptr || !same_content(profile_, *row, file);
          break;
        }
        case MigrationKind::versioned:
          wanted = !beyond(file.version) && !history_.counts_as_applied(file.version) &&
                   !is_covered(file, covered) && (begins == nullptr || !is_covered(file, begins->version));
          break;
      }
      if (wanted) choice_.files.push_back(&file);
    }
  }

  /// Files that the mark alone says have run: one of them may have been merged too late, and never did.
  void look_below_mark() {
    if (!history_.mark) return;
    std::vector<std::string> titles;
    for (const auto& file : set_.files)
      if (history_.counts_as_applied(file.version) && history_.find(file.version) == nullptr)
        titles.push_back(file.title());
    if (titles.empty()) return;
    constexpr std::size_t most_named = 3;
    Standing at;
    at.kind = Standing::Kind::by_mark;
    at.there = *history_.mark;
    at.here = titles.size() > most_named ? fmt::format("{} files", titles.size())
                                         : fmt::format("{}", fmt::join(titles, ", "));
    choice_.passed_over = explain_standing(profile_, at);
  }

  std::size_t limit(std::size_t all) const {
    if (target_.steps) return static_cast<std::size_t>(std::max(*target_.steps, 0));
    return target_.to ? all : 1;
  }

  /// High water: every file below the mark is taken to be applied, whether it ran or not.
  void choose_below_mark() {
    const std::size_t most = limit(set_.files.size());
    for (auto file = set_.files.rbegin(); file != set_.files.rend() && choice_.files.size() < most; ++file) {
      if (!history_.mark || comes_before(profile_.order, *history_.mark, file->version)) continue;
      if (target_.to && !beyond(file->version)) break;
      choice_.files.push_back(&*file);
    }
  }

  /// The last file name that is applied. The parts of one file go back with it, and in the order in which
  /// they came.
  void choose_last_names() {
    const auto& files = set_.files;
    std::size_t left = limit(files.size());
    for (std::size_t end = files.size(); end > 0 && left > 0;) {
      std::size_t begin = end - 1;
      while (begin > 0 && files[begin - 1].path == files[begin].path) --begin;
      const std::size_t beyond_last = std::exchange(end, begin);
      if (!history_.counts_as_applied(files[begin].version)) continue;
      if (target_.to && !beyond(files[begin].version)) break;
      for (std::size_t part = begin; part < beyond_last; ++part) choice_.files.push_back(&files[part]);
      --left;
    }
  }

  void choose_rows() {
    std::vector<const HistoryRow*> rows;
    for (const auto& row : history_.rows)
      if (row.state == RecordState::applied && !row.version.starts_with("R__")) rows.push_back(&row);
    if (profile_.down == DownOrder::by_application)
      std::stable_sort(rows.begin(), rows.end(),
                       [](const auto* a, const auto* b) { return a->sequence < b->sequence; });
    const std::size_t most = limit(rows.size());
    std::size_t taken = 0;
    for (auto row = rows.rbegin(); row != rows.rend() && taken < most; ++row) {
      if (target_.to && !beyond((*row)->version)) {
        if (profile_.down == DownOrder::by_application) continue;
        break;
      }
      ++taken;
      take_back(**row);
    }
  }

  void take_back(const HistoryRow& row) {
    const auto* file = set_.find(row.version);
    if (file == nullptr) {
      choice_.problems.push_back(missing(row));
      return;
    }
    const bool wants_down = set_.tool == Tool::driftwood || set_.tool == Tool::flyway;
    if (wants_down && !file->reversible()) choice_.problems.push_back(not_reversible(*file));
    if (!same_content(profile_, row, *file)) {
      base::Error what;
      what.code = "migration.edited";
      what.file = file->path;
      what.message = fmt::format("{} was changed after it was applied", file->title());
      note(std::move(what), "Its down part of today is run against what its up part made then.");
    }
    choice_.files.push_back(file);
  }

  Problem missing(const HistoryRow& row) const {
    Problem problem;
    problem.kind = Problem::Kind::missing;
    problem.version = row.version;
    problem.name = row.name;
    problem.what.code = "migration.missing";
    problem.what.message =
        fmt::format("{} cannot be taken back: its file is not in the folder",
                    row.name.empty() ? row.version : fmt::format("{}_{}", row.version, row.name));
    problem.what.help =
        "Only the file says how. Bring it back (is this an older checkout, or another branch?).";
    return problem;
  }

  Problem not_reversible(const MigrationFile& file) const {
    Problem problem;
    problem.kind = Problem::Kind::not_reversible;
    problem.version = file.version;
    problem.name = file.name;
    problem.what.code = "migration.not-reversible";
    problem.what.file = file.path;
    const std::string start = fmt::format("{} cannot be taken back: ", file.title());
    if (set_.tool == Tool::flyway) {
      problem.what.message =
          start + (file.down ? fmt::format("{} holds no statement", file.down_file->file_name)
                             : "there is no U file of its version");
    } else {
      if (file.down) problem.what.at = {file.down->start.line - 1, 1};
      problem.what.message =
          start + (file.down ? "its down part holds no statement" : "its file has no `-- migrate:down` part");
    }
    problem.what.help =
        "Undo it by a new migration, which is also what works for databases of other people. (A down part "
        "added now would make the file an edited one; when there is really nothing to undo, the part says "
        "SELECT 1;)";
    Standing at;
    at.kind = Standing::Kind::no_way_back;
    at.version = file.version;
    at.name = file.name;
    problem.explain = explain_standing(profile_, at);
    return problem;
  }

  const ToolProfile& profile_;
  const MigrationSet& set_;
  const History& history_;
  const Target& target_;
  Choice choice_;
};

}  // namespace

base::Result<Choice> choose(Direction direction, const MigrationSet& set, const History& history,
                            const Target& target) {
  Chooser chooser(set, history, target);
  return direction == Direction::up ? chooser.up() : chooser.down();
}

}  // namespace simulator::migration
