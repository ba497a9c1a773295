// Any bytes are a migration file with an answer: its parts lie inside its text, and its statements inside
// them.
#include <cstddef>
#include <cstdint>
#include <string>

#include "simulator/migration/migration_file.h"
#include "simulator/migration/script.h"
#include "tests/fuzz/promise.h"

using namespace simulator::migration;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  simulator::base::Diagnostics diagnostics;
  const SourceFile source{"20260514_fuzz.sql", std::string(reinterpret_cast<const char*>(data), size)};
  const MigrationFile file = read_migration_file(source, "migrations/20260514_fuzz.sql", diagnostics);
  promise(file.version == "20260514" && file.name == "fuzz", "the name is read from the name");
  promise(file.up.offset + file.up.length <= file.text.size(), "the up part is in the text");
  if (file.down)
    promise(file.down->offset + file.down->length <= file.text.size(), "the down part is in the text");
  promise(file.text.size() <= size, "normalising only takes away");
  for (const auto& one : diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  for (const Direction direction : {Direction::up, Direction::down}) {
    const Script script = read_script(file, direction);
    std::size_t end = 0;
    for (const ScriptStatement& statement : script.statements) {
      promise(statement.offset >= end, "statements are in order");
      promise(statement.text.data() == file.text.data() + statement.offset, "statements point into the text");
      end = statement.offset + statement.text.size();
    }
    promise(end <= file.text.size(), "statements are in the text");
  }
  return 0;
}
