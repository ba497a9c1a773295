#include "lessons/authoring/run_deploy.h"

#include <fmt/format.h>

#include "simulator/deploy/replay.h"

namespace lessons::authoring {

namespace base = simulator::base;
namespace deploy = simulator::deploy;

base::Diagnostics run_deploy(const deploy::Scenario& scenario, std::stop_token stop) {
  base::Diagnostics out;
  const auto report = [&](std::string code, std::string message, base::Position at, std::string help) {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = scenario.file;
    error.at = at;
    out.push_back({base::Severity::error, std::move(error)});
  };
  for (const deploy::Order& order : scenario.orders) {
    const auto replay = deploy::replay(scenario, order.steps, 0, stop);
    if (stop.stop_requested()) break;
    const std::string name = fmt::format("{}", fmt::join(order.steps, ", "));
    if (!replay) {
      report(
          "check.start-fails",
          fmt::format("the order {} of \"{}\" cannot be run: {}", name, scenario.id, replay.error().message),
          order.at, replay.error().help);
      continue;
    }
    const deploy::Trace& trace = replay->trace;
    if (order.safe && !trace.safe()) {
      report("check.safe-order-fails",
             fmt::format("the order {} is called safe, and {}", name, trace.summary()), order.at,
             fmt::format("What failed first: {}.", trace.first_message()));
    } else if (!order.safe && trace.safe()) {
      report("check.unsafe-order-passes",
             fmt::format("the order {} is called unsafe, and nothing fails", name), order.at,
             fmt::format("All {} requests were served.", trace.requests.size()));
    } else if (!order.safe && trace.first_message().find(order.fails_with) == std::string::npos) {
      report("check.other-failure",
             fmt::format("the order {} should fail with \"{}\"", name, order.fails_with), order.at,
             fmt::format("It fails, and what is said first is: {}.", trace.first_message()));
    }
  }
  return out;
}

}  // namespace lessons::authoring
