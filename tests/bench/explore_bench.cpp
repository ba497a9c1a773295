// Exploring a rollout, against the least that anybody would have to do for it: for every state one copy of
// the database and the SQL of one request, plainly.
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "simulator/deploy/explore.h"
#include "simulator/sql/environment_store.h"
#include "tests/bench/pair.h"
#include "tests/simulator/deploy/textbook.h"

namespace bench {
namespace {

namespace deploy = simulator::deploy;
namespace sql = simulator::sql;

deploy::Scenario expand_and_contract(int nodes) {
  return deploy::testing_support::rename_by_expand_and_contract("address IS NOT email", nodes);
}

deploy::Exploration explored(const deploy::Scenario& scenario, int threads) {
  deploy::ExploreOptions options;
  options.mishaps.rollback = true;
  options.threads = threads;
  deploy::Exploration exploration = must(deploy::explore(scenario, options));
  if (!exploration.complete) throw std::runtime_error("the exploration stopped " + exploration.stopped);
  return exploration;
}

sql::Image small_database() {
  sql::EnvironmentStore store{{}};
  auto database = must(store.open("d"));
  must(
      database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);"
                       "INSERT INTO users VALUES (1, 'a@example.com')"));
  return must(store.image("d"));
}

/// A copy, a write and the read that watches it, `times` times.
double plainly(std::size_t times) {
  const sql::Image image = small_database();
  sql::EnvironmentStore store{{}};
  const Stopwatch watch;
  for (std::size_t i = 0; i < times; ++i) {
    must(store.restore("d", image));
    auto database = must(store.open("d"));
    must(database.execute("UPDATE users SET email = 'w710001' WHERE id = 1"));
    static_cast<void>(must(database.query("SELECT email FROM users WHERE id = 1")));
  }
  return watch.seconds();
}

double exploring(const deploy::Scenario& scenario, int threads) {
  const Stopwatch watch;
  static_cast<void>(explored(scenario, threads));
  return watch.seconds();
}

/// By the clock on the wall: what CPU time cannot show is that two cores work at once.
double waited_for(const deploy::Scenario& scenario, int threads) {
  const auto start = std::chrono::steady_clock::now();
  static_cast<void>(explored(scenario, threads));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

std::vector<Pair> explore_pairs() {
  std::vector<Pair> rows;
  for (const int nodes : {2, 3, 5, 10}) {
    const deploy::Scenario scenario = expand_and_contract(nodes);
    const std::size_t states = explored(scenario, 1).states;
    rows.push_back({"expand/contract explored, " + std::to_string(nodes) + " nodes, rollback, " +
                        std::to_string(states) + " states / as many copies and requests",
                    nodes == 10 ? std::optional<double>(2) : std::nullopt,
                    [states] { return plainly(states); }, [scenario] { return exploring(scenario, 1); }});
  }
  const deploy::Scenario large = expand_and_contract(10);
  const double slowest = static_cast<double>(explored(large, 1).states) / 10'000;
  rows.push_back({"expand/contract explored, 10 nodes, rollback, one core / 10,000 states a second", 1,
                  [slowest] { return slowest; }, [large] { return exploring(large, 1); }});
  rows.push_back({"expand/contract explored, 10 nodes, rollback / 1 s", 1, [] { return 1.0; },
                  [large] { return waited_for(large, 1); }});
  deploy::Scenario many_users = large;
  many_users.start.files.front().text +=
      "INSERT INTO users (id, email) WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 1000) SELECT i, 'user' || i || '@example.com' FROM n;\n";
  const std::optional<double> two_cores =
      std::thread::hardware_concurrency() > 1 ? std::optional<double>(0.95) : std::nullopt;
  struct OnTwo {
    std::string of;
    deploy::Scenario scenario;
    std::optional<double> limit;  // a lesson's database is done before another core is warm
  };
  for (const auto& [of, scenario, limit] :
       {OnTwo{"a lesson's database", large, std::nullopt}, OnTwo{"1,000 users", many_users, two_cores}})
    rows.push_back(
        {"expand/contract explored, 10 nodes, rollback, " + of + ": waiting for two threads / for one", limit,
         [scenario = scenario] { return waited_for(scenario, 1); },
         [scenario = scenario] { return waited_for(scenario, 2); }});
  return rows;
}

}  // namespace bench
