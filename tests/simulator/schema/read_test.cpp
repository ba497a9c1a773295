#include "simulator/schema/read.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/simulator/schema/schema_of.h"

namespace simulator::schema {
namespace {

using testing::database_of;
using ::testing::ElementsAre;
using testing::schema_of;

TEST(Read, SeesWhatPragmasHide) {
  const Schema schema = schema_of(R"(
    CREATE TABLE users (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      email TEXT NOT NULL ON CONFLICT IGNORE COLLATE nocase UNIQUE ON CONFLICT REPLACE,
      age INT DEFAULT (18) CONSTRAINT adult CHECK (("Age" >= 18)),
      shout TEXT GENERATED ALWAYS AS (upper ( email )) STORED,
      CHECK (email <> 'X')
    ) STRICT;
    CREATE TABLE posts (
      author INTEGER REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
      n INT, PRIMARY KEY (author, n DESC)) WITHOUT ROWID;
    CREATE UNIQUE INDEX by_mail ON users (lower(email) COLLATE nocase DESC, age) WHERE (age IS NOT NULL);)");
  ASSERT_EQ(schema.tables.size(), 2U);
  const Table& users = *schema.find_table("USERS");
  EXPECT_TRUE(users.strict);
  EXPECT_TRUE(users.primary_key->autoincrement);
  EXPECT_TRUE(users.primary_key->rowid_alias);
  const Column& email = *users.find("email");
  EXPECT_TRUE(email.not_null);
  EXPECT_EQ(email.not_null_conflict, ConflictClause::ignore);
  EXPECT_EQ(email.collation, "NOCASE");
  ASSERT_EQ(users.uniques.size(), 1U);
  EXPECT_EQ(users.uniques[0].conflict, ConflictClause::replace);
  EXPECT_TRUE(users.uniques[0].parts[0].collation_inherited);
  EXPECT_EQ(users.find("age")->default_value, "18");
  EXPECT_EQ(users.find("shout")->expression, "upper(email)");
  EXPECT_EQ(users.find("shout")->generated, Generated::stored);
  EXPECT_THAT(users.checks, ElementsAre(Check{"adult", "age >= 18"}, Check{"", "email != 'X'"}));
  const Table& posts = *schema.find_table("posts");
  EXPECT_TRUE(posts.without_rowid);
  ASSERT_EQ(posts.foreign_keys.size(), 1U);
  EXPECT_TRUE(posts.foreign_keys[0].deferred);
  EXPECT_EQ(posts.foreign_keys[0].on_delete, ForeignKeyAction::cascade);
  EXPECT_THAT(posts.foreign_keys[0].parent_columns, ElementsAre("id"));
  EXPECT_TRUE(posts.primary_key->parts[1].descending);
  const Index& index = *schema.find_index("by_mail");
  EXPECT_EQ(index.parts[0].text, "lower(email)");
  EXPECT_EQ(index.parts[0].collation, "NOCASE");
  EXPECT_TRUE(index.parts[0].descending);
  EXPECT_EQ(index.where, "age is not null");
}

TEST(Read, LeavesOutSqlitesOwnAndTheHistoryTable) {
  const std::string script =
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE); CREATE TABLE Schema_Migrations "
      "(version);"
      "CREATE INDEX i ON schema_migrations (version); CREATE TEMP TABLE t (x);";
  const Schema schema = schema_of(script);
  ASSERT_EQ(schema.tables.size(), 1U);
  EXPECT_TRUE(schema.indexes.empty());
  EXPECT_EQ(schema.tables[0].columns.size(), 2U) << "a TEMP table of the same name is not the one";
  sql::Database database = database_of(script);
  EXPECT_EQ(read_schema(database, {.ignore = {}})->tables.size(), 2U);
}

TEST(Read, GivesEachForeignKeyItsOwnDeferrableAndMatch) {
  const Schema schema = schema_of(
      "CREATE TABLE p (a PRIMARY KEY, b UNIQUE); CREATE TABLE c (x REFERENCES p (a) NOT DEFERRABLE INITIALLY "
      "DEFERRED,"
      " y REFERENCES p(b) ON UPDATE SET NULL MATCH FULL DEFERRABLE INITIALLY DEFERRED,"
      " CONSTRAINT k FOREIGN KEY (x, y) REFERENCES gone);");
  const auto& keys = schema.find_table("c")->foreign_keys;
  ASSERT_EQ(keys.size(), 3U);
  EXPECT_FALSE(keys[0].deferred);
  EXPECT_TRUE(keys[2].deferred);
  EXPECT_EQ(keys[2].on_update, ForeignKeyAction::set_null);
  EXPECT_EQ(keys[2].match, "FULL");
  EXPECT_TRUE(keys[1].parent_columns.empty()) << "the parent does not exist";
}

TEST(Read, TriggersAndViews) {
  const Schema schema = schema_of(
      "CREATE TABLE t (a, b); CREATE VIEW \"V\" (x, \"Y\") AS SELECT \"A\", [b] FROM t -- all\n;"
      "CREATE TRIGGER tr UPDATE OF b, \"A\" ON t FOR EACH ROW WHEN (new.a > -1) BEGIN\n"
      "  UPDATE t SET b = CASE WHEN new.a THEN 'Ä' END; DELETE FROM t; END;");
  EXPECT_EQ(schema.views[0].body, "select a, b from t");
  EXPECT_THAT(schema.views[0].columns, ElementsAre("x", "y"));
  const Trigger& trigger = schema.triggers[0];
  EXPECT_EQ(trigger.timing, "before");
  EXPECT_EQ(trigger.event, "update of a, b");
  EXPECT_EQ(trigger.when, "new.a > -1");
  EXPECT_EQ(trigger.body, "update t set b = case when new.a then 'Ä' end;\ndelete from t;");
}

TEST(Read, SeesTheSchemaOfAnOpenTransaction) {
  sql::Database database = database_of("BEGIN; CREATE TABLE t (a);");
  EXPECT_EQ(read_schema(database)->tables.size(), 1U);
}

TEST(Read, AddedColumnsAreRead) {
  const Schema schema = schema_of(
      "CREATE TABLE t (a TEXT, CHECK (a <> ''));"
      "ALTER TABLE t ADD COLUMN b INTEGER NOT NULL DEFAULT 0 CHECK (b >= 0);"
      "ALTER TABLE t RENAME TO u; ALTER TABLE u ADD c AS (a || b) VIRTUAL; ALTER TABLE u RENAME b TO d;");
  const Table& table = *schema.find_table("u");
  EXPECT_EQ(table.checks.size(), 2U);
  EXPECT_TRUE(table.find("d")->not_null);
  EXPECT_EQ(table.find("c")->expression, "a || d");
}

TEST(Read, AVirtualTableIsItsText) {
  const Schema schema = schema_of("CREATE VIRTUAL TABLE docs USING FTS5 (title, tokenize = 'porter');");
  ASSERT_NE(schema.find_table("docs"), nullptr);
  EXPECT_EQ(schema.find_table("docs")->module, "fts5(title, tokenize = 'porter')");
}

TEST(Read, NamesThatHideSqlitesFunctionsAndNamesWithQuotesAreOnlyNames) {
  const Schema schema = schema_of(
      "CREATE VIEW pragma_table_xinfo AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT "
      "x FROM c;"
      "CREATE TABLE pragma_index_list (a); CREATE TABLE \"a \"\" b); DROP\" (c);");
  ASSERT_EQ(schema.tables.size(), 2U);
  EXPECT_EQ(schema.tables[0].columns[0].name, "c");
}

// The text is read for what SQLite's own PRAGMAs would say about keys and indexes: here they are asked.
TEST(Read, AgreesWithThePragmasAboutKeysAndIndexes) {
  sql::Database database = database_of(R"(
    CREATE TABLE p (a TEXT COLLATE NOCASE, b INT UNIQUE, c, PRIMARY KEY (b, "a" COLLATE rtrim DESC), UNIQUE (c, a), UNIQUE (C, A),
      UNIQUE (a COLLATE binary, c));
    CREATE TABLE k (desc PRIMARY KEY, x REFERENCES p (b) ON UPDATE CASCADE ON DELETE SET DEFAULT,
      y REFERENCES k, UNIQUE (desc) FOREIGN KEY (x, y) REFERENCES p ON DELETE NO ACTION);
    CREATE TABLE r (id INTEGER PRIMARY KEY DESC, UNIQUE (id));
    CREATE TABLE s (id INTEGER, UNIQUE (id), PRIMARY KEY (id DESC));
    CREATE INDEX i1 ON p ((a) COLLATE binary DESC, 'b', [c] ASC, a || b);
    CREATE INDEX i2 ON k (desc, x DESC);)");
  const Schema schema = *read_schema(database);
  const auto texts = [&](const std::string& sql) {
    std::vector<std::string> lines;
    const sql::ResultSet rows = *database.query(sql);
    for (const auto& row : rows.rows) lines.push_back(sql::to_display(row[0]));
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  const auto line = [](const std::string& table, char origin, const std::vector<KeyPart>& parts) {
    std::string text = table + " " + origin;
    for (const KeyPart& part : parts) {
      text +=
          " " + (part.expression ? "?" : part.text) + " " + part.collation + (part.descending ? " 1" : " 0");
    }
    return text;
  };
  std::vector<std::string> keys;
  std::vector<std::string> foreign;
  for (const Table& table : schema.tables) {
    if (table.primary_key && !table.primary_key->rowid_alias) {
      keys.push_back(line(table.name, 'p', table.primary_key->parts));
    }
    for (const Unique& unique : table.uniques) keys.push_back(line(table.name, 'u', unique.parts));
    for (const ForeignKey& key : table.foreign_keys) {
      for (std::size_t i = 0; i < key.columns.size(); ++i) {
        foreign.push_back(table.name + " " + key.columns[i] + " " + key.parent + " " +
                          (key.parent_columns_implicit ? "" : key.parent_columns[i]) + " " +
                          std::string(to_string(key.on_update)) + " " +
                          std::string(to_string(key.on_delete)));
      }
    }
  }
  for (const Index& index : schema.indexes) keys.push_back(line(index.table, 'c', index.parts));
  std::sort(keys.begin(), keys.end());
  std::sort(foreign.begin(), foreign.end());
  EXPECT_EQ(keys,
            texts("SELECT m.name || ' ' || substr(i.origin, 1, 1) || (SELECT group_concat(' ' || "
                  "coalesce(x.name, '?') || ' ' || "
                  "upper(x.coll) || ' ' || x.\"desc\", '') FROM pragma_index_xinfo(i.name) x WHERE x.key) "
                  "FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'"));
  EXPECT_EQ(
      foreign,
      texts("SELECT m.name || ' ' || \"from\" || ' ' || \"table\" || ' ' || coalesce(\"to\", '') || ' ' || "
            "on_update || ' ' || on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name)"));
}

TEST(Read, ABrokenViewDoesNotStopReading) {
  const Schema schema = schema_of("CREATE VIEW v AS SELECT gone FROM nowhere; CREATE TABLE t (a);");
  EXPECT_EQ(schema.tables.size(), 1U);
  EXPECT_EQ(schema.views.size(), 1U);
}

// A table whose text is known is not read again; everything that depends on other tables is.
TEST(ReadSchema, WithAMemoryIsTheSame) {
  auto database = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  ReadMemory memory;
  for (const char* change : {"CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE DEFAULT 'x')",
                             "CREATE TABLE k (p INTEGER REFERENCES p, CHECK (p > 0), UNIQUE (p))",
                             "CREATE INDEX k_p ON k (p, lower(p))", "ALTER TABLE p RENAME COLUMN id TO key",
                             "ALTER TABLE k ADD COLUMN b AS (p + 1)", "CREATE VIEW v AS SELECT a FROM \"p\"",
                             "ALTER TABLE p RENAME TO q", "DROP TABLE k",
                             "CREATE TABLE k (p INTEGER REFERENCES p, CHECK (p > 0), UNIQUE (p))"}) {
    ASSERT_TRUE(database->execute(change)) << change;
    EXPECT_EQ(*read_schema(*database, {}, &memory), *read_schema(*database)) << change;
  }
}

}  // namespace
}  // namespace simulator::schema
