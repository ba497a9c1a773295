// The Worlds that the tests of this room begin with: laptop and production with two migrations, one pending;
// or a laptop alone that follows some tool's rules.
#pragma once

#include <string>

#include "simulator/world/world.h"

namespace simulator::world {

inline WorldStart small_start() {
  WorldStart start;
  start.seed = 7;
  start.start_unix_ms = 1'778'749'200'000;
  start.migrations_folder = "migrations";
  start.files = {
      {"20260401_create_users.sql",
       "-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, made TEXT DEFAULT "
       "CURRENT_TIMESTAMP);\n\n-- migrate:down\nDROP TABLE users;\n"},
      {"20260514_add_user_phone.sql",
       "-- migrate:up\nALTER TABLE users ADD COLUMN phone TEXT;\n\n-- migrate:down\nALTER TABLE users DROP "
       "COLUMN phone;\n"}};
  start.environments = {
      {"laptop", "20260401", {"INSERT INTO users (email) VALUES ('ana@example.com'), ('li@example.com')"}},
      {"production", "20260401", {"INSERT INTO users (email) VALUES ('ana@example.com')"}}};
  start.versions = {
      {"v1",
       {{"list", "SELECT id, email FROM users", {}},
        {"sign up", "INSERT INTO users (email) VALUES (:email)", {{":email", std::string("p{request}@x")}}}}},
      {"v2", {{"list", "SELECT id, email, phone FROM users", {}}}}};
  return start;
}

inline World small_world() { return std::move(World::create(small_start()).value()); }

/// A laptop with none of the files applied, which follow the tool's rules.
inline WorldStart start_of(migration::Tool tool, std::vector<migration::SourceFile> files) {
  WorldStart start;
  start.tool = tool;
  start.migrations_folder = "m";
  start.files = std::move(files);
  start.environments = {{"laptop", "", {}}};
  return start;
}

inline Migrate migrate_up(std::string environment) {
  Migrate command;
  command.environment = std::move(environment);
  return command;
}

}  // namespace simulator::world
