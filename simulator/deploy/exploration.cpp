#include "simulator/deploy/exploration.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator::deploy {

const OrderVerdict* Exploration::verdict(const std::vector<std::string>& order) const {
  const auto found = std::find_if(orders.begin(), orders.end(),
                                  [&order](const OrderVerdict& each) { return each.order == order; });
  return found == orders.end() ? nullptr : &*found;
}

std::string summary(const Exploration& exploration) {
  const std::string orders = exploration.orders_total == 1
                                 ? std::string("1 order")
                                 : fmt::format("{} orders", exploration.orders_total);
  const std::string states =
      exploration.states == 1 ? std::string("1 state") : fmt::format("{} states", exploration.states);
  if (exploration.complete) {
    return fmt::format("{}: {} safe, {} unsafe; {}, complete", orders, exploration.orders_safe,
                       exploration.orders_total - exploration.orders_safe, states);
  }
  // An order in which nothing failed so far is not a safe one.
  const auto unsafe = std::count_if(exploration.orders.begin(), exploration.orders.end(),
                                    [](const OrderVerdict& each) { return each.unsafe(); });
  const std::string_view stopped = exploration.stopped.starts_with("after") ? "stopped " : "";
  return fmt::format("{}: {} unsafe so far, the others not known; {}, not complete: {}{}", orders, unsafe,
                     states, stopped, exploration.stopped);
}

}  // namespace simulator::deploy
