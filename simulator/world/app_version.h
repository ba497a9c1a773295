// A version of the application, as far as the database can tell: the named queries it sends.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "simulator/sql/value.h"

namespace simulator::world {

/// One request a node serves. `parameters` are (":name", value); in a text value `{request}` becomes the
/// number of the request (1, 2, ... in the whole World) and `{node}` the name of the node.
struct AppQuery {
  std::string name;
  std::string sql;
  std::vector<std::pair<std::string, sql::Value>> parameters;
  friend bool operator==(const AppQuery&, const AppQuery&) = default;
};

struct AppVersion {
  std::string name;
  std::vector<AppQuery> queries;
  friend bool operator==(const AppVersion&, const AppVersion&) = default;
};

}  // namespace simulator::world
