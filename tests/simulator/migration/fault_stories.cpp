#include "tests/simulator/migration/fault_stories.h"

#include <algorithm>
#include <array>

#include "simulator/migration/amendment.h"
#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/history.h"
#include "simulator/migration/layout.h"

namespace simulator::migration::testing_support {
namespace {

using Statements = std::vector<std::string>;
struct Step {
  Statements up;
  Statements down;
};

/// A row that needs more than a page of 1024 bytes, a key, a column that comes and goes, a table that is
/// rebuilt.
const std::array<Step, 3>& steps() {
  static const std::array<Step, 3> all{
      Step{{"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);",
            "INSERT INTO users VALUES (1, 'a'), (2, zeroblob(1500));"},
           {"DROP TABLE users;"}},
      Step{{"CREATE TABLE posts (id INTEGER PRIMARY KEY, u REFERENCES users (id));",
            "INSERT INTO posts VALUES (7, 1);", "ALTER TABLE users ADD COLUMN phone TEXT;"},
           {"ALTER TABLE users DROP COLUMN phone;", "DROP TABLE posts;"}},
      Step{{"CREATE TABLE n (id INTEGER PRIMARY KEY, u NOT NULL REFERENCES users (id));",
            "INSERT INTO n SELECT * FROM posts;", "DROP TABLE posts;", "ALTER TABLE n RENAME TO posts;",
            "UPDATE users SET phone = id;"},
           {"UPDATE users SET phone = NULL;",
            "CREATE TABLE o (id INTEGER PRIMARY KEY, u REFERENCES users (id));",
            "INSERT INTO o SELECT * FROM posts;", "DROP TABLE posts;", "ALTER TABLE o RENAME TO posts;"}},
  };
  return all;
}

/// What there is after `n` files, and then after each statement of the next one (up) or of its own way back.
struct Contents {
  std::array<std::vector<std::string>, 3> up;    // up[n][k]: n files and k statements of the next
  std::array<std::vector<std::string>, 3> down;  // down[n][k]: n + 1 files, k statements of the way back
  std::vector<std::string> whole;                // whole[n]: n files
};

const Contents& contents() {
  static const Contents all = [] {
    Contents made;
    auto database = open();
    made.whole.push_back(content(database));
    for (std::size_t n = 0; n < steps().size(); ++n) {
      made.up[n].push_back(content(database));
      for (const auto& statement : steps()[n].up) {
        execute(database, statement);
        made.up[n].push_back(content(database));
      }
      made.whole.push_back(content(database));
    }
    for (std::size_t n = steps().size(); n-- > 0;) {
      made.down[n].push_back(content(database));
      for (const auto& statement : steps()[n].down) {
        execute(database, statement);
        made.down[n].push_back(content(database));
      }
      EXPECT_EQ(content(database), made.whole[n]) << "the way back of file " << n + 1;
    }
    return made;
  }();
  return all;
}

std::string lines(const Statements& statements) {
  std::string text;
  for (const auto& statement : statements) text += statement + "\n";
  return text;
}

void add_file(std::vector<SourceFile>& out, Tool tool, bool transaction, std::size_t number,
              const std::string& up, const std::string& down) {
  const std::string n = std::to_string(number);
  const std::string option = transaction ? "\n" : " transaction:false\n";
  switch (tool) {
    case Tool::driftwood:
    case Tool::dbmate:
      out.push_back({n + "_s.sql", "-- migrate:up" + option + up + "-- migrate:down" + option + down});
      return;
    case Tool::golang_migrate:
      out.push_back({n + "_s.up.sql", up});
      out.push_back({n + "_s.down.sql", down});
      return;
    case Tool::goose:
      out.push_back({n + "_s.sql", std::string(transaction ? "" : "-- +goose NO TRANSACTION\n") +
                                       "-- +goose Up\n" + up + "-- +goose Down\n" + down});
      return;
    case Tool::flyway:
      for (const auto& [name, text] :
           {std::pair("V" + n + "__s.sql", up), std::pair("U" + n + "__s.sql", down)}) {
        out.push_back({name, text});
        if (!transaction) out.push_back({name + ".conf", "executeInTransaction=false\n"});
      }
      return;
    case Tool::prisma:
      out.push_back({n + "_s/", ""});
      out.push_back({n + "_s/migration.sql", up});
      return;
    case Tool::atlas:
      out.push_back({n + "_s.sql", (transaction ? "" : "-- atlas:txmode none\n\n") + up});
      return;
  }
}

MigrationSet folder(Tool tool, bool transaction, const std::string& at_the_end) {
  std::vector<SourceFile> sources;
  for (std::size_t i = 0; i < steps().size(); ++i) {
    const std::string up = lines(steps()[i].up) + (i + 1 == steps().size() ? at_the_end : "");
    add_file(sources, tool, transaction, i + 1, up, lines(steps()[i].down));
  }
  if (tool == Tool::atlas) {
    std::vector<SummedFile> summed;
    for (const auto& source : sources) summed.push_back({source.name, source.text});
    sources.push_back({"atlas.sum", to_text(atlas_sum(summed))});
  }
  auto read = read_layout(tool, sources, "m");
  for (const auto& diagnostic : read.diagnostics)
    EXPECT_NE(diagnostic.severity, base::Severity::error) << base::to_string(diagnostic);
  EXPECT_EQ(read.set.files.size(), steps().size());
  return std::move(read.set);
}

Story story(Tool tool, bool transaction) {
  const bool says_so = !transaction && profile_of(tool).opt_out != OptOut::none;
  return {std::string(to_string(tool)) + (says_so ? " without transaction" : ""),
          tool,
          transaction,
          folder(tool, transaction, ""),
          folder(tool, transaction, "-- a word more\n"),
          folder(tool, transaction, "INSERT INTO nope VALUES (1);\n")};
}

const base::ManualClock& fixed_clock() {
  static const base::ManualClock clock{1'778'750'000'123};
  return clock;
}

/// The verb's way: forward, back, or (redo) both.
bool goes_up(Verb verb) { return verb != Verb::down; }
bool goes_down(Verb verb) { return verb == Verb::down || verb == Verb::redo; }

std::size_t index_of(const Story& story, std::string_view version) {
  for (std::size_t i = 0; i < story.set.files.size(); ++i)
    if (story.set.files[i].version == version) return i;
  return story.set.files.size();
}

bool is_one_of(const std::string& found, const std::vector<std::string>& allowed, std::size_t from = 0,
               std::size_t to = SIZE_MAX) {
  for (std::size_t i = from; i < allowed.size() && i <= to; ++i)
    if (allowed[i] == found) return true;
  return false;
}

/// golang-migrate's dirty version: the file that was under way is wholly there or not at all.
bool fits_dirty(const std::string& found, const Story& story, const std::string& version, Verb verb) {
  const auto& whole = contents().whole;
  const std::size_t there = version == "-1" ? 0 : index_of(story, version) + 1;
  if (goes_up(verb) && there > 0 && is_one_of(found, whole, there - 1, there)) return true;
  return goes_down(verb) && is_one_of(found, whole, there, there + 1);
}

/// Statement by statement: between two of them is a state like any other.
bool fits_half(const std::string& found, const Story& story, const History& history, std::size_t n,
               Verb verb) {
  const HistoryRow* failed = history.failed();
  const auto at = failed != nullptr ? index_of(story, failed->version) : n;
  if (goes_up(verb) && at < steps().size()) {
    const auto done = failed != nullptr ? static_cast<std::size_t>(failed->statements_done) : 0;
    const bool counted = story.tool == Tool::atlas;  // its row is at most one statement behind
    const bool may_be_half = failed != nullptr || story.tool != Tool::prisma;
    if (may_be_half && is_one_of(found, contents().up[at], counted ? done : 0, counted ? done + 1 : SIZE_MAX))
      return true;
  }
  const auto back = failed != nullptr ? at + 1 : n;
  return goes_down(verb) && back > 0 && back <= steps().size() && is_one_of(found, contents().down[back - 1]);
}

}  // namespace

const std::vector<Story>& stories() {
  static const std::vector<Story> all = [] {
    std::vector<Story> made;
    for (const Tool tool : all_tools()) made.push_back(story(tool, tool != Tool::prisma));
    for (const Tool tool : all_tools())
      if (profile_of(tool).opt_out != OptOut::none) made.push_back(story(tool, false));
    return made;
  }();
  return all;
}

std::string_view to_string(Verb verb) {
  constexpr std::array<std::string_view, 7> names{"up",       "down",         "redo", "repair",
                                                  "baseline", "mark-applied", "force"};
  return names.at(static_cast<std::size_t>(verb));
}

bool runs_files(Verb verb) { return verb == Verb::up || verb == Verb::down || verb == Verb::redo; }

std::vector<Verb> verbs_of(const Story& story) {
  const ToolProfile& profile = profile_of(story.tool);
  const bool opted_out = !story.transaction && profile.opt_out != OptOut::none;
  std::vector<Verb> verbs{Verb::up};
  if (profile.down != DownOrder::never) verbs.insert(verbs.end(), {Verb::down, Verb::redo});
  if (story.tool == Tool::driftwood || story.tool == Tool::flyway || story.tool == Tool::prisma)
    verbs.push_back(Verb::repair);
  if (opted_out) return verbs;  // the rest does not look at transactions
  verbs.insert(verbs.end(), {Verb::baseline, Verb::mark_applied});
  if (profile.shape != HistoryShape::log) verbs.push_back(Verb::force);
  return verbs;
}

void prepare(sql::Database& database, const Story& story, Verb verb) {
  const auto up = [&](const MigrationSet& set, const Target& target, bool fails) {
    const auto report = Runner(database, set, fixed_clock()).up(target);
    EXPECT_EQ(report.failure.has_value(), fails)
        << story.name << (report.failure ? base::to_string(*report.failure) : "");
  };
  switch (verb) {
    case Verb::up:
      return;
    case Verb::down:
    case Verb::redo:
    case Verb::force:
      return up(story.set, {}, false);
    case Verb::repair:
      if (profile_of(story.tool).refuses_edited && story.transaction) return up(story.edited, {}, false);
      return up(story.broken, {}, true);
    case Verb::baseline:
      for (std::size_t i = 0; i < 2; ++i) execute(database, lines(steps().at(i).up));
      return;
    case Verb::mark_applied:
      up(story.set, {.steps = 2}, false);
      execute(database, lines(steps()[2].up));
      return;
  }
}

Outcome perform(sql::Database& database, const Story& story, Verb verb, const RunHooks& hooks) {
  Outcome outcome;
  const auto run = [&](Direction direction, const Target& target) {
    Runner runner(database, story.set, fixed_clock(), hooks);
    outcome.report = direction == Direction::up ? runner.up(target) : runner.down(target);
    outcome.failure = outcome.report.failure;
  };
  const auto amend = [&](const base::Result<Amendment>& amended) {
    if (!amended) outcome.failure = amended.error();
  };
  const auto version = [&](std::size_t n) { return story.set.files.at(n).version; };
  switch (verb) {
    case Verb::up:
      run(Direction::up, {});
      break;
    case Verb::down:
      run(Direction::down, {.to = "0"});
      break;
    case Verb::redo:
      run(Direction::down, {});
      if (!outcome.failure) run(Direction::up, {.to = version(2), .steps = 1, .out_of_order = true});
      break;
    case Verb::repair:
      amend(repair(database, story.set, fixed_clock()));
      break;
    case Verb::baseline:
      amend(baseline(database, story.set, fixed_clock(), version(1)));
      break;
    case Verb::mark_applied:
      amend(mark_applied(database, story.set, fixed_clock(), version(2)));
      break;
    case Verb::force:
      amend(force(database, story.set, fixed_clock(), version(0)));
      break;
  }
  return outcome;
}

std::string content(sql::Database& database) {
  // Renaming a table puts quotes around its name.
  const std::string own =
      " NOT IN ('schema_migrations', 'goose_db_version', 'flyway_schema_history', '_prisma_migrations', "
      "'atlas_schema_revisions', 'sqlite_sequence')";
  std::string out =
      rows(database, "SELECT type, name, replace(sql, '\"', '') FROM sqlite_schema WHERE tbl_name" + own +
                         " ORDER BY 1, 2");
  const auto tables =
      database.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name" + own + " ORDER BY 1");
  if (!tables) return base::to_string(tables.error());
  for (const auto& table : tables->rows) {
    const std::string name = sql::to_display(table.at(0));
    out += "\n" + name + ": " + rows(database, "SELECT * FROM " + sql::quote_identifier(name));
  }
  return out;
}

const std::string& content_after(std::size_t files) { return contents().whole.at(files); }

std::string history_rows(sql::Database& database, Tool tool) {
  const std::string table(profile_of(tool).history_table);
  if (rows(database, "SELECT count(*) FROM sqlite_schema WHERE name = " + sql::quote_text(table)) == "0")
    return "no table";
  std::string columns = "*";
  if (tool == Tool::goose) columns = "id, version_id, is_applied";
  if (tool == Tool::flyway)
    columns = "installed_rank, version, description, type, script, checksum, execution_time, success";
  if (tool == Tool::prisma)
    columns = "migration_name, checksum, finished_at, logs, rolled_back_at, started_at, applied_steps_count";
  return rows(database, "SELECT " + columns + " FROM " + table + " ORDER BY rowid");
}

std::size_t applied_files(sql::Database& database, const Story& story) {
  const auto history = read_history(database, story.tool);
  EXPECT_TRUE(history) << base::to_string(history.error());
  if (!history) return 0;
  std::size_t n = 0;
  while (n < story.set.files.size() && history->counts_as_applied(story.set.files[n].version)) ++n;
  return n;
}

std::string disagreement(sql::Database& database, const Story& story, Verb verb) {
  const auto history = read_history(database, story.tool);
  if (!history) return base::to_string(history.error());
  const std::string found = content(database);
  const HistoryRow* failed = history->failed();
  const std::size_t n = applied_files(database, story);
  for (std::size_t i = n; i < story.set.files.size(); ++i)
    if (history->counts_as_applied(story.set.files[i].version)) return "a file in between is not applied";
  const bool keeps_files_whole =
      story.transaction && profile_of(story.tool).transaction != TransactionRule::none;
  if (failed != nullptr && story.tool == Tool::golang_migrate)
    return fits_dirty(found, story, failed->version, verb) ? "" : "dirty, and neither before nor after";
  if (found == contents().whole.at(n)) {
    if (failed == nullptr || !keeps_files_whole) return {};
    return "a failure is recorded by a tool that records none";
  }
  if (!keeps_files_whole && fits_half(found, story, *history, n, verb)) return {};
  return "the history says " + std::to_string(n) + " files" + (failed != nullptr ? " and a failure" : "") +
         ", the database holds:\n" + found;
}

void clear_record_of_failure(sql::Database& database, const Story& story) {
  const auto history = read_history(database, story.tool);
  if (!history || history->failed() == nullptr || story.tool != Tool::golang_migrate) return;
  const std::string found = content(database);
  for (std::size_t n = 0; n <= steps().size(); ++n) {
    if (found != contents().whole[n]) continue;
    const auto forced =
        force(database, story.set, fixed_clock(), n == 0 ? "-1" : story.set.files[n - 1].version);
    EXPECT_TRUE(forced) << base::to_string(forced.error());
    return;
  }
}

}  // namespace simulator::migration::testing_support
