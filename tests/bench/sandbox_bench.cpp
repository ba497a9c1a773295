// What it costs a learner's statements to be guarded: the same script on the same kind of database. And for
// how long hostile ones can hold the sandbox.
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include "simulator/base/clock.h"
#include "simulator/sql/environment_store.h"
#include "simulator/sql/sandbox.h"
#include "tests/bench/pair.h"
#include "tests/simulator/sql/hostile_set.h"

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

/// The sandbox looks at its clock whenever it could stop; between two looks it could not.
class WatchingClock final : public simulator::base::Clock {
 public:
  [[nodiscard]] std::int64_t unix_ms() const override { return 0; }
  /// The deadline never comes.
  [[nodiscard]] std::int64_t monotonic_ms() const override {
    look();
    return 0;
  }
  void look() const {
    longest_ = std::max(longest_, since_.seconds());
    since_ = Stopwatch();
  }
  [[nodiscard]] double longest() const { return longest_; }

 private:
  mutable Stopwatch since_;
  mutable double longest_ = 0;
};

/// Of all scripts that try to hold the sandbox, the longest time in which it could not have stopped one.
double longest_hold() {
  double longest = 0;
  for (const std::string& name : sql::testing_support::hostile_names()) {
    const auto hostile = sql::testing_support::hostile_script(name);
    WatchingClock clock;
    sql::Database database = must(sql::Database::open({.path = ":memory:", .vfs = {}}));
    const auto sandbox = must(sql::Sandbox::guard(database, hostile.mode, {.clock = &clock}));
    sandbox->begin({.vm_operations = hostile.steps, .wall = std::chrono::hours(1)});
    static_cast<void>(database.execute(hostile.text));
    clock.look();
    longest = std::max(longest, clock.longest());
  }
  return longest;
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
           [both] { return run(both->guarded, both->sandbox.get()); }},
          {std::to_string(sql::testing_support::hostile_names().size()) +
               " hostile scripts, the longest that one could not be stopped / 0.3 s",
           1, [] { return 0.3; }, longest_hold, 3}};
}

}  // namespace bench
