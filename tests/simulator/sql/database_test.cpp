#include "simulator/sql/database.h"

#include <gtest/gtest.h>

namespace simulator::sql {
namespace {

class DatabaseTest : public testing::Test {
 protected:
  Database database_ = Database::open({":memory:", {}, false, true}).value();
};

TEST_F(DatabaseTest, QueriesWithParametersAndEveryStorageClass) {
  const Value parameters[] = {std::int64_t{7}, 0.5, std::string("a\0b", 3),
                              Blob{std::byte{0}, std::byte{255}}, std::monostate{}};
  const auto result = database_.query("SELECT ?1 AS i, ?2, ?3, ?4, ?5", parameters);
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_EQ(result->columns[0], "i");
  EXPECT_EQ(result->rows[0], std::vector<Value>(std::begin(parameters), std::end(parameters)));
  EXPECT_EQ(to_display(result->rows[0][3]), "X'00FF'");
}

TEST_F(DatabaseTest, AnErrorStandsAtItsPlaceInTheWholeScript) {
  const auto failed = database_.execute("CREATE TABLE t (a);\n\nSELECT\n  a, żółw, nosuch FROM t;");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "sqlite.error");
  EXPECT_EQ(failed.error().message, "no such column: żółw");
  EXPECT_EQ(failed.error().at, (base::Position{4, 6}));
  EXPECT_EQ(failed.error().excerpt, "   4 |   a, żółw, nosuch FROM t;\n     |      ^");
  EXPECT_TRUE(database_.query("SELECT * FROM t")) << "statements before the failure took effect";
}

TEST_F(DatabaseTest, AFailureWhileSteppingHasTheExtendedCode) {
  ASSERT_TRUE(database_.execute("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)"));
  ASSERT_FALSE(database_.execute("SELECT nosuch")) << "leaves an offset behind that must not be used again";
  const auto failed = database_.execute("SELECT 1;\n-- again\n  INSERT INTO t VALUES (1);");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "sqlite.constraint");
  EXPECT_EQ(failed.error().native, 2067);
  EXPECT_EQ(failed.error().at, (base::Position{3, 3})) << "the statement, when SQLite knows no place in it";
  const auto alone = database_.query("INSERT INTO t VALUES (1)");
  ASSERT_FALSE(alone);
  EXPECT_FALSE(alone.error().at.known());
}

TEST_F(DatabaseTest, ANulIsRefusedInsteadOfCuttingTheScript) {
  const auto failed = database_.execute(std::string_view("CREATE TABLE t (a);\n\0SELECT 1", 29));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "sqlite.nul");
  EXPECT_EQ(failed.error().at, (base::Position{2, 1}));
  EXPECT_FALSE(database_.query("SELECT * FROM t")) << "nothing was run";
  EXPECT_EQ(database_.query(std::string_view("SELECT 1\0", 9)).error().code, "sqlite.nul");
}

TEST_F(DatabaseTest, RealsKeepTheirPoint) {
  EXPECT_EQ(to_display(database_.query("SELECT 1.0")->rows[0][0]), "1.0");
  EXPECT_EQ(to_display(database_.query("SELECT 1e20")->rows[0][0]), "1.0e+20");
}

TEST_F(DatabaseTest, RowLimitIsToldApartFromTheEnd) {
  const char* three = "SELECT * FROM (VALUES (1), (2), (3))";
  EXPECT_TRUE(database_.query(three, {}, 2)->truncated);
  EXPECT_FALSE(database_.query(three, {}, 3)->truncated);
}

TEST_F(DatabaseTest, ColumnsAreKnownForAnEmptyResult) {
  EXPECT_EQ(database_.query("SELECT 1 AS one WHERE 0")->columns, std::vector<std::string>{"one"});
}

TEST_F(DatabaseTest, WalksAScriptBySqlitesOwnParser) {
  const std::string_view script = "SELECT 1; -- done\n SELECT 2; -- end";
  const auto first = database_.prepare_next(script);
  ASSERT_TRUE(first && first->statement);
  const auto second = database_.prepare_next(script.substr(first->used));
  ASSERT_TRUE(second && second->statement);
  const auto none = database_.prepare_next(script.substr(first->used + second->used));
  ASSERT_TRUE(none);
  EXPECT_EQ(none->statement, nullptr);
  EXPECT_EQ(database_.prepare("-- nothing").error().code, "sqlite.empty");
}

TEST_F(DatabaseTest, NamedParametersThatAreNotThereAreIgnored) {
  auto statement = database_.prepare("SELECT :email").value();
  ASSERT_TRUE(statement.bind(":email", std::string("a@x")));
  ASSERT_TRUE(statement.bind(":phone", std::string("1")));
  ASSERT_TRUE(statement.step().value());
  EXPECT_EQ(statement.text(0), "a@x");
  EXPECT_TRUE(statement.readonly());
}

TEST_F(DatabaseTest, KnowsWhetherATransactionIsOpen) {
  ASSERT_TRUE(database_.execute("BEGIN"));
  EXPECT_TRUE(database_.in_transaction());
  ASSERT_TRUE(database_.execute("COMMIT"));
  EXPECT_FALSE(database_.in_transaction());
}

TEST(Database, AFileThatIsNotThereIsNamed) {
  const auto failed = Database::open({"/nowhere/at/all.db", {}, true, false});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "sqlite.cantopen");
  EXPECT_EQ(failed.error().file, "/nowhere/at/all.db");
}

TEST(Quote, DoublesWhatIsInside) {
  EXPECT_EQ(quote_identifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quote_text("it's"), "'it''s'");
}

}  // namespace
}  // namespace simulator::sql
