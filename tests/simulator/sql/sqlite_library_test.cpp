#include "simulator/sql/sqlite_library.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "simulator/sql/environment_store.h"

namespace simulator::sql {
namespace {

TEST(SqliteLibrary, CountsNoMemory) {
  EnvironmentStore store{{}};
  auto in_memory = store.open("d");
  ASSERT_TRUE(in_memory);
  ASSERT_TRUE(in_memory->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
  EXPECT_EQ(sqlite3_memory_used(), 0);
}

}  // namespace
}  // namespace simulator::sql
