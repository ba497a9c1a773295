// A World that branches must not copy its databases.
#include <cstring>

#include "simulator/world/world.h"
#include "tests/bench/pair.h"

namespace bench {
namespace {

constexpr int times = 100;  ///< one fork is too short to be measured alone

}  // namespace

std::vector<Pair> world_pairs() {
  simulator::world::WorldStart start;
  start.environments.push_back(
      {"production",
       "",
       {"CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
        "INSERT INTO notes SELECT i, hex(zeroblob(500)) FROM n"}});
  const auto world = std::make_shared<simulator::world::World>(must(simulator::world::World::create(start)));
  const auto bytes = std::make_shared<std::vector<std::byte>>(std::size_t{1} << 20U, std::byte{7});
  return {{"fork of a World with a 1 MB database / copying its bytes", 1,
           [bytes] {
             const Stopwatch watch;
             for (int i = 0; i < times; ++i) {
               std::vector<std::byte> copy = *bytes;
               asm volatile("" : : "g"(copy.data()) : "memory");  // the copy is really made
             }
             return watch.seconds() / times;
           },
           [world] {
             const Stopwatch watch;
             for (int i = 0; i < times; ++i) static_cast<void>(world->fork());
             return watch.seconds() / times;
           }}};
}

}  // namespace bench
