#include "simulator/deploy/data_state.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "simulator/sql/environment_store.h"

namespace simulator::deploy {
namespace {

/// Of a database with these rows and one fact.
Fingerprint print_of(const std::string& rows, std::optional<std::string> last = std::nullopt) {
  sql::EnvironmentStore store{{}};
  auto database = store.open("d");
  EXPECT_TRUE(database && database->execute("CREATE TABLE t (a, b); INSERT INTO t VALUES " + rows));
  DataState state;
  state.dump = std::make_shared<const Dump>(dump_of(database->handle(), {}).value());
  state.last = {std::move(last)};
  return fingerprint_of(state, {});
}

TEST(Fingerprint, TheOrderOfRowsDoesNotTell) {
  EXPECT_EQ(print_of("(1, 'x'), (2, 'y'), (3, 'z')"), print_of("(3, 'z'), (1, 'x'), (2, 'y')"));
  EXPECT_EQ(print_of("(1, 710001), (2, 'y')"), print_of("(2, 'y'), (1, 710001)"));
}

TEST(Fingerprint, WhatIsInTheRowsDoes) {
  EXPECT_NE(print_of("(1, 'x'), (2, 'y')"), print_of("(1, 'y'), (2, 'x')"));
  EXPECT_NE(print_of("(1, 'x'), (1, 'x'), (2, 'y')"), print_of("(1, 'x'), (2, 'y'), (2, 'y')"));
  EXPECT_NE(print_of("(1, 'x')"), print_of("(1, 'x'), (1, 'x')"));
  EXPECT_NE(print_of("(1, '2')"), print_of("(1, 2)"));
  EXPECT_NE(print_of("(1, 710001)"), print_of("(1, 'x')"));
}

TEST(Fingerprint, OnlyWhoWroteLastTellsWrittenNumbersApart) {
  EXPECT_EQ(print_of("(1, 710001), (2, 'y')", "710001"), print_of("(1, 710005), (2, 'y')", "710005"));
  EXPECT_EQ(print_of("(1, 710001), (2, 710002)"), print_of("(1, 710002), (2, 710001)"));
  EXPECT_NE(print_of("(1, 710001), (2, 710002)", "710001"), print_of("(1, 710001), (2, 710002)", "710002"));
  EXPECT_NE(print_of("(1, 710001), (2, 710001)"), print_of("(1, 710001), (2, 710002)"));
}

}  // namespace
}  // namespace simulator::deploy
