// Any bytes are a story of the lesson's scenario: one that may be told, and then it survives being written
// and is replayed or says why not; or errors that say what is wrong.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulator/deploy/replay.h"
#include "simulator/deploy/story.h"
#include "tests/fuzz/promise.h"

using namespace simulator::deploy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scenario scenario = [] {
    const auto lesson = simulator::base::Folder::open(DRIFTWOOD_SOURCE_DIR
                                                      "/content/schema-migrations/01-what-a-migration-is");
    return read_scenario(lesson.value(), "drop-column.deploy.json").scenario;
  }();
  const Plan plan(scenario);
  simulator::base::Diagnostics diagnostics;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto story = read_story(text, "fuzz.json", plan, diagnostics);
  for (const auto& one : diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  promise(story.has_value() || has_errors(diagnostics), "no story without a reason");
  if (!story) return 0;
  diagnostics.clear();
  const auto again = read_story(to_json(*story, plan), "again.json", plan, diagnostics);
  promise(again && *again == *story, "a story survives being written and read");
  if (story->acts.size() > 40) return 0;
  const auto replayed = replay(scenario, *story);
  promise(replayed.has_value() || !replayed.error().message.empty(), "a replay that cannot run says why");
  return 0;
}
