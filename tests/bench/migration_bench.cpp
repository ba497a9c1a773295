// 1,000 and 10,000 migrations: the runner against SQLite alone, an image against running them all again, and
// looking at a folder. A database on a file lies in memory (/dev/shm): what the disk takes is nobody's floor.
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>

#include "simulator/base/clock.h"
#include "simulator/base/files.h"
#include "simulator/base/hash.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/runner.h"
#include "simulator/sql/environment_store.h"
#include "tests/bench/memory.h"
#include "tests/bench/pair.h"

namespace bench {
namespace {

namespace fs = std::filesystem;
namespace migration = simulator::migration;
namespace sql = simulator::sql;

/// A folder for a while.
class Scratch {
 public:
  Scratch() {
    std::string pattern =
        fs::exists("/dev/shm") ? "/dev/shm/driftwood-bench-XXXXXX" : "/tmp/driftwood-bench-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the benchmark");
    path_ = pattern;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path path(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

/// Where the database of a run lies.
enum class Place { memory, file };

/// What teams write: of twenty files five make a table, seven add a column, four an index, three put rows in,
/// one renames a column. With keys, tables refer to others and so do some of the columns.
std::string statements_of(int number, bool keys) {
  const int kind = number % 20;
  const int table = number / 20 * 5 + kind % 5;
  if (kind < 5) {
    const std::string key =
        keys && table > 0 ? fmt::format(",\n  owner_id INTEGER REFERENCES t{}(id)", table / 2) : "";
    return fmt::format(
        "CREATE TABLE t{} (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL,\n  note TEXT{}\n);\n", table,
        key);
  }
  if (kind < 12) {
    const std::string key = keys && kind == 7 ? fmt::format(" REFERENCES t{}(id)", table / 2) : "";
    return fmt::format("ALTER TABLE t{} ADD COLUMN c{} INTEGER{};\n", table, number, key);
  }
  if (kind < 16) return fmt::format("CREATE INDEX i{0} ON t{1} (name, note);\n", number, table);
  if (kind < 19)
    return fmt::format("INSERT INTO t{} (name, note) VALUES ('first', 'a note'), ('second', NULL);\n", table);
  return fmt::format("ALTER TABLE t{} RENAME COLUMN note TO note_{};\n", table, number);
}

/// Of ten files one makes a table, eight change one, one fills it: 1,000 tables after 10,000.
std::string thousand_tables(int number) {
  const int table = number / 10;
  if (number % 10 == 0) return statements_of(table / 5 * 20 + table % 5, false);
  if (number % 10 == 9) return fmt::format("INSERT INTO t{} (name) VALUES ('first');\n", table);
  return fmt::format("ALTER TABLE t{} ADD COLUMN c{} INTEGER;\n", table, number);
}

/// One table whose column gets a new name in every file.
std::string only_alters(int number) {
  if (number == 0) return "CREATE TABLE t42 (id INTEGER PRIMARY KEY, name TEXT, n0 TEXT);\n";
  return fmt::format("ALTER TABLE t42 RENAME COLUMN n{} TO n{};\n", number - 1, number);
}

using Statements = std::function<std::string(int number)>;

std::vector<migration::SourceFile> make_files(int count, const Statements& statements) {
  std::vector<migration::SourceFile> files;
  for (int i = 0; i < count; ++i)
    files.push_back(
        {fmt::format("{:05}_change.sql", i + 1), "-- migrate:up\n" + statements(i) + "-- migrate:down\n"});
  return files;
}

migration::MigrationSet make_set(int count, const Statements& statements) {
  auto read = migration::read_migrations(make_files(count, statements), "migrations");
  if (!read.diagnostics.empty()) throw std::runtime_error(to_string(read.diagnostics.front()));
  return std::move(read.set);
}

void migrate(sql::Database& database, const migration::MigrationSet& set) {
  const simulator::base::SystemClock clock;
  migration::Runner runner(database, set, clock);
  const auto report = runner.up({});
  if (report.failure) throw std::runtime_error(to_string(*report.failure));
  if (report.applied.size() != set.files.size()) throw std::runtime_error("not every migration was applied");
}

double run_migrations(const migration::MigrationSet& set, Place place) {
  const Scratch scratch;
  const Stopwatch watch;
  auto database = must(sql::Database::open(
      {.path = place == Place::memory ? ":memory:" : scratch.path("app.db").string(), .vfs = ""}));
  must(database.execute("PRAGMA foreign_keys = ON"));
  migrate(database, set);
  return watch.seconds();
}

/// The same transactions and history rows, by hand.
double run_plain_sqlite(const migration::MigrationSet& set, Place place) {
  const Scratch scratch;
  const Stopwatch watch;
  sqlite3* database = nullptr;
  const auto check = [&](int code, int wanted = SQLITE_OK) {
    if (code != wanted) throw std::runtime_error(sqlite3_errmsg(database));
  };
  check(sqlite3_open(place == Place::memory ? ":memory:" : scratch.path("app.db").c_str(), &database));
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> closed(database, sqlite3_close);
  const auto prepare = [&](std::string_view text) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(database, text.data(), static_cast<int>(text.size()), &statement, nullptr));
    return std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>(statement, sqlite3_finalize);
  };
  const auto run = [&](sqlite3_stmt* statement) {
    check(sqlite3_step(statement), SQLITE_DONE);
    check(sqlite3_reset(statement));
  };
  run(prepare(migration::create_history_sql()).get());
  const auto begin = prepare("BEGIN IMMEDIATE");
  const auto commit = prepare("COMMIT");
  const auto history = prepare(migration::insert_history_sql());
  const auto bind = [&](int at, std::string_view text) {
    check(sqlite3_bind_text(history.get(), at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
  };
  for (const auto& file : set.files) {
    run(begin.get());
    const std::string_view script = file.script(migration::Direction::up);
    run(prepare(script).get());  // each file holds one statement
    bind(1, file.version);
    bind(2, file.name);
    bind(3, file.checksum);
    bind(4, "2026-05-14T09:30:00.000Z");
    check(sqlite3_bind_int64(history.get(), 5, 0));
    run(history.get());
    run(commit.get());
  }
  return watch.seconds();
}

constexpr std::string_view first_query = "SELECT count(*), max(name) FROM t42";

void look(sql::EnvironmentStore& store, const std::string& environment) {
  auto database = must(store.open(environment));
  if (must(database.query(first_query)).rows.size() != 1) throw std::runtime_error("the table is empty");
}

double replay(const migration::MigrationSet& set) {
  const Stopwatch watch;
  sql::EnvironmentStore fresh{sql::VfsOptions{}};
  {
    auto database = must(fresh.open("fresh"));
    migrate(database, set);
  }
  look(fresh, "fresh");
  return watch.seconds();
}

/// An environment that was built once, and what restoring it takes.
class Grown {
 public:
  explicit Grown(migration::MigrationSet set) : set_(std::move(set)) {}

  [[nodiscard]] const migration::MigrationSet& set() const { return set_; }
  double restore() {
    if (!image_) build();
    const Stopwatch watch;
    must(store_.restore("fresh", *image_));
    look(store_, "fresh");
    const double seconds = watch.seconds();
    must(store_.remove("fresh"));
    return seconds;
  }

 private:
  void build() {
    auto database = must(store_.open("grown"));
    migrate(database, set_);
    image_.emplace(must(store_.image("grown")));
  }

  migration::MigrationSet set_;
  sql::EnvironmentStore store_{sql::VfsOptions{}};
  std::optional<sql::Image> image_;
};

Pair restoring(std::string corpus, double limit, int pairs, migration::MigrationSet set) {
  const auto grown = std::make_shared<Grown>(std::move(set));
  return {.corpus = std::move(corpus),
          .limit = limit,
          .floor = [grown] { return replay(grown->set()); },
          .ours = [grown] { return grown->restore(); },
          .pairs = pairs};
}

/// A folder on disk whose files are all applied to a database on disk.
class Applied {
 public:
  explicit Applied(int count) {
    for (const auto& file : make_files(count, [](int number) { return fmt::format("SELECT {};\n", number); }))
      must(simulator::base::write_file_atomically(scratch_.path(file.name), file.text));
    auto database = open();
    migrate(database, read());
  }

  [[nodiscard]] double look(const std::function<void(migration::Runner&)>& how) const {
    const Stopwatch watch;
    const auto set = read();
    auto database = open();
    const simulator::base::SystemClock clock;
    migration::Runner runner(database, set, clock);
    how(runner);
    return watch.seconds();
  }
  /// Every file read and summed up, every row read: nobody can tell less.
  [[nodiscard]] double least() const {
    const Stopwatch watch;
    const auto folder = must(simulator::base::Folder::open(scratch_.path("")));
    for (const auto& name : must(folder.list("")))
      if (name.ends_with(".sql") && simulator::base::sha256_hex(must(folder.read(name))).empty())
        throw std::runtime_error("no sum");
    auto database = open();
    must(database.query("SELECT * FROM schema_migrations"));
    return watch.seconds();
  }

 private:
  [[nodiscard]] migration::MigrationSet read() const {
    return migration::read_migrations(must(simulator::base::Folder::open(scratch_.path("")))).set;
  }
  [[nodiscard]] sql::Database open() const {
    return must(sql::Database::open({.path = scratch_.path("app.db").string(), .vfs = ""}));
  }
  Scratch scratch_;
};

std::vector<Pair> looking_pairs() {
  const auto applied = std::make_shared<std::unique_ptr<Applied>>();
  const auto folder = [applied]() -> const Applied& {  // made when a row asks for it
    if (!*applied) *applied = std::make_unique<Applied>(10'000);
    return **applied;
  };
  const auto row = [&](const char* verb, std::function<void(migration::Runner&)> how) {
    return Pair{
        .corpus = fmt::format("{} of 10,000 files / reading and summing them up, reading the rows", verb),
        .limit = std::nullopt,
        .floor = [folder] { return folder().least(); },
        .ours = [folder, how = std::move(how)] { return folder().look(how); }};
  };
  return {row("status",
              [](migration::Runner& runner) {
                if (must(runner.status()).size() != 10'000)
                  throw std::runtime_error("not every file is there");
              }),
          row("verify", [](migration::Runner& runner) {
            if (!must(runner.verify()).empty()) throw std::runtime_error("something does not hold");
          })};
}

}  // namespace

std::vector<Pair> migration_pairs() {
  const auto mixed = [](int number) { return statements_of(number, false); };
  const auto with_keys = [](int number) { return statements_of(number, true); };
  constexpr int few = 3;  // pairs, where one takes a minute
  std::vector<Pair> pairs;
  const auto add = [&](std::string_view name, const std::shared_ptr<migration::MigrationSet>& set,
                       Place place, int repeated) {
    pairs.push_back({.corpus = fmt::format("{} migrations {} / plain SQLite", name,
                                           place == Place::memory ? "in memory" : "on a file"),
                     .limit = 1.10,
                     .floor = [set, place] { return run_plain_sqlite(*set, place); },
                     .ours = [set, place] { return run_migrations(*set, place); },
                     .pairs = repeated});
  };
  const auto without = std::make_shared<migration::MigrationSet>(make_set(1'000, mixed));
  const auto keys = std::make_shared<migration::MigrationSet>(make_set(1'000, with_keys));
  const auto many = std::make_shared<migration::MigrationSet>(make_set(10'000, thousand_tables));
  add("1,000", without, Place::memory, usual_pairs);
  add("1,000, with foreign keys,", keys, Place::memory, usual_pairs);
  add("1,000, with foreign keys,", keys, Place::file, usual_pairs);
  add("10,000", many, Place::memory, few);
  add("10,000", many, Place::file, few);
  pairs.push_back(restoring("version 1,000 from an image, first query / replaying", 1.0 / 15, usual_pairs,
                            make_set(1'000, with_keys)));
  pairs.push_back(restoring("version 10,000, 1,000 tables, from an image, first query / replaying", 1.0 / 100,
                            few, make_set(10'000, thousand_tables)));
  pairs.push_back(restoring("version 10,000, ALTERs only, from an image, first query / replaying", 1.0 / 300,
                            few, make_set(10'000, only_alters)));
  for (auto& pair : looking_pairs()) pairs.push_back(std::move(pair));
  return pairs;
}

RunnerNeeds needs_of_runner(const std::string& driftwoodctl) {
  const auto needs = [](int count, const std::function<std::vector<std::string>(
                                       const std::string& folder, const std::string& database)>& command) {
    const Scratch scratch;
    const fs::path folder = scratch.path("migrations");
    fs::create_directories(folder);
    for (const auto& file : make_files(count, [](int number) { return statements_of(number, true); }))
      must(simulator::base::write_file_atomically(folder / file.name, file.text));
    return needs_of(command(folder.string(), scratch.path("app.db").string()), Display::none);
  };
  const auto ours = [&](const std::string& tool) {
    return [&driftwoodctl, tool](const std::string& folder, const std::string& database) {
      return std::vector<std::string>{driftwoodctl, "migrate", "up",   "--tool", tool,
                                      "--dir",      folder,    "--db", database};
    };
  };
  const std::string dbmate =
      std::string(DRIFTWOOD_SOURCE_DIR) + "/build/interop/node_modules/@dbmate/linux-x64/bin/dbmate";
  RunnerNeeds out;
  out.thousand = needs(1'000, ours("driftwood"));
  out.ten_thousand = needs(10'000, ours("driftwood"));
  out.as_dbmate = needs(1'000, ours("dbmate"));
  if (fs::exists(dbmate)) {
    out.dbmate = needs(1'000, [&dbmate](const std::string& folder, const std::string& database) {
      return std::vector<std::string>{
          dbmate, "--url", "sqlite:" + database, "--migrations-dir", folder, "--no-dump-schema", "up"};
    });
  }
  return out;
}

}  // namespace bench
