#include "simulator/sql/sandbox.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace simulator::sql {
namespace {

using namespace std::chrono_literals;

struct Guarded {
  Database database;
  std::unique_ptr<Sandbox> sandbox;

  explicit Guarded(SandboxMode mode = SandboxMode::learner, const SandboxOptions& options = {})
      : database(Database::open({.path = ":memory:", .vfs = {}}).value()),
        sandbox(Sandbox::guard(database, mode, options).value()) {}

  // "" when it ran; else the explained error's code.
  std::string run(std::string_view script) {
    const auto ran = database.execute(script);
    if (ran) return "";
    last = sandbox->explain(ran.error());
    return last.code;
  }
  std::string cell(std::string_view sql) {
    const auto rows = database.query(sql);
    if (!rows) return (last = sandbox->explain(rows.error())).code;
    return rows->rows.empty() ? "no row" : to_display(rows->rows[0][0]);
  }
  base::Error last;
};

constexpr std::string_view shop =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, nick TEXT DEFAULT 'x');"
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), total INTEGER);"
    "CREATE INDEX users_email ON users (email);"
    "CREATE VIEW big AS SELECT u.email, o.total FROM users u JOIN orders o ON o.user_id = u.id WHERE total > "
    "10;"
    "CREATE TRIGGER bump AFTER INSERT ON orders BEGIN"
    "  UPDATE users SET nick = CASE WHEN NEW.total > 5 THEN 'y' ELSE nick END WHERE id = NEW.user_id; END;"
    "INSERT INTO users (email) VALUES ('a@x.org'), ('b@x.org'); INSERT INTO orders VALUES (1, 1, 20);";

class SchemaChange : public testing::TestWithParam<SandboxMode> {};

TEST_P(SchemaChange, EveryAlterWorksWithViewsAndTriggersAround) {
  Guarded guarded;
  ASSERT_EQ(guarded.run(shop), "") << guarded.last.message;
  guarded.sandbox->set_mode(GetParam());
  for (const char* sql :
       {"ALTER TABLE users ADD COLUMN phone TEXT",
        "ALTER TABLE users ADD COLUMN age INTEGER NOT NULL DEFAULT 3 CHECK (age > 0)",
        "ALTER TABLE users RENAME COLUMN email TO email_address", "ALTER TABLE users DROP COLUMN phone",
        "ALTER TABLE orders RENAME TO purchases", "CREATE INDEX i ON purchases (total)", "REINDEX", "ANALYZE",
        "DROP INDEX i", "DROP VIEW big", "DROP TRIGGER bump", "DROP TABLE purchases",
        "CREATE TABLE copy AS SELECT * FROM users", "CREATE TEMP TABLE scratch (a)",
        "PRAGMA user_version = 7", "PRAGMA foreign_key_check"}) {
    EXPECT_EQ(guarded.run(sql), "") << sql << ": " << guarded.last.message;
  }
  EXPECT_EQ(guarded.cell("SELECT email_address FROM users"), "a@x.org");
}
INSTANTIATE_TEST_SUITE_P(Modes, SchemaChange, testing::Values(SandboxMode::learner, SandboxMode::migration),
                         [](const auto& one) { return std::string(to_string(one.param)); });

