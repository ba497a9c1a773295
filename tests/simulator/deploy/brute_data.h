// What the plain search (brute_force.h) holds of a database: all of it, row by row, and what was said about
// it. Every use opens a fresh copy.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "simulator/deploy/scenario.h"
#include "simulator/sql/environment_store.h"

namespace simulator::deploy::testing_support {

struct BruteData {
  sql::Image image;
  std::string text;                                        ///< all of it
  std::map<std::string, std::optional<std::string>> last;  ///< by fact; empty: not known any more
  std::set<std::string> once;                              ///< requests that are not sent again
  std::map<std::string, std::pair<sql::Image, std::string>> backups;

  [[nodiscard]] std::string key() const;
};

[[nodiscard]] sql::EnvironmentStore copy_of(const sql::Image& image, const Scenario& scenario);
[[nodiscard]] sql::Database open_copy(sql::EnvironmentStore& store);
/// What the store holds now, with the rest as it was.
[[nodiscard]] BruteData taken(sql::EnvironmentStore& store, const BruteData& before);

}  // namespace simulator::deploy::testing_support
