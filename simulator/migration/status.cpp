#include "simulator/migration/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "simulator/base/hash.h"

namespace simulator::migration {
namespace {

bool has_crlf(std::string_view text) { return text.find("\r\n") != std::string_view::npos; }

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string without_crlf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  return out;
}

/// The newest version that ran here; empty when none did. Repeatables have no version.
std::string newest_applied(const History& history) {
  for (auto row = history.rows.rbegin(); row != history.rows.rend(); ++row)
    if (!row->version.starts_with("R__") && row->state != RecordState::failed) return row->version;
  return {};
}

StatusRow row_of_history(const HistoryRow& done) {
  StatusRow row;
  row.version = done.version;
  row.name = done.name;
  row.applied_at_unix_ms = done.applied_at_unix_ms;
  row.execution_ms = done.execution_ms;
  row.marked_only = done.marked;
  row.state = done.state == RecordState::failed     ? MigrationState::failed
              : done.state == RecordState::baseline ? MigrationState::applied
                                                    : MigrationState::missing;
  return row;
}

class Standings {
 public:
  Standings(const MigrationSet& set, const History& history)
      : profile_(profile_of(set.tool)),
        history_(history),
        covered_(covered_up_to(set, history)),
        newest_(newest_applied(history)) {}

  StatusRow of(const MigrationFile& file) const {
    const HistoryRow* done = history_.find(file.version);
    StatusRow row = done != nullptr ? row_of_history(*done) : StatusRow{};
    row.version = file.version;
    row.name = file.name;
    row.reversible = file.reversible();
    row.state = state(file, done);
    row.by_mark = history_.mark && done == nullptr && row.state == MigrationState::applied;
    return row;
  }

 private:
  MigrationState state(const MigrationFile& file, const HistoryRow* done) const {
    if (done != nullptr && done->state == RecordState::failed) return MigrationState::failed;
    if (history_.mark)
      return history_.counts_as_applied(file.version) ? MigrationState::applied : MigrationState::pending;
    if (done != nullptr) {
      if (done->state == RecordState::baseline || same_content(profile_, *done, file))
        return MigrationState::applied;
      return file.kind == MigrationKind::repeatable ? MigrationState::outdated : MigrationState::edited;
    }
    if (file.kind == MigrationKind::repeatable) return MigrationState::pending;
    if (!covered_.empty() && !comes_before(profile_.order, covered_, file.version))
      return MigrationState::covered;
    if (file.kind == MigrationKind::cumulative && !newest_.empty()) return MigrationState::covered;
    const bool late = !newest_.empty() && comes_before(profile_.order, file.version, newest_);
    return late ? MigrationState::out_of_order : MigrationState::pending;
  }

  const ToolProfile& profile_;
  const History& history_;
  std::string covered_;
  std::string newest_;
};

Problem problem(Problem::Kind kind, const StatusRow& row, std::string code, std::string message,
                std::string help) {
  Problem found;
  found.kind = kind;
  found.version = row.version;
  found.name = row.name;
  found.what.code = std::move(code);
  found.what.message = std::move(message);
  found.what.help = std::move(help);
  return found;
}

Standing standing(Standing::Kind kind, const StatusRow& row) {
  Standing at;
  at.kind = kind;
  at.version = row.version;
  at.name = row.name;
  return at;
}

std::string late_help(const ToolProfile& profile, bool strict) {
  const bool runs = profile.out_of_order == OutOfOrder::run;
  if (runs && !strict) return fmt::format("{} runs it all the same.", profile.name);
  return fmt::format(
      "Give the file a version above all applied ones, or, when the order does not matter, {}.",
      runs ? "leave --strict out" : "allow it with --out-of-order");
}

/// Files that are not in the folder, but newer than all that are: Flyway lets these be ("future").
bool is_future(const MigrationSet& set, const StatusRow& row) {
  return std::none_of(set.files.begin(), set.files.end(), [&](const MigrationFile& file) {
    return file.kind != MigrationKind::repeatable &&
           !comes_before(profile_of(set.tool).order, file.version, row.version);
  });
}

}  // namespace

