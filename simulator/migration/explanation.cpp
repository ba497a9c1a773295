#include "simulator/migration/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulator/sql/tokenizer.h"

namespace simulator::migration {
namespace {

/// Not a verb of the command line: each tool has its own for it.
std::string_view doing(Direction direction) {
  return direction == Direction::up ? "migrating" : "rolling back";
}

struct ByNumber {
  bool operator()(const std::string& a, const std::string& b) const { return version_less(a, b); }
};

/// The versions that count as applied when the files of the report have run.
std::set<std::string, ByNumber> applied_now(Direction direction, const RunReport& report,
                                            const History& before) {
  std::set<std::string, ByNumber> versions;
  for (const auto& row : before.rows) versions.insert(row.version);
  for (const auto& done : report.applied) {
    if (direction == Direction::up) versions.insert(done.version);
    if (direction == Direction::down) versions.erase(done.version);
  }
  return versions;
}

}  // namespace

base::Error cancelled(base::Error error) {
  error.code = "migration.cancelled";
  error.message = "the run was cancelled";
  return error;
}

base::Error left_open(const MigrationFile& file) {
  base::Error error;
  error.code = "migration.left-open";
  error.message = fmt::format("{} began a transaction and did not end it", file.title());
  error.help =
      "It was rolled back, as it is when the tool closes its connection. End it with COMMIT, or leave "
      "BEGIN out.";
  error.file = file.path;
  return error;
}

base::Error refusal(Direction direction, const RunReport& report) {
  base::Error error;
  if (report.problems.size() == 1) {
    error = report.problems[0].what;
    error.message = fmt::format("{} was refused: {}", doing(direction), error.message);
    if (!error.help.empty()) error.help += "\n";
  } else {
    error.message = fmt::format("{} was refused for {} reasons", doing(direction), report.problems.size());
  }
  error.code = "migration.refused";
  error.help += report.applied.empty() ? "Nothing was changed."
                                       : fmt::format("Of this run, {} stays; nothing after it was changed.",
                                                     report.applied.back().version);
  return error;
}

base::Error explain_violations(const MigrationFile& file, Direction direction,
                               std::span<const Violation> violations) {
  base::Error error;
  error.code = "migration.foreign-keys";
  error.file = file.path;
  if (direction == Direction::down && file.down) error.at = file.down->start;
  error.message = fmt::format(
      "{} would leave {} that {} to nothing: {}", file.title(),
      violations.size() == 1 ? "a foreign key" : fmt::format("{} foreign keys", violations.size()),
      violations.size() == 1 ? "leads" : "lead", describe(violations));
  error.help =
      "Foreign keys are off while a file runs and checked before it is committed. Make the file change or "
      "delete "
      "those rows, or keep the rows they point at.";
  return error;
}

std::string hint_for(std::string_view message) {
  const auto says = [&](std::string_view part) { return message.find(part) != std::string_view::npos; };
  if (says("duplicate column name") || says("already exists"))
    return "It is there already: an earlier file makes it, a way back left it, or somebody changed this "
           "database by hand. If it was by hand, compare it with the file; when the database has exactly "
           "what "
           "the file would make, record the file with mark-applied.";
  if (says("Cannot add a NOT NULL column with default value NULL"))
    return "Rows that exist would have no value for it, so this works only on an empty table. Give the "
           "column a "
           "constant DEFAULT, or add it nullable, fill it, and rebuild the table.";
  if (says("Cannot add a column with non-constant default"))
    return "Works only on an empty table. Add the column without the default, fill it with UPDATE, and let "
           "the "
           "program write the value.";
  if (says("no such table") || says("no such column"))
    return "Is the name written as it is in the schema, and is what it names made by an earlier file? If "
           "another environment has it, somebody changed that one by hand: the schemas have drifted apart.";
  return {};
}

std::optional<std::size_t> named_place(std::string_view message, std::string_view statement) {
  for (const std::string_view start : {"no such table: ", "no such column: ", "no such index: ",
                                       "no such view: ", "no such trigger: ", "duplicate column name: "}) {
    if (!message.starts_with(start)) continue;
    std::string_view name = message.substr(start.size());
    name.remove_prefix(name.rfind('.') + 1);
    for (const auto& token : sql::tokenize(statement))
      if (!sql::is_trivia(token.kind) && sql::same_word(sql::unquoted(sql::text_of(statement, token)), name))
        return token.offset;
  }
  return std::nullopt;
}

std::string describe_state(Direction direction, const MigrationFile& file, const RunReport& report,
                           const History& before) {
  std::string out =
      fmt::format("Nothing of {} was kept: schema, rows and history are as before it.", file.title());
  if (!report.applied.empty()) {
    out +=
        direction == Direction::up ? " Applied before it in this run:" : " Taken back before it in this run:";
    for (const auto& done : report.applied)
      out += " " + done.version + (&done == &report.applied.back() ? "." : ",");
  }
  const auto versions = applied_now(direction, report, before);
  out += versions.empty() ? " No migration is applied to the database now."
                          : fmt::format(" The database is at version {} now.", *versions.rbegin());
  return out + " When the cause is mended, run the same again: it goes on from here.";
}

}  // namespace simulator::migration
