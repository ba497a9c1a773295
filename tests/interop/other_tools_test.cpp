// Tools whose rules driftwoodctl does not follow: sqitch and Alembic, as Debian ships them. What can be held:
// it recognises their folders and databases, says so and leaves them alone, byte for byte; and their schemas
// are read like anybody's.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/interop/sides.h"

namespace interop {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::vector<std::string> looking_and_running{"status", "plan", "verify", "up",
                                                   "down",   "diff", "repair"};

class OtherTool : public Stage {
 protected:
  void SetUp() override { clear(); }

  [[nodiscard]] programs::Ran run(const std::vector<std::string>& words) const {
    return programs::run(
        words, folder.root(),
        {"SQITCH_FULLNAME=A", "SQITCH_EMAIL=a@example.org", "HOME=" + folder.root().string()});
  }
  [[nodiscard]] std::string bytes(const std::string& name) const {
    const auto ran = programs::run({"cat", folder.path(name)});
    return ran.out;
  }
  /// Every verb on this folder and app.db says whose they are and changes no byte of these files.
  void is_left_alone(const std::string& directory, const std::string& owner,
                     const std::vector<std::string>& files) const {
    std::vector<std::string> before;
    for (const auto& file : files) before.push_back(bytes(file));
    for (const auto& verb : looking_and_running) {
      const auto ran = driftwoodctl({"migrate", verb, "--dir", directory, "--db", "app.db"}, folder.root());
      EXPECT_EQ(ran.exit, 2) << verb << ran.out;
      EXPECT_THAT(ran.err, HasSubstr("migration.tool-not-followed"));
      EXPECT_THAT(ran.err, HasSubstr(owner));
    }
    for (std::size_t i = 0; i < files.size(); ++i) EXPECT_EQ(bytes(files[i]), before[i]) << files[i];
  }
  [[nodiscard]] programs::Ran drift(const std::string& left, const std::string& right) const {
    return driftwoodctl({"drift", left, right}, folder.root());
  }
};

class sqitch : public OtherTool {
 protected:
  void SetUp() override {
    OtherTool::SetUp();
    ASSERT_EQ(run({"sqitch", "init", "shop", "--engine", "sqlite"}).exit, 0);
    change("users", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);", "DROP TABLE users;");
    change("posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));",
           "DROP TABLE posts;");
    const auto deployed = deploy();
    ASSERT_EQ(deployed.exit, 0) << deployed.err;
  }
  void change(const std::string& name, const std::string& up, const std::string& back) const {
    ASSERT_EQ(run({"sqitch", "add", name, "-n", name}).exit, 0);
    folder.write("deploy/" + name + ".sql", "BEGIN;\n" + up + "\nCOMMIT;\n");
    folder.write("revert/" + name + ".sql", "BEGIN;\n" + back + "\nCOMMIT;\n");
  }
  [[nodiscard]] programs::Ran deploy() const { return run({"sqitch", "deploy", "db:sqlite:app.db"}); }
};

TEST_F(sqitch, ItsProjectAndItsRegistryAreLeftAlone) {
  is_left_alone(".", "sqitch", {"app.db", "sqitch.db", "sqitch.plan"});
  const auto registry = driftwoodctl({"migrate", "status", "--dir", "m", "--db", "sqitch.db"}, folder.root());
  EXPECT_EQ(registry.exit, 2);
  EXPECT_THAT(registry.err, HasSubstr("sqitch"));
  EXPECT_THAT(run({"sqitch", "status", "db:sqlite:app.db"}).out, HasSubstr("Nothing to deploy"));
}

TEST_F(sqitch, ItsSchemaIsTheSameAsOneThatOursMade) {
  write("1_users.sql", "CREATE TABLE \"users\" (\"id\" INTEGER PRIMARY KEY, \"name\" TEXT NOT NULL);\n");
  write("2_posts.sql",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY,\n  user_id INTEGER, FOREIGN KEY (user_id) REFERENCES "
        "users "
        "(id));\n");
  ASSERT_EQ(driftwoodctl({"migrate", "up", "--dir", "m", "--db", "ours.db"}, folder.root()).exit, 0);
  EXPECT_EQ(drift("app.db", "ours.db").out, "No difference.\n");
  EXPECT_EQ(drift("m", "app.db").exit, 0);
  change("phone", "ALTER TABLE users ADD COLUMN phone TEXT;", "ALTER TABLE users DROP COLUMN phone;");
  ASSERT_EQ(deploy().exit, 0);
  const auto drifted = drift("m", "app.db");
  EXPECT_EQ(drifted.exit, 1);
  EXPECT_THAT(drifted.out, HasSubstr("phone"));
  ASSERT_EQ(run({"sqitch", "revert", "-y", "--to", "@HEAD^", "db:sqlite:app.db"}).exit, 0);
  EXPECT_EQ(drift("m", "app.db").exit, 0);
}

class alembic : public OtherTool {
 protected:
  void SetUp() override {
    OtherTool::SetUp();
    ASSERT_EQ(run({"alembic", "init", "migrations"}).exit, 0);
    folder.write("alembic.ini",
                 "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n");
    folder.write("migrations/env.py",
                 "from alembic import context\nfrom sqlalchemy import create_engine\n"
                 "url = context.config.get_main_option('sqlalchemy.url')\n"
                 "with create_engine(url).connect() as connection:\n"
                 "    context.configure(connection=connection)\n"
                 "    with context.begin_transaction():\n        context.run_migrations()\n");
    revision("a1", "None",
             "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', "
             "sa.String(50), nullable=False))",
             "op.drop_table('users')");
    const auto upgraded = run({"alembic", "upgrade", "head"});
    ASSERT_EQ(upgraded.exit, 0) << upgraded.err;
  }
  void revision(const std::string& id, const std::string& parent, const std::string& up,
                const std::string& down) const {
    folder.write("migrations/versions/" + id + ".py",
                 "from alembic import op\nimport sqlalchemy as sa\nrevision = '" + id +
                     "'\ndown_revision = " + parent + "\ndef upgrade():\n    " + up +
                     "\ndef downgrade():\n    " + down + "\n");
  }
};

TEST_F(alembic, ItsFolderAndItsTableAreLeftAlone) {
  is_left_alone("migrations", "Alembic", {"app.db", "migrations/env.py"});
  write("1_a.sql", "CREATE TABLE a (x);\n");
  is_left_alone("m", "Alembic", {"app.db"});
  EXPECT_THAT(run({"alembic", "current"}).out, HasSubstr("a1 (head)"));
}

TEST_F(alembic, ItsSchemaIsTheSameAsOneThatOursMade) {
  write("1_users.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(50) NOT NULL);\n");
  EXPECT_EQ(drift("m", "app.db").out, "No difference.\n");
  revision("b2", "'a1'", "op.create_index('by_name', 'users', ['name'])", "op.drop_index('by_name')");
  ASSERT_EQ(run({"alembic", "upgrade", "head"}).exit, 0);
  EXPECT_EQ(drift("m", "app.db").exit, 1);
  write("2_by_name.sql", "CREATE INDEX by_name ON users (name);\n");
  EXPECT_EQ(drift("m", "app.db").out, "No difference.\n");
  ASSERT_EQ(run({"alembic", "downgrade", "-1"}).exit, 0);
  EXPECT_EQ(drift("m", "app.db").exit, 1);
}

TEST_F(alembic, AFolderOfOursCanStillBeAskedForByName) {
  write("1_a.sql", "CREATE TABLE a (x);\n");
  const auto asked = ours({"up"}, "driftwood");
  EXPECT_EQ(asked.exit, 0) << asked.err;
  EXPECT_THAT(run({"alembic", "current"}).out, HasSubstr("a1 (head)"));
}

}  // namespace
}  // namespace interop
