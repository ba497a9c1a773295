// Any bytes are a lab with an answer: one that may be used, and then it starts or says why not, and its goals
// can be asked for; or errors that say what is wrong.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lessons/lab/lab.h"
#include "simulator/world/world.h"
#include "tests/fuzz/promise.h"

using namespace lessons::lab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const base::Folder lesson = base::Folder::open(DRIFTWOOD_SOURCE_DIR "/tests/fuzz/lesson").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const LabResult reading = read_lab(lesson, "fuzz.lab.json", text);
  for (const auto& one : reading.diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  if (base::has_errors(reading.diagnostics)) return 0;
  promise(!reading.lab.goals.empty() && !reading.lab.hints.empty(), "a lab has goals and hints");
  promise(reading.lab.solution.size() == reading.lab.solution_at.size(), "every command has a place");
  auto started = world::World::create(reading.lab.start);
  if (!started) {
    promise(!started.error().message.empty(), "a start that fails says why");
    return 0;
  }
  const auto results = evaluate(reading.lab.goals, *started);
  promise(results.size() == reading.lab.goals.size(), "every goal has an answer");
  for (const GoalResult& result : results)
    promise(result.reached == result.why_not.empty(), "an open goal says why");
  return 0;
}
