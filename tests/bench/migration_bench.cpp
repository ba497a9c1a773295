// 1,000 migrations: the runner against SQLite alone, and an image against running them all again.
#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>

#include "simulator/base/clock.h"
#include "simulator/migration/history.h"
#include "simulator/migration/migration_set.h"
#include "simulator/migration/runner.h"
#include "simulator/sql/environment_store.h"
#include "tests/bench/pair.h"

namespace bench {
namespace {

namespace migration = simulator::migration;
namespace sql = simulator::sql;

constexpr int migration_count = 1000;

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

migration::MigrationSet make_set(bool keys) {
  std::vector<migration::SourceFile> sources;
  for (int i = 0; i < migration_count; ++i)
    sources.push_back({fmt::format("{:04}_change.sql", i + 1), "-- migrate:up\n" + statements_of(i, keys)});
  auto read = migration::read_migrations(sources, "migrations");
  if (!read.diagnostics.empty()) throw std::runtime_error(to_string(read.diagnostics.front()));
  return std::move(read.set);
}

void migrate(sql::Database& database, const migration::MigrationSet& set) {
  const simulator::base::SystemClock clock;
  migration::Runner runner(database, set, clock);
  const auto report = runner.up({});
  if (report.failure) throw std::runtime_error(to_string(*report.failure));
  if (report.applied.size() != migration_count) throw std::runtime_error("not every migration was applied");
}

double run_migrations(const migration::MigrationSet& set) {
  const Stopwatch watch;
  auto database = must(sql::Database::open({.path = ":memory:", .vfs = ""}));
  must(database.execute("PRAGMA foreign_keys = ON"));
  migrate(database, set);
  return watch.seconds();
}

/// The same transactions and history rows, by hand.
double run_plain_sqlite(const migration::MigrationSet& set) {
  const Stopwatch watch;
  sqlite3* database = nullptr;
  const auto check = [&](int code, int wanted = SQLITE_OK) {
    if (code != wanted) throw std::runtime_error(sqlite3_errmsg(database));
  };
  check(sqlite3_open(":memory:", &database));
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

}  // namespace

std::vector<Pair> migration_pairs() {
  const auto plain = std::make_shared<migration::MigrationSet>(make_set(false));
  const auto keys = std::make_shared<migration::MigrationSet>(make_set(true));
  const auto store = std::make_shared<sql::EnvironmentStore>(sql::VfsOptions{});
  {
    auto database = must(store->open("grown"));
    migrate(database, *keys);
  }
  const auto image = std::make_shared<sql::Image>(must(store->image("grown")));

  std::vector<Pair> pairs;
  for (const auto& [name, set] : {std::pair("without", plain), std::pair("with", keys)}) {
    pairs.push_back({fmt::format("1,000 migrations in memory, {} foreign keys / plain SQLite", name), 1.15,
                     [set] { return run_plain_sqlite(*set); }, [set] { return run_migrations(*set); }});
  }
  pairs.push_back({"fresh environment at version 1,000 from an image, first query / replaying", 1.0 / 15,
                   [keys] {
                     const Stopwatch watch;
                     sql::EnvironmentStore fresh{sql::VfsOptions{}};
                     {
                       auto database = must(fresh.open("fresh"));
                       migrate(database, *keys);
                     }
                     look(fresh, "fresh");
                     return watch.seconds();
                   },
                   [store, image] {
                     const Stopwatch watch;
                     must(store->restore("fresh", *image));
                     look(*store, "fresh");
                     const double seconds = watch.seconds();
                     must(store->remove("fresh"));
                     return seconds;
                   }});
  return pairs;
}

}  // namespace bench