std::string_view to_string(MigrationState state) {
  switch (state) {
    case MigrationState::applied:
      return "applied";
    case MigrationState::pending:
      return "pending";
    case MigrationState::edited:
      return "edited";
    case MigrationState::missing:
      return "missing";
    case MigrationState::out_of_order:
      return "out of order";
    case MigrationState::failed:
      return "failed";
    case MigrationState::covered:
      return "covered";
    case MigrationState::outdated:
      return "runs again";
  }
  return {};
}

bool same_content(const ToolProfile& profile, const HistoryRow& row, const MigrationFile& file) {
  switch (profile.checksum) {
    case ChecksumRule::none:
    case ChecksumRule::sha256_running:  // atlas.sum guards the folder; the row's hash is not compared
      return true;
    case ChecksumRule::crc32_lines:
      return row.checksum.empty() || row.checksum == file.checksum;
    case ChecksumRule::sha256_normalised:
      return row.checksum == file.checksum;
    case ChecksumRule::sha256_raw:
      return row.checksum == file.checksum ||
             row.checksum ==
                 base::sha256_hex(has_crlf(file.text) ? without_crlf(file.text) : with_crlf(file.text));
  }
  return true;
}

std::string covered_up_to(const MigrationSet& set, const History& history) {
  std::string covered;
  const auto reach = [&](const std::string& version) {
    if (covered.empty() || comes_before(history.order, covered, version)) covered = version;
  };
  for (const auto& row : history.rows)
    if (row.state == RecordState::baseline) reach(row.version);
  for (const auto& file : set.files) {
    if (file.kind != MigrationKind::cumulative) continue;
    const auto* row = history.find(file.version);
    if (row != nullptr && row->state == RecordState::applied) reach(file.version);
  }
  return covered;
}

std::vector<StatusRow> status_rows(const MigrationSet& set, const History& history) {
  const VersionOrder order = profile_of(set.tool).order;
  std::unordered_set<std::string> in_folder;
  for (const auto& file : set.files) in_folder.insert(version_key(order, file.version));
  std::vector<StatusRow> rows;
  rows.reserve(std::max(set.files.size(), history.rows.size()));
  const Standings standings(set, history);
  auto done = history.rows.begin();
  const auto missing_before = [&](const MigrationFile* file) {
    for (; done != history.rows.end(); ++done) {
      if (file != nullptr && !comes_before(order, done->version, file->version)) return;
      if (!in_folder.contains(version_key(order, done->version))) rows.push_back(row_of_history(*done));
    }
  };
  for (const auto& file : set.files) {
    missing_before(&file);
    rows.push_back(standings.of(file));
  }
  missing_before(nullptr);
  return rows;
}

void say_together(const ToolProfile& profile, std::vector<Problem>& problems) {
  std::vector<const Standing*> told;
  for (const Problem& problem : problems)
    if (said_with_others(profile.tool, problem.at.kind) && !problem.at.version.empty())
      told.push_back(&problem.at);
  const std::string said = said_together(profile.tool, told);
  for (Problem& problem : problems)
    if (said_with_others(profile.tool, problem.at.kind) && !problem.at.version.empty())
      problem.explain.said = said;
}

bool refuses(const ToolProfile& profile, Problem::Kind kind) {
  switch (kind) {
    case Problem::Kind::edited:
      return profile.refuses_edited;
    case Problem::Kind::missing:
      return profile.refuses_missing;
    case Problem::Kind::out_of_order:
      return profile.out_of_order == OutOfOrder::refuse;
    case Problem::Kind::failed_before:
      return profile.failure != FailureRecord::progress_if_kept;
    case Problem::Kind::not_reversible:
    case Problem::Kind::refused_statement:
    case Problem::Kind::unknown_current:
    case Problem::Kind::not_clean:
      return true;
  }
  return true;
}

