// Any bytes are a deploy scenario with an answer: one that may be used, and then its listed order can be
// replayed or says why not; or errors that say what is wrong.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulator/deploy/replay.h"
#include "simulator/deploy/scenario.h"
#include "tests/fuzz/promise.h"

using namespace simulator::deploy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto lesson = simulator::base::Folder::open(DRIFTWOOD_SOURCE_DIR "/tests/fuzz/lesson").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ScenarioResult reading = read_scenario(lesson, "fuzz.deploy.json", text);
  for (const auto& one : reading.diagnostics)
    promise(!one.what.code.empty() && !one.what.message.empty(), "an error says what happened");
  if (simulator::base::has_errors(reading.diagnostics)) return 0;
  const Scenario& scenario = reading.scenario;
  promise(!scenario.steps.empty(), "a rollout has steps");
  for (const Step& step : scenario.steps)
    promise(scenario.step(step.id) == &step, "every step is found by its id");
  const auto trace = replay(scenario, scenario.listed_order());
  promise(trace.has_value() || !trace.error().message.empty(), "a replay that cannot run says why");
  return 0;
}
