// Scenario files that mean no good, given to the command line: each gets a diagnostic or a budget's stop, in
// seconds, and never a crash, a hang or the machine's memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/engine/app/program.h"

namespace engine::app {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::Ran;
using testing::run;

/// A harmless rollout, of which a test spoils one part.
struct Parts {
  std::string setup = "INSERT INTO users (email) VALUES ('a'), ('b')";
  std::string migration = "ALTER TABLE users ADD COLUMN phone TEXT;";
  std::string query = "SELECT id, email FROM users";
  std::string parameters = "{}";
  std::string title = "Add a column";
  std::string steps = R"({"id": "migrate", "title": "M", "do": "migrate", "to": "2"},)"
                      R"({"id": "deploy", "title": "D", "do": "deploy", "version": "v2"})";
  std::string more;  ///< other members of the scenario, each with a comma behind it
};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char each : text) {
    if (each == '"' || each == '\\') out += '\\';
    out += each;
  }
  return out + '"';
}

std::string scenario_text(const Parts& parts) {
  const auto version = [&](const char* name) {
    return std::string(R"({"name": ")") + name + R"(", "queries": [{"name": "q", "sql": )" +
           quoted(parts.query) + R"(, "parameters": )" + parts.parameters + "}]}";
  };
  return R"({"id": "hostile", "title": )" + quoted(parts.title) +
         R"(, "task": "T", "environment": {"name": "production", "migrations": "migrations", "migrated_to": "1",)"
         R"( "setup": [)" +
         quoted(parts.setup) + R"(]}, "versions": [)" + version("v1") + ", " + version("v2") +
         R"(], "nodes": {"count": 2, "version": "v1"}, )" + parts.more + R"("steps": [)" + parts.steps + "]}";
}

/// One of the verbs that run a scenario.
class DeployHostile : public ::testing::TestWithParam<const char*> {
 protected:
  Ran ran(const std::string& text, const std::string& migration = Parts{}.migration) {
    folder_.write(
        "migrations/1_create_users.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, n INTEGER NOT NULL DEFAULT 0);");
    folder_.write("migrations/2_change.sql", migration);
    const std::string file = folder_.write("hostile.deploy.json", text);
    const auto start = std::chrono::steady_clock::now();
    const Ran out = run({"deploy", GetParam(), file});
    EXPECT_LT(std::chrono::steady_clock::now() - start, longest);
    EXPECT_GE(out.exit, 0) << "ended by a signal, or not in time";
    return out;
  }
  Ran ran(const Parts& parts) { return ran(scenario_text(parts), parts.migration); }

  /// "Seconds", on a slow machine with sanitizers.
  static constexpr std::chrono::seconds longest{100};
  testing::TemporaryFolder folder_;
};

const std::string endless =
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";

TEST_P(DeployHostile, TheHarmlessOneIsFine) {
  const Ran out = ran(Parts{});
  EXPECT_EQ(out.exit, 0) << out.out << out.err;
}

TEST_P(DeployHostile, StepsThatWaitForEachOther) {
  Parts parts;
  parts.steps = R"({"id": "a", "title": "A", "do": "nothing", "after": ["b"]},)"
                R"({"id": "b", "title": "B", "do": "nothing", "after": ["c"]},)"
                R"({"id": "c", "title": "C", "do": "nothing", "after": ["a"]})";
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 2);
  EXPECT_THAT(out.err, HasSubstr("deploy.cycle"));
}

TEST_P(DeployHostile, VersionsAndMigrationsThatAreNotThere) {
  Parts parts;
  parts.steps = R"({"id": "m", "title": "M", "do": "migrate", "to": "99"},)"
                R"({"id": "d", "title": "D", "do": "deploy", "version": "v9"},)"
                R"({"id": "e", "title": "E", "do": "drain", "version": "v8", "after": ["nobody"]})";
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 2);
  EXPECT_THAT(out.err, HasSubstr("deploy.unknown-migration"));
  EXPECT_THAT(out.err, HasSubstr("deploy.unknown-version"));
  EXPECT_THAT(out.err, HasSubstr("deploy.unknown-step"));
}

TEST_P(DeployHostile, AQueryWithoutAnEnd) {
  Parts parts;
  parts.query = endless;
  const Ran out = ran(parts);
  // On a machine with much to do the deadline on the wall comes before the budget of operations.
  EXPECT_THAT(out.exit, AnyOf(1, 2));
  EXPECT_THAT(out.out + out.err,
              AnyOf(HasSubstr("steps of the database engine"), HasSubstr("world.deadline")));
}

TEST_P(DeployHostile, AMigrationWithoutAnEnd) {
  Parts parts;
  parts.migration = "INSERT INTO users (email) " + endless + ";";
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 1);
  EXPECT_THAT(out.out, HasSubstr("steps of the database engine")) << out.err;
}

