#include "simulator/deploy/region_words.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::deploy {
namespace {

std::string in_words(const Precedence& pair) { return fmt::format("{} -> {}", pair.first, pair.then); }

}  // namespace

RegionWords region_words(const Exploration& exploration) {
  RegionWords out;
  if (!exploration.complete) {
    out.headline = "What keeps production up is not known: the search is not complete.";
    return out;
  }
  if (exploration.orders_safe == 0) {
    const auto without =
        std::count_if(exploration.orders.begin(), exploration.orders.end(),
                      [](const OrderVerdict& each) { return each.rollback_story.has_value(); });
    out.headline = "No order of these steps keeps production up.";
    if (without > 0)
      out.headline = fmt::format(
          "No order survives a rollback of the code at any point; {} keep{} production up "
          "without one.",
          without, without == 1 ? "s" : "");
    return out;
  }
  if (exploration.orders_safe == exploration.orders_total) {
    out.headline = "Every order keeps production up.";
    return out;
  }
  if (!exploration.orders_listed) {
    out.headline = "There are too many orders to say what the safe ones have in common.";
    return out;
  }
  const SafeRegion& region = exploration.region;
  for (const Precedence& pair : region.constraints) out.lines.push_back(in_words(pair));
  for (const std::vector<Precedence>& choice : region.alternatives) {
    std::string line;
    for (const Precedence& pair : choice) line += (line.empty() ? "" : ", or ") + in_words(pair);
    out.lines.push_back(std::move(line));
  }
  out.headline = out.lines.size() == 1
                     ? "This constraint keeps production up:"
                     : fmt::format("These {} constraints keep production up:", out.lines.size());
  return out;
}

}  // namespace simulator::deploy
