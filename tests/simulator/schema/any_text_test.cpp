// The readers of CREATE texts are made for what SQLite accepted; on anything else they must only be safe.
// Runs under AddressSanitizer.
#include <gtest/gtest.h>

#include "simulator/base/random.h"
#include "simulator/schema/object_text.h"
#include "simulator/schema/table_text.h"
#include "tests/simulator/schema/random_schema.h"

namespace simulator::schema {
namespace {

void read_as_everything(const std::string& text) {
  Cursor table(text);
  const TableText read = read_table_text(table);
  for (const auto& check : read.checks) (void)canonical_text(text, check.expression, {});
  Cursor index(text);
  for (const PartText& part : read_index_text(index).parts) (void)part.column(text);
  Cursor trigger(text);
  (void)read_trigger_text(trigger, {});
  Cursor view(text);
  (void)read_view_text(view, {});
  (void)canonical_default(text);
}

TEST(AnyText, DamagedSchemasAreRead) {
  base::Random random(3);
  for (int round = 0; round < 300; ++round) {
    std::string text = testing::write(testing::random_model(random), &random);
    text.resize(random.below(text.size()));
    for (std::uint64_t damage = random.below(6); damage > 0 && !text.empty(); --damage) {
      text[random.below(text.size())] = "()\"'[,;-/*\0\xff"[random.below(13)];
    }
    read_as_everything(text);
  }
}

TEST(AnyText, EveryBeginningOfAStatementIsRead) {
  const std::string text =
      "CREATE TABLE a (b INT CONSTRAINT c CHECK (b) DEFAULT -1 REFERENCES d (e) ON DELETE SET NULL MATCH f "
      "NOT "
      "DEFERRABLE INITIALLY DEFERRED, g AS (b) STORED, PRIMARY KEY (b COLLATE x DESC) ON CONFLICT FAIL) "
      "STRICT";
  for (std::size_t length = 0; length <= text.size(); ++length) read_as_everything(text.substr(0, length));
}

TEST(AnyText, DeepAndLongTextsTakeLinearTime) {
  for (const char* unit :
       {"(", ")", "((", "a,", "CHECK(", "CONSTRAINT ", "a COLLATE ", "UNIQUE(", "AS (", "ON "}) {
    std::string text = "CREATE TABLE t (a ";
    for (int i = 0; i < 20'000; ++i) text += unit;
    read_as_everything(text);
  }
}

}  // namespace
}  // namespace simulator::schema
