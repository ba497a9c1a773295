// What it costs a learner's statements to be guarded: the same script on the same kind of database.
#include <memory>
#include <string>

#include "simulator/sql/environment_store.h"
#include "simulator/sql/sandbox.h"
#include "tests/bench/pair.h"

namespace bench {
namespace {

namespace sql = simulator::sql;

constexpr int times = 20;  ///< one pass over the script is too short to be measured alone

/// As in the lessons: a table, some rows, a column more, an index, questions, and it all goes away again.
const std::string script =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT DEFAULT '');"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
    "INSERT INTO users (email, name) SELECT printf('user%04d@example.com', i), 'User ' || i FROM n;"
    "ALTER TABLE users ADD COLUMN phone TEXT;"
    "CREATE INDEX users_name ON users (name);"
    "UPDATE users SET phone = '+351 21 000 ' || id WHERE id % 3 = 0;"
    "SELECT count(*), max(length(phone)) FROM users WHERE name LIKE 'User 1%';"
    "SELECT email FROM users WHERE phone IS NULL ORDER BY name DESC LIMIT 10;"
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, user INTEGER REFERENCES users (id), cents INTEGER);"
    "INSERT INTO orders (user, cents) SELECT id, id * 100 FROM users;"
    "SELECT u.name, sum(o.cents) FROM users u JOIN orders o ON o.user = u.id GROUP BY u.id ORDER BY 2 DESC;"
    "DROP INDEX users_name; ALTER TABLE users DROP COLUMN phone; DROP TABLE orders; DROP TABLE users;";

double run(sql::Database& database, sql::Sandbox* sandbox) {
  const Stopwatch watch;
  for (int i = 0; i < times; ++i) {
    if (sandbox != nullptr) sandbox->begin({});
    must(database.execute(script));
  }
  return watch.seconds() / times;
}

}  // namespace

std::vector<Pair> sandbox_pairs() {
  struct Both {
    sql::EnvironmentStore store{{}};
    sql::Database plain = must(store.open("plain"));
    sql::Database guarded = must(store.open("guarded"));
    std::unique_ptr<sql::Sandbox> sandbox = must(
        sql::Sandbox::guard(guarded, sql::SandboxMode::learner, {.temporary_files_stay_in_memory = true}));
  };
  const auto both = std::make_shared<Both>();
  return {{"a lesson's statements in the sandbox / on a plain connection", std::nullopt,
           [both] { return run(both->plain, nullptr); },
           [both] { return run(both->guarded, both->sandbox.get()); }}};
}

}  // namespace bench
