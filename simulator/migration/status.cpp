#include "simulator/migration/status.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::migration {
namespace {

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
  }
  return {};
}

std::vector<StatusRow> status_rows(const MigrationSet& set, const History& history) {
  std::vector<StatusRow> rows;
  rows.reserve(std::max(set.files.size(), history.rows.size()));
  auto file = set.files.begin();
  auto done = history.rows.begin();
  while (file != set.files.end() || done != history.rows.end()) {
    const bool has_file = file != set.files.end() &&
                          (done == history.rows.end() || !version_less(done->version, file->version));
    const bool has_row = done != history.rows.end() &&
                         (file == set.files.end() || !version_less(file->version, done->version));
    StatusRow row;
    if (has_row) {
      row.version = done->version;
      row.name = done->name;
      row.applied_at_unix_ms = done->applied_at_unix_ms;
      row.execution_ms = done->execution_ms;
      row.marked_only = !done->execution_ms.has_value();
      row.state = MigrationState::missing;
    }
    if (has_file) {
      row.version = file->version;
      row.name = file->name;
      row.reversible = file->reversible();
      row.state = MigrationState::applied;
      if (has_row && done->checksum != file->checksum) row.state = MigrationState::edited;
      if (!has_row)
        row.state = done == history.rows.end() ? MigrationState::pending : MigrationState::out_of_order;
    }
    if (has_file) ++file;
    if (has_row) ++done;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Problem> history_problems(const MigrationSet& set, const History& history) {
  std::vector<Problem> problems;
  for (const auto& row : status_rows(set, history)) {
    const std::string title = row.version + "_" + row.name;
    switch (row.state) {
      case MigrationState::applied:
      case MigrationState::pending:
        break;
      case MigrationState::edited: {
        auto found = problem(
            Problem::Kind::edited, row, "migration.edited",
            fmt::format("{} was applied to this database and its file was changed afterwards", title),
            "The database has what the file said then. Put the file back as it was and write the change "
            "as a new migration; on a database that only you use, `down` and `up` again also helps.");
        if (const auto* file = set.find(row.version)) found.what.file = file->path;
        problems.push_back(std::move(found));
        break;
      }
      case MigrationState::missing:
        problems.push_back(
            problem(Problem::Kind::missing, row, "migration.missing",
                    fmt::format("{} was applied to this database, but its file is not in the folder", title),
                    "Bring the file back (is this an older checkout, or another branch?). Without it "
                    "nobody else can reach this schema."));
        break;
      case MigrationState::out_of_order: {
        auto found = problem(
            Problem::Kind::out_of_order, row, "migration.out-of-order",
            fmt::format("{} was never run here, but {}, which comes after it, was", title,
                        history.rows.back().version),
            "On a new database the files run in the other order, which may give another schema. Give the "
            "file a version above all applied ones, or, when the order does not matter, allow it "
            "with --out-of-order.");
        if (const auto* file = set.find(row.version)) found.what.file = file->path;
        problems.push_back(std::move(found));
        break;
      }
    }
  }
  return problems;
}

}  // namespace simulator::migration
