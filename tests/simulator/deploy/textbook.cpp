#include "tests/simulator/deploy/textbook.h"

namespace simulator::deploy::testing_support {

world::AppQuery writes(const std::string& field, const std::string& sql) {
  world::AppQuery query;
  query.name = "write " + field;
  query.sql = sql;
  query.parameters = {{":id", std::int64_t{1}}, {":value", std::string("w{write}")}};
  query.writes = {{field, ":id", ":value"}};
  return query;
}

world::AppQuery reads(const std::string& field, const std::string& sql) {
  world::AppQuery query;
  query.name = "read " + field;
  query.sql = sql;
  query.parameters = {{":id", std::int64_t{1}}};
  query.reads = {{field, ":id", "value"}};
  return query;
}

world::AppQuery asks(const std::string& name, const std::string& sql) {
  world::AppQuery query;
  query.name = name;
  query.sql = sql;
  return query;
}

Step migrate(const std::string& id, const std::string& to, std::vector<std::string> after) {
  Step step;
  step.id = step.title = id;
  step.kind = StepKind::migrate;
  step.to = to;
  step.after = std::move(after);
  return step;
}

Step deploy(const std::string& id, const std::string& version, std::vector<std::string> after) {
  Step step;
  step.id = step.title = id;
  step.kind = StepKind::deploy;
  step.version = version;
  step.after = std::move(after);
  return step;
}

Step backfill(const std::string& id, const std::string& sql, std::vector<std::string> after) {
  Step step;
  step.id = step.title = id;
  step.kind = StepKind::backfill;
  step.sql = sql;
  step.after = std::move(after);
  return step;
}

Scenario scenario_of(std::vector<migration::SourceFile> files, std::vector<world::AppVersion> versions,
                     int nodes) {
  Scenario scenario;
  scenario.id = "made-in-code";
  scenario.environment = "production";
  scenario.start.migrations_folder = "migrations";
  scenario.start.files = std::move(files);
  scenario.start.versions = std::move(versions);
  world::EnvironmentStart environment;
  environment.name = scenario.environment;
  environment.migrated_to = "20260101";
  scenario.start.environments.push_back(environment);
  NodeGroup group;
  group.name = "node";
  group.count = nodes;
  group.version = scenario.start.versions.front().name;
  scenario.groups.push_back(group);
  scenario.tolerates = {FailureKind::no_node};
  return scenario;
}

Scenario rename_by_expand_and_contract(const std::string& backfill_where, int nodes, bool any_order) {
  const std::string field = "user.email";
  const std::string old_read = "SELECT email AS value FROM users WHERE id = :id";
  const std::string new_read = "SELECT address AS value FROM users WHERE id = :id";
  const std::string both = "UPDATE users SET email = :value, address = :value WHERE id = :id";
  Scenario scenario = scenario_of(
      {{"20260101_create_users.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\nINSERT INTO users (id, email) VALUES (1, "
        "'a@example.com');\n"},
       {"20260102_add_address.sql", "ALTER TABLE users ADD COLUMN address TEXT;\n"},
       {"20260103_drop_email.sql", "ALTER TABLE users DROP COLUMN email;\n"}},
      {{"v0", {writes(field, "UPDATE users SET email = :value WHERE id = :id"), reads(field, old_read)}, ""},
       {"v1", {writes(field, both), reads(field, old_read)}, ""},
       {"v2", {writes(field, both), reads(field, new_read)}, ""},
       {"v3",
        {writes(field, "UPDATE users SET address = :value WHERE id = :id"), reads(field, new_read)},
        ""}},
      nodes);
  scenario.entities = {{field, {std::int64_t{1}}}};
  scenario.steps = {
      migrate("expand", "20260102"),
      deploy("dual write", "v1", {"expand"}),
      backfill("fill", "UPDATE users SET address = email WHERE " + backfill_where, {"dual write"}),
      deploy("read new", "v2", {"fill"}),
      deploy("write new", "v3", {"read new"}),
      migrate("contract", "20260103", {"write new"})};
  if (any_order) {
    for (Step& step : scenario.steps) step.after.clear();
    scenario.live_versions = 4;
  }
  return scenario;
}

}  // namespace simulator::deploy::testing_support
