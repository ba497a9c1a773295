// Any bytes are a quiz with an answer: questions that may be used, or errors that say what is wrong.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lessons/quiz/quiz.h"
#include "tests/fuzz/promise.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto reading = lessons::quiz::read_quiz(text, "quiz.json");
  for (const auto& one : reading.diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  return 0;
}
