// Watches what the versions of an app promised about the data: a write that was answered must be what every
// later read of that fact gives. Part of the room's inside.
//
// What it knows is the last value written of each fact: field and key. At the start that is what the first
// version reads; a fact that nobody reads is unknown until it is written.
//
// Ownership: refers to the scenario, which must outlive it. Threads: none shared.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/deploy/scenario.h"
#include "simulator/deploy/story.h"
#include "simulator/world/event.h"

namespace simulator::deploy {

class DataOracle {
 public:
  /// `holds`: some cell of the database contains this text.
  using Holds = std::function<bool(std::string_view text)>;

  DataOracle(const Scenario& scenario, Holds holds) : scenario_(scenario), holds_(std::move(holds)) {}

  /// A request at the very start, whose reads tell what is there.
  void learn(const world::AppQuery& query, const world::Event& event);
  /// A request that was served without an error or with one: what it did to what is known, and what is wrong
  /// with it. A value that a read missed is told once.
  [[nodiscard]] std::vector<Failure> judge(const world::AppQuery& query, const world::Event& event);

 private:
  /// Field, and its key for reading; empty where there is none.
  using Fact = std::pair<std::string, std::string>;
  [[nodiscard]] static Fact fact_of(const world::Promise& promise, const world::Parameters& bindings);
  [[nodiscard]] std::optional<Failure> judge_read(const world::Promise& promise, const world::Event& event);

  const Scenario& scenario_;
  Holds holds_;
  struct Last {
    std::string value;
    bool written = true;  ///< false: it was there at the start
  };
  std::map<Fact, Last> last_;
  std::map<Fact, std::string> told_;  ///< version and value that was missed already
};

/// What the first row of the answer has in the column, for people; nothing when it has no such column.
[[nodiscard]] std::optional<std::string> answered(const world::Event& event, std::string_view column);

}  // namespace simulator::deploy
