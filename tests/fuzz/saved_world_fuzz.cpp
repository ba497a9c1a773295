// Any bytes are a saved World with an answer. What can be loaded can be saved and loaded again, and then it
// is the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulator/world/world.h"
#include "tests/fuzz/promise.h"
#include "tests/simulator/world/small_world.h"

using namespace simulator::world;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const WorldStart start = small_start();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto loaded = World::load(start, text);
  if (!loaded) {
    promise(!loaded.error().code.empty() && !loaded.error().message.empty(), "an error says what happened");
    return 0;
  }
  for (const auto& one : loaded->warnings)
    promise(!one.what.code.empty() && !one.what.message.empty(), "a warning says what happened");
  static_cast<void>(loaded->world.view());
  const std::string saved = loaded->world.save_json();
  auto again = World::load(start, saved);
  promise(again.has_value(), "what was saved can be loaded");
  promise(again->warnings.empty(), "and gives what it gave");
  promise(again->world.save_json() == saved, "and is the same");
  promise(again->world.image_hash() == loaded->world.image_hash(), "to the byte");
  return 0;
}
