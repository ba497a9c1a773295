// A schema straight from SQL, through a real database in memory.
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "simulator/schema/read.h"
#include "simulator/sql/database.h"

namespace simulator::schema::testing {

inline sql::Database database_of(std::string_view script) {
  auto database = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  EXPECT_TRUE(database.has_value());
  const auto ran = database->execute(script);
  EXPECT_TRUE(ran.has_value()) << (ran ? "" : ran.error().message) << "\n" << script;
  return std::move(*database);
}

inline Schema schema_of(std::string_view script) {
  sql::Database database = database_of(script);
  auto schema = read_schema(database);
  EXPECT_TRUE(schema.has_value()) << (schema ? "" : schema.error().message);
  return schema ? std::move(*schema) : Schema{};
}

}  // namespace simulator::schema::testing
