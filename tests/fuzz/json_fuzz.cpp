// Any bytes are either a document or have an error with a place inside the text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulator/base/json.h"
#include "tests/fuzz/promise.h"

using namespace simulator::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const JsonDocument document = parse_json(text, "fuzz.json");
  for (const Diagnostic& one : document.diagnostics) {
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  }
  Diagnostics diagnostics;
  if (document.root.kind == JsonValue::Kind::object) {
    JsonReader reader(document.root, "thing", "fuzz.json", text, diagnostics);
    static_cast<void>(reader.string("id"));
    static_cast<void>(reader.integer_or("count", 0));
    static_cast<void>(reader.strings_or_empty("names"));
    reader.finish();
  }
  return 0;
}