TEST_P(DeployHostile, ASetupWithoutAnEnd) {
  Parts parts;
  parts.setup = endless;
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 2);
  EXPECT_THAT(out.err, HasSubstr("steps of the database engine"));
}

TEST_P(DeployHostile, ABackfillThatAlwaysChangesARow) {
  Parts parts;
  parts.steps = R"({"id": "fill", "title": "F", "do": "backfill", "sql": "UPDATE users SET n = n + 1"})";
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 1) << out.out << out.err;
}

TEST_P(DeployHostile, ABackfillWhoseStatementHasNoEnd) {
  Parts parts;
  parts.steps = R"({"id": "fill", "title": "F", "do": "backfill", "sql": )" +
                quoted("UPDATE users SET n = (" + endless + ")") + "}";
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 1) << out.out << out.err;
}

TEST_P(DeployHostile, AnInvariantWithoutAnEnd) {
  Parts parts;
  parts.more = R"("invariants": [{"name": "i", "sql": )" + quoted(endless) + "}], ";
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 1) << out.out << out.err;
}

TEST_P(DeployHostile, DataThatFillsTheDatabase) {
  Parts parts;
  parts.migration =
      "CREATE TABLE big (x BLOB); INSERT INTO big WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
      "FROM c)"
      " SELECT zeroblob(100000) FROM c;";
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 1) << out.out << out.err;
}

TEST_P(DeployHostile, ThousandsOfSteps) {
  Parts parts;
  parts.steps.clear();
  for (int step = 0; step < 50'000; ++step) {
    if (step > 0) parts.steps += ',';
    const std::string id = "s" + std::to_string(step);
    parts.steps += R"({"id": ")" + id + R"(", "title": "S", "do": "nothing"})";
  }
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 2);
  EXPECT_THAT(out.err, HasSubstr("deploy.too-many"));
  EXPECT_LT(out.err.size(), 100'000U) << "one thing is wrong, not 50,000";
}

TEST_P(DeployHostile, AMillionSteps) {
  Parts parts;
  parts.steps = R"({"id": "s", "title": "S", "do": "nothing"})";
  std::string many;
  many.reserve(50'000'000);
  for (int step = 0; step < 1'000'000; ++step) many += parts.steps + (step < 999'999 ? "," : "");
  parts.steps = std::move(many);
  const Ran out = ran(parts);
  EXPECT_EQ(out.exit, 2);
  EXPECT_THAT(out.err, HasSubstr("files.too-large"));
}

TEST_P(DeployHostile, TextsOfMegabytes) {
  Parts parts;
  parts.title = std::string(1'500'000, 'x');
  parts.query = "SELECT '" + std::string(1'000'000, 'y') + "'";
  const Ran out = ran(parts);
  EXPECT_THAT(out.exit, AnyOf(1, 2)) << out.err.substr(0, 500);
  EXPECT_LT(out.out.size() + out.err.size(), 20'000'000U);
}

TEST_P(DeployHostile, JsonThatIsDeepOrCutOrNone) {
  const std::string deep = std::string(500'000, '[') + std::string(500'000, ']');
  EXPECT_THAT(ran(deep).err, HasSubstr("json."));
  Parts parts;
  parts.parameters = R"({"a": )" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_EQ(ran(parts).exit, 2);
  const std::string whole = scenario_text(Parts{});
  EXPECT_EQ(ran(whole.substr(0, whole.size() / 2)).exit, 2);
  EXPECT_EQ(ran("").exit, 2);
  EXPECT_EQ(ran(std::string("\0\xFF\xFE", 3)).exit, 2);
}

TEST_P(DeployHostile, PathsThatLeadOutside) {
  std::string text = scenario_text(Parts{});
  const std::string inside = "\"migrations\": \"migrations\"";
  text.replace(text.find(inside), inside.size(), "\"migrations\": \"../../../../etc\"");
  const Ran out = ran(text);
  EXPECT_EQ(out.exit, 2);
  EXPECT_THAT(out.err, HasSubstr("files.outside"));
}

TEST_P(DeployHostile, SqlThatWantsOutOfTheSandbox) {
  for (const char* query :
       {"ATTACH '/tmp/stolen.db' AS s", "PRAGMA journal_mode = DELETE", "VACUUM INTO '/tmp/stolen'",
        "SELECT load_extension('x')", "SELECT writefile('/tmp/stolen', 'x')"}) {
    Parts parts;
    parts.query = query;
    const Ran out = ran(parts);
    EXPECT_EQ(out.exit, 1) << query << out.out << out.err;
  }
}

INSTANTIATE_TEST_SUITE_P(Verb, DeployHostile, ::testing::Values("replay", "explore"),
                         [](const auto& verb) { return std::string(verb.param); });

}  // namespace
}  // namespace engine::app
