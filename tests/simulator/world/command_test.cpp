#include "simulator/world/command.h"

#include <gtest/gtest.h>

namespace simulator::world {
namespace {

std::vector<Command> one_of_each() {
  Migrate down;
  down.environment = "staging";
  down.direction = migration::Direction::down;
  down.to = "20260401";
  Migrate stepped;
  stepped.environment = "laptop";
  stepped.steps = 2;
  stepped.out_of_order = true;
  Migrate held = down;
  held.in_flight = Request{"node 1", "edit", {{":id", std::int64_t{1}}}};
  held.killed_after = 2;
  return {held,
          RestoreBackup{"production", "monday", Request{"node 1", "edit", {}}},
          Backfill{"production", "UPDATE t SET a = 1", {}},
          Backfill{"production", "UPDATE t SET a = 1", Request{"node 1", "edit", {}}},
          Serve{{{"node 1", "edit", {{":a", 1.5}, {":b", std::monostate{}}, {":c", std::string("{write}")}}},
                 {"", "edit", {{":d", sql::Blob{std::byte{0}, std::byte{0xAB}}}}}}},
          WriteFile{"1_a.sql", "SELECT '\"\n\t😀';"},
          DeleteFile{"1_a.sql"},
          RenameFile{"1_a.sql", "2_a.sql"},
          RunSql{"laptop", "SELECT 1;\nSELECT 2"},
          Migrate{},
          down,
          stepped,
          MarkApplied{"laptop", "20260514"},
          CloneEnvironment{"new-engineer", ""},
          CloneEnvironment{"copy", "laptop"},
          TakeBackup{"production", "monday"},
          RestoreBackup{"production", "monday"},
          StartNode{"node 1", "production", "v1"},
          DrainNode{"node 1"},
          StopNode{"node 1"},
          Traffic{}};
}

TEST(Command, SurvivesJson) {
  for (const Command& command : one_of_each()) {
    const auto back = command_from_json(to_json(command));
    ASSERT_TRUE(back.has_value()) << to_json(command) << ": " << back.error().message;
    EXPECT_TRUE(*back == command) << to_json(command);
    EXPECT_FALSE(title(command).empty());
  }
}

TEST(Command, LeavesDefaultsOutOfJson) {
  EXPECT_EQ(to_json(CloneEnvironment{"new", ""}), R"({"do":"clone_environment","name":"new"})");
}

TEST(Command, ReportsEverythingWrongAtItsPlace) {
  const std::string text = R"({"do": "migrate", "enviroment": "laptop",
 "direction": "upp", "steps": 0})";
  base::JsonDocument document = base::parse_json(text, "x.lab.json");
  base::Diagnostics out;
  EXPECT_FALSE(read_command(document.root, "x.lab.json", text, out).has_value());
  std::string codes;
  for (const base::Diagnostic& each : out) codes += each.what.code + " ";
  EXPECT_EQ(codes, "json.missing-key json.unknown-value world.bad-command json.unknown-key ");
  EXPECT_EQ(out[1].what.at.line, 2);
}

TEST(Command, NamesAnUnknownKind) {
  const auto command = command_from_json(R"({"do": "run_sqll", "environment": "laptop"})");
  ASSERT_FALSE(command.has_value());
  EXPECT_EQ(command.error().code, "json.unknown-value");
  EXPECT_NE((command.error().message + command.error().help).find("run_sql"), std::string::npos);
}

TEST(Command, HasATitleForPeople) {
  EXPECT_EQ(title(RunSql{"staging", "  ALTER TABLE users\nADD COLUMN phone"}),
            "staging: ALTER TABLE users …");
  EXPECT_EQ(title(MarkApplied{"laptop", "20260514"}), "mark 20260514 as applied on laptop");
}

}  // namespace
}  // namespace simulator::world
