#include "simulator/schema/change_script.h"

#include <gtest/gtest.h>

#include "simulator/schema/difference.h"
#include "simulator/schema/read.h"
#include "simulator/sql/database.h"

namespace simulator::schema {
namespace {

sql::Database made_by(const std::string& script) {
  auto database = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  EXPECT_TRUE(database->execute(script)) << script;
  return std::move(*database);
}

/// Runs what was written on `from` and reads how far it is from `to` then.
struct Applied {
  ChangeScript script;
  std::vector<Difference> left;
};
Applied applied(const std::string& from, const std::string& to) {
  auto database = made_by(from);
  auto wanted_database = made_by(to);
  const auto wanted = read_schema(wanted_database);
  Applied out;
  out.script = change_script(*read_schema(database), *wanted);
  for (const auto& statement : out.script.statements) EXPECT_TRUE(database.execute(statement)) << statement;
  out.left = difference(*read_schema(database), *wanted);
  return out;
}

TEST(ChangeScriptTest, WhatComesAndGoes) {
  const std::string less = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT id FROM a;";
  const std::string more =
      "CREATE TABLE a (id INTEGER PRIMARY KEY, note TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE);"
      "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id REFERENCES a);"
      "CREATE INDEX i ON a (note) WHERE note > ''; CREATE VIEW v AS SELECT id, note FROM a;"
      "CREATE TRIGGER t AFTER INSERT ON b BEGIN DELETE FROM a; END;";
  const auto there = applied(less, more);
  EXPECT_TRUE(there.left.empty());
  EXPECT_TRUE(there.script.not_written.empty());
  EXPECT_TRUE(there.script.loses_rows.empty());
  const auto back = applied(more, less);
  EXPECT_TRUE(back.left.empty());
  EXPECT_EQ(back.script.loses_rows.size(), 2U);  // the table and the column
}

TEST(ChangeScriptTest, WhatNeedsARebuildIsLeftToAPersonAndSaid) {
  const auto type = applied("CREATE TABLE a (x TEXT)", "CREATE TABLE a (x INTEGER)");
  EXPECT_TRUE(type.script.statements.empty());
  ASSERT_EQ(type.script.not_written.size(), 1U);
  EXPECT_EQ(type.left.size(), 1U);
  const auto required = applied("CREATE TABLE a (x)", "CREATE TABLE a (x, y NOT NULL)");
  EXPECT_TRUE(required.script.statements.empty());
  EXPECT_EQ(required.script.not_written.size(), 1U);
}

TEST(ChangeScriptTest, EqualSchemasNeedNothing) {
  const auto same = applied("CREATE TABLE a (x)", "create table A (X)");
  EXPECT_TRUE(same.script.statements.empty());
}

}  // namespace
}  // namespace simulator::schema