std::vector<Problem> history_problems(const MigrationSet& set, const History& history, bool strict) {
  const ToolProfile& profile = profile_of(set.tool);
  std::vector<Problem> problems;
  const auto add = [&](Problem found, Standing at) {
    at.path = found.what.file;
    found.explain = explain_standing(profile, at);
    found.at = std::move(at);
    problems.push_back(std::move(found));
  };
  if (history.mark == "-1") {
    StatusRow row;
    row.version = "-1";
    add(problem(Problem::Kind::failed_before, row, "migration.failed-before",
                "taking back the first migration failed, and the history is dirty",
                "Look what is there, then say with `force -1` that nothing is."),
        standing(Standing::Kind::failed_before, row));
  }
  for (const auto& row : status_rows(set, history)) {
    const std::string title =
        row.name.empty() || row.version.starts_with("R__") ? row.version : row.version + "_" + row.name;
    const bool fits = row.state == MigrationState::applied || row.state == MigrationState::pending;
    const auto* file = fits ? nullptr : set.find(row.version);
    const auto* done = fits ? nullptr : history.find(row.version);
    switch (row.state) {
      case MigrationState::applied:
      case MigrationState::pending:
      case MigrationState::covered:
      case MigrationState::outdated:
        break;
      case MigrationState::edited: {
        auto found = problem(
            Problem::Kind::edited, row, "migration.edited",
            fmt::format("{} was applied to this database and its file was changed afterwards", title),
            fmt::format(
                "The database has what the file said then. Put the file back as it was and write the change "
                "as a new migration{}",
                profile.down == DownOrder::never
                    ? "."
                    : "; on a database that only you use, rolling this one back and "
                      "applying it again also helps."));
        if (file != nullptr) found.what.file = file->path;
        auto at = standing(Standing::Kind::edited, row);
        at.there = done != nullptr ? done->checksum : "";
        at.here = file != nullptr ? file->checksum : "";
        add(std::move(found), std::move(at));
        break;
      }
      case MigrationState::missing:
        if (history.mark || (set.tool == Tool::flyway && is_future(set, row))) break;
        add(problem(Problem::Kind::missing, row, "migration.missing",
                    fmt::format("{} was applied to this database, but its file is not in the folder", title),
                    "Bring the file back (is this an older checkout, or another branch?). Without it "
                    "nobody else can reach this schema."),
            standing(Standing::Kind::missing, row));
        break;
      case MigrationState::out_of_order: {
        const std::string newest = newest_applied(history);
        auto found =
            problem(Problem::Kind::out_of_order, row, "migration.out-of-order",
                    fmt::format("{} was never run here, but {}, which comes after it, was", title, newest),
                    "On a new database the files run in the other order, which may give another schema. " +
                        late_help(profile, strict));
        if (file != nullptr) found.what.file = file->path;
        auto at = standing(Standing::Kind::out_of_order, row);
        at.there = newest;
        at.strict = strict;
        add(std::move(found), std::move(at));
        break;
      }
      case MigrationState::failed: {
        if (file == nullptr && profile.failure == FailureRecord::progress_if_kept) {
          add(problem(Problem::Kind::unknown_current, row, "migration.unknown-current",
                      fmt::format("{} ran by half, and its file is not in the folder", title),
                      "Bring the file back (is this an older checkout, or another branch?)."),
              standing(Standing::Kind::half_done_missing, row));
          break;
        }
        auto found = problem(Problem::Kind::failed_before, row, "migration.failed-before",
                             fmt::format("{} failed before, and its record is still there", title),
                             done != nullptr && !done->said.empty() ? "Then it was: " + done->said : "");
        if (file != nullptr) found.what.file = file->path;
        auto at = standing(Standing::Kind::failed_before, row);
        if (row.applied_at_unix_ms) {
          at.there = utc_text(*row.applied_at_unix_ms);
          at.there[10] = ' ';
          at.there.replace(at.there.size() - 1, 1, " UTC");
        }
        add(std::move(found), std::move(at));
        break;
      }
    }
  }
  if (history.mark && *history.mark != "-1" && set.find(*history.mark) == nullptr) {
    StatusRow row;
    row.version = *history.mark;
    add(problem(Problem::Kind::unknown_current, row, "migration.unknown-current",
                fmt::format("the database is at version {}, and no file in the folder has that version",
                            row.version),
                "Bring the file back (is this an older checkout, or another branch?)."),
        standing(Standing::Kind::unknown_current, row));
  }
  say_together(profile, problems);
  return problems;
}

}  // namespace simulator::migration
