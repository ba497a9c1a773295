#include "lessons/authoring/run_deploy.h"

#include <fmt/format.h>

#include "lessons/quiz/explored_order.h"
#include "simulator/base/counted.h"
#include "simulator/deploy/failure_words.h"
#include "simulator/deploy/replay.h"

namespace lessons::authoring {
namespace {

namespace base = simulator::base;
namespace deploy = simulator::deploy;
using base::counted;

class OrderProof {
 public:
  OrderProof(const deploy::Scenario& scenario, const deploy::Exploration& explored)
      : scenario_(scenario), explored_(explored) {}

  base::Diagnostics run(const std::stop_token& stop) && {
    if (!quiz::knows_every_order(explored_) && !stop.stop_requested()) warn();
    for (const deploy::Order& order : scenario_.orders) {
      const auto replay = deploy::replay(scenario_, order.steps, 0, stop);
      if (stop.stop_requested()) break;
      if (replay)
        prove(order, replay->trace);
      else
        report("check.start-fails", fmt::format("{} cannot be run: {}", name(order), replay.error().message),
               order.at, replay.error().help);
    }
    return std::move(out_);
  }

 private:
  void warn() {
    const std::string why =
        explored_.complete
            ? fmt::format("it has {}", counted(explored_.orders_total, "order", "orders"))
            : fmt::format("it stopped{} {}", explored_.stopped.starts_with("after ") ? "" : ":",
                          explored_.stopped);
    report("check.not-explored",
           fmt::format("exploring \"{}\" does not tell which orders are safe: {}", scenario_.id, why), {1, 1},
           "Its orders, and those of its questions, were replayed once each; whether something else can go "
           "wrong in between is not known. Fewer steps or nodes make it smaller.",
           base::Severity::warning);
  }

  void prove(const deploy::Order& order, const deploy::Trace& trace) {
    const deploy::OrderVerdict* verdict = explored_.verdict(order.steps);
    const deploy::Story* story =
        verdict != nullptr && verdict->story ? &explored_.stories[*verdict->story] : nullptr;
    if (order.safe) {
      prove_safe(order, trace, story);
    } else if (trace.safe() && story == nullptr) {
      report("check.unsafe-order-passes", name(order) + " is called unsafe, and nothing fails", order.at,
             served(trace) + (quiz::knows_every_order(explored_)
                                  ? fmt::format(" Of the scenario's {} none fails in this order.", states())
                                  : std::string()));
    } else if (!says(order, trace.first_message()) &&
               (story == nullptr || !says(order, story->failure->message))) {
      const std::string first = fmt::format("What is said first is: {}.", trace.first_message());
      report("check.other-failure", fmt::format("{} should fail with \"{}\"", name(order), order.fails_with),
             order.at,
             story == nullptr ? first
             : trace.safe()   ? told(*story)
                              : first + " " + told(*story));
    }
  }

  void prove_safe(const deploy::Order& order, const deploy::Trace& trace, const deploy::Story* story) {
    if (!trace.safe())
      report("check.safe-order-fails", fmt::format("{} is called safe, and {}", name(order), trace.summary()),
             order.at, fmt::format("What failed first: {}.", trace.first_message()));
    else if (story != nullptr)
      report("check.safe-order-fails",
             fmt::format("{} is called safe, and exploring it finds a failure: {}", name(order),
                         deploy::describe(*story->failure)),
             order.at,
             fmt::format("{} {} See it with driftwoodctl deploy explore.", served(trace), told(*story)));
  }

  [[nodiscard]] static std::string served(const deploy::Trace& trace) {
    return fmt::format("Replayed once, all {} are served.",
                       counted(trace.requests.size(), "request", "requests"));
  }

  [[nodiscard]] static bool says(const deploy::Order& order, const std::string& message) {
    return message.find(order.fails_with) != std::string::npos;
  }

  [[nodiscard]] std::string told(const deploy::Story& story) const {
    return fmt::format("Exploring its {}, it fails after {}: {}.", states(),
                       counted(story.acts.size(), "act", "acts"), deploy::describe(*story.failure));
  }

  [[nodiscard]] std::string states() const { return counted(explored_.states, "state", "states"); }

  [[nodiscard]] static std::string name(const deploy::Order& order) {
    return fmt::format("the order {}", fmt::join(order.steps, ", "));
  }

  void report(std::string code, std::string message, base::Position at, std::string help,
              base::Severity severity = base::Severity::error) {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = scenario_.file;
    error.at = at;
    out_.push_back({severity, std::move(error)});
  }

  const deploy::Scenario& scenario_;
  const deploy::Exploration& explored_;
  base::Diagnostics out_;
};

}  // namespace

base::Diagnostics run_deploy(const deploy::Scenario& scenario,
                             const base::Result<deploy::Exploration>& explored, std::stop_token stop) {
  if (explored) return OrderProof(scenario, *explored).run(stop);
  base::Error error;
  error.code = "check.start-fails";
  error.message = fmt::format("\"{}\" cannot begin: {}", scenario.id, explored.error().message);
  error.help = explored.error().help;
  error.file = scenario.file;
  error.at = {1, 1};
  return {{base::Severity::error, std::move(error)}};
}

}  // namespace lessons::authoring