TEST(Sandbox, AMigrationLeavesTheTransactionToTheRunner) {
  Guarded guarded;
  guarded.sandbox->set_mode(SandboxMode::migration);
  for (const char* sql :
       {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT a", "RELEASE a", "ROLLBACK TO a"}) {
    EXPECT_EQ(guarded.run(sql), "sandbox.denied") << sql;
    EXPECT_THAT(guarded.last.message, testing::HasSubstr("runner")) << sql;
  }
  EXPECT_EQ(guarded.run("SELECT 1;\n  PRAGMA Foreign_Keys = OFF"), "sandbox.denied");
  EXPECT_THAT(guarded.last.message, testing::HasSubstr("no effect inside a transaction"));
  EXPECT_EQ(guarded.run("PRAGMA foreign_keys"), "");
  EXPECT_EQ(guarded.run("PRAGMA defer_foreign_keys = ON"), "");
  guarded.sandbox->set_mode(SandboxMode::learner);
  EXPECT_EQ(guarded.run("PRAGMA foreign_keys = ON; BEGIN; SAVEPOINT a; ROLLBACK TO a; RELEASE a; COMMIT"),
            "");
}

TEST(Sandbox, AnApplicationWorksWithDataOnly) {
  Guarded guarded;
  ASSERT_EQ(guarded.run(shop), "");
  guarded.sandbox->set_mode(SandboxMode::application);
  EXPECT_EQ(guarded.run("BEGIN; INSERT INTO orders VALUES (2, 2, 1); UPDATE users SET nick = 'z'; COMMIT"),
            "");
  EXPECT_EQ(guarded.run("DELETE FROM orders WHERE id = 2"), "");
  for (const char* sql :
       {"CREATE TABLE t (a)", "DROP TABLE users", "ALTER TABLE users ADD COLUMN a", "DROP VIEW big",
        "CREATE INDEX i ON users (nick)", "CREATE TEMP TABLE t (a)", "PRAGMA foreign_keys = OFF"}) {
    EXPECT_EQ(guarded.run(sql), "sandbox.denied") << sql;
    EXPECT_FALSE(guarded.last.help.empty());
  }
}

TEST(Sandbox, AQueryOnlyLooks) {
  Guarded guarded;
  ASSERT_EQ(guarded.run(shop), "");
  guarded.sandbox->set_mode(SandboxMode::query);
  EXPECT_EQ(guarded.cell("SELECT total FROM big"), "20");
  EXPECT_EQ(guarded.cell("SELECT count(*) FROM pragma_table_info('users')"), "3") << guarded.last.message;
  EXPECT_EQ(guarded.cell("SELECT value FROM json_each('[7]')"), "7") << guarded.last.message;
  EXPECT_EQ(
      guarded.cell(
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 9) SELECT max(x) FROM c"),
      "9");
  for (const char* sql :
       {"INSERT INTO users (email) VALUES ('c')", "UPDATE users SET nick = 1", "DELETE FROM users",
        "CREATE TABLE t (a)", "BEGIN", "PRAGMA user_version = 3", "ANALYZE", "DROP TABLE users"}) {
    EXPECT_EQ(guarded.run(sql), "sandbox.denied") << sql;
  }
}

TEST(Sandbox, TheBudgetStopsAtTheSameStepEveryTime) {
  std::string first;
  for (int round = 0; round < 2; ++round) {
    Guarded guarded;
    ASSERT_EQ(guarded.run("CREATE TABLE t (a)"), "");
    guarded.sandbox->begin({.vm_operations = 50'000, .wall = 1h});
    std::string endless =
        "INSERT INTO t WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c";
    EXPECT_EQ(guarded.run(endless), "sandbox.budget");
    EXPECT_THAT(guarded.last.message, testing::HasSubstr("50000 steps"));
    EXPECT_EQ(guarded.sandbox->operations_used(), 50'050);
    EXPECT_EQ(guarded.run("SELECT 1"), "sandbox.budget") << "an exhausted command stays stopped";
    guarded.sandbox->begin({});
    EXPECT_EQ(guarded.cell("SELECT count(*) FROM t"), "0");
    const std::string used = std::to_string(guarded.sandbox->operations_used());
    if (round == 0) first = used;
    EXPECT_EQ(used, first);
  }
}

TEST(Sandbox, OneStepIsNotSteps) {
  for (const std::int64_t most : {1, 2}) {
    Guarded guarded;
    guarded.sandbox->begin({.vm_operations = most});
    EXPECT_EQ(
        guarded.run("WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"),
        "sandbox.budget");
    EXPECT_THAT(guarded.last.message, testing::StartsWith(most == 1 ? "stopped after 1 step of the"
                                                                    : "stopped after 2 steps of the"));
  }
}

// A WITH table behind AS looks like `column (..) AS (expression)`, and a recursive one names itself.
TEST(Sandbox, ATableMadeFromARecursiveSelectIsNoGeneratedColumn) {
  Guarded guarded;
  for (const std::string head : {"CREATE TABLE a AS ", "CREATE TEMP TABLE IF NOT EXISTS temp.b AS "})
    EXPECT_EQ(
        guarded.run(head + "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 10) "
                           "SELECT n FROM c"),
        "")
        << guarded.last.message;
  EXPECT_EQ(guarded.cell("SELECT (SELECT max(n) FROM a) + (SELECT count(*) FROM b)"), "20");
  EXPECT_EQ(guarded.run("CREATE TABLE d (n, m AS (n + n))"), "");
}

TEST(Sandbox, TheDeadlineFollowsTheClockItWasGiven) {
  base::ManualClock clock(1'000);
  Guarded guarded(SandboxMode::learner, {.clock = &clock});
  guarded.sandbox->begin({.wall = 500ms});
  clock.advance(500);
  EXPECT_EQ(guarded.run("SELECT 1"), "");
  clock.advance(1);
  EXPECT_EQ(guarded.run("SELECT 1"), "sandbox.deadline");
  EXPECT_THAT(guarded.last.message, testing::HasSubstr("500 ms"));
  guarded.sandbox->begin({.wall = 500ms});
  EXPECT_EQ(guarded.run("SELECT 1"), "");
}

// Looks at the clock while a statement runs; the tenth look cancels it, as another thread would.
class CancellingClock final : public base::Clock {
 public:
  explicit CancellingClock(std::stop_source& source) : source_(source) {}
  [[nodiscard]] std::int64_t unix_ms() const override { return 0; }
  [[nodiscard]] std::int64_t monotonic_ms() const override {
    if (++looks_ == 10) source_.request_stop();
    return 0;
  }

 private:
  std::stop_source& source_;
  mutable int looks_ = 0;
};

TEST(Sandbox, CancelStopsARunningStatement) {
  std::stop_source source;
  const CancellingClock clock(source);
  Guarded guarded(SandboxMode::learner, {.clock = &clock});
  guarded.sandbox->begin({.wall = 1h}, source.get_token());
  EXPECT_EQ(
      guarded.run("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT sum(x) FROM c"),
      "sandbox.cancelled");
}

TEST(Sandbox, DoubleQuotedStringsAreASwitch) {
  Guarded strict;
  EXPECT_EQ(strict.run("SELECT \"no_such\""), "sqlite.error");
  Guarded old(SandboxMode::learner, {.double_quoted_strings = true});
  EXPECT_EQ(old.cell("SELECT \"no_such\""), "no_such");
}

TEST(Sandbox, ApplicationsMeetSqliteAsItComes) {
  Guarded app(SandboxMode::application);
  EXPECT_EQ(app.cell("SELECT \"no_such\""), "no_such");
  app.sandbox->set_mode(SandboxMode::query);
  EXPECT_EQ(app.run("SELECT \"no_such\""), "sqlite.error");
  app.sandbox->set_mode(SandboxMode::application);
  EXPECT_EQ(app.cell("SELECT \"no_such\""), "no_such");
}

TEST(Sandbox, RandomComesFromItsSource) {
  base::Random a(7);
  base::Random b(7);
  Guarded one(SandboxMode::learner, {.random = &a});
  Guarded two(SandboxMode::learner, {.random = &b});
  for (const char* sql : {"SELECT random()", "SELECT hex(randomblob(20))"})
    EXPECT_EQ(one.cell(sql), two.cell(sql));
  EXPECT_EQ(a, b);
  EXPECT_NE(one.cell("SELECT random()"), one.cell("SELECT random()"));
  EXPECT_EQ(one.run("CREATE TABLE t (a, b DEFAULT (abs(random()) % 10)); INSERT INTO t (a) VALUES (1)"), "")
      << one.last.message;
}

TEST(Sandbox, ForeignKeyCheckOfTwoThousandTablesFits) {
  const base::ManualClock clock;  // however long it takes here
  SandboxOptions options;
  options.clock = &clock;
  Guarded guarded(SandboxMode::learner, options);
  std::string sql = "CREATE TABLE p (id INTEGER PRIMARY KEY);";
  for (int i = 0; i < 2000; ++i) sql += fmt::format("CREATE TABLE c{} (p INTEGER REFERENCES p (id));", i);
  ASSERT_EQ(guarded.run(sql), "");
  EXPECT_EQ(guarded.run("PRAGMA foreign_key_check"), "") << guarded.last.message;
}

TEST(Sandbox, ALongScriptIsMeasuredByStatement) {
  Guarded guarded;
  std::string sql = "CREATE TABLE t (a TEXT);";
  while (sql.size() < 500'000) sql += "INSERT INTO t VALUES ('" + std::string(1000, 'x') + "');\n";
  EXPECT_EQ(guarded.run(sql), "") << guarded.last.message;
  EXPECT_EQ(guarded.run("SELECT '" + std::string(300'000, 'x') + "'"), "sandbox.too-big");
}

TEST(Sandbox, ErrorsOfOthersStayAsTheyAre) {
  Guarded guarded;
  EXPECT_EQ(guarded.run("SELECT * FROM nowhere"), "sqlite.error");
  EXPECT_EQ(guarded.run("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (1)"), "sqlite.constraint");
}

TEST(Sandbox, StaysOnTheConnectionWhenItGoesFirst) {
  Guarded guarded;
  guarded.sandbox.reset();
  EXPECT_FALSE(guarded.database.execute("ATTACH ':memory:' AS other").has_value());
}

TEST(Sandbox, ARefusalHasAPlace) {
  Guarded guarded;
  ASSERT_EQ(guarded.run("CREATE TABLE t (a)"), "");
  std::string sql = "SELECT 1;\n  WITH v0 AS (SELECT a FROM t)";
  for (int i = 1; i < 20; ++i) sql += fmt::format(", v{} AS (SELECT x.a FROM v{} x, v{} y)", i, i - 1, i - 1);
  EXPECT_EQ(guarded.run(sql + " SELECT * FROM v19"), "sandbox.too-big");
  EXPECT_EQ(guarded.last.at, (base::Position{2, 3}));
}

}  // namespace
}  // namespace simulator::sql
