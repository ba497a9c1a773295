// Scenarios that the tests of this room begin with, made without files.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include <string>
#include <utility>
#include <vector>

#include "simulator/deploy/replay.h"
#include "simulator/deploy/scenario.h"

namespace simulator::deploy {

inline Step step_of(StepKind kind, std::string id) {
  Step step;
  step.kind = kind;
  step.title = id;
  step.id = std::move(id);
  return step;
}
inline Step migrate_to(std::string id, std::string version) {
  Step step = step_of(StepKind::migrate, std::move(id));
  step.to = std::move(version);
  return step;
}
inline Step deploy_of(std::string id, std::string version, Strategy strategy = Strategy::rolling) {
  Step step = step_of(StepKind::deploy, std::move(id));
  step.version = std::move(version);
  step.strategy = strategy;
  return step;
}
inline Step backfill_of(std::string id, std::string sql) {
  Step step = step_of(StepKind::backfill, std::move(id));
  step.sql = std::move(sql);
  return step;
}
inline Step backup_of(StepKind kind, std::string id, std::string backup) {
  Step step = step_of(kind, std::move(id));
  step.backup = std::move(backup);
  return step;
}

inline world::AppQuery query_of(std::string name, std::string sql, world::Parameters parameters = {}) {
  world::AppQuery query;
  query.name = std::move(name);
  query.sql = std::move(sql);
  query.parameters = std::move(parameters);
  return query;
}
/// UPDATE ... :email, which the query promises to have written as the e-mail of :id.
inline world::AppQuery writes_email(std::string name, std::string sql) {
  world::AppQuery query = query_of(std::move(name), std::move(sql),
                                   {{":id", std::int64_t{1}}, {":email", std::string("p{write}")}});
  query.writes = {{"user.email", ":id", ":email"}};
  return query;
}
/// SELECT ... AS email, which it promises to be the e-mail of :id.
inline world::AppQuery reads_email(std::string name, std::string sql) {
  world::AppQuery query = query_of(std::move(name), std::move(sql), {{":id", std::int64_t{1}}});
  query.reads = {{"user.email", ":id", "email"}};
  return query;
}

/// Two users; 1 makes the table, the files that follow are the test's. Two nodes run v1.
inline Scenario users_scenario(std::vector<migration::SourceFile> files,
                               std::vector<world::AppVersion> versions, std::vector<Step> steps) {
  Scenario scenario;
  scenario.id = scenario.title = "users";
  scenario.environment = "production";
  scenario.start.seed = 3;
  scenario.start.migrations_folder = "m";
  scenario.start.files = {
      {"1_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n"}};
  for (migration::SourceFile& file : files) scenario.start.files.push_back(std::move(file));
  scenario.start.environments = {
      {"production", "1", {"INSERT INTO users (email) VALUES ('ana@example.com'), ('li@example.com')"}}};
  scenario.start.versions = std::move(versions);
  scenario.groups = {{"node", 2, "v1", Updates::with_deploy, {}}};
  scenario.entities = {{"user.email", {std::int64_t{1}}}};
  scenario.steps = std::move(steps);
  return scenario;
}

inline Trace run(const Scenario& scenario, const std::vector<std::string>& order, std::uint64_t seed = 0) {
  auto replayed = replay(scenario, order, seed);
  EXPECT_TRUE(replayed.has_value()) << (replayed ? "" : replayed.error().message);
  return replayed ? std::move(replayed->trace) : Trace{};
}
inline Trace run(const Scenario& scenario, std::uint64_t seed = 0) {
  return run(scenario, scenario.listed_order(), seed);
}

/// The kinds of what was found, each once, in the order in which it was first seen.
inline std::vector<std::string> kinds(const Trace& trace) {
  std::vector<std::string> out;
  for (const Finding& finding : trace.findings) {
    const std::string kind(to_string(finding.failure.kind));
    if (std::find(out.begin(), out.end(), kind) == out.end()) out.push_back(kind);
  }
  return out;
}

}  // namespace simulator::deploy
