// Any bytes are a document, and it can be parsed again with the same outcome.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lessons/markdown/parse.h"
#include "tests/fuzz/promise.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = lessons::markdown::parse(text, "lesson.md");
  for (const auto& one : parsed.diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  const auto again = lessons::markdown::parse(text, "lesson.md");
  promise(again.document.blocks.size() == parsed.document.blocks.size() &&
              again.diagnostics.size() == parsed.diagnostics.size(),
          "the same text gives the same document");
  return 0;
}
