// A version of the application, as far as the database can tell: the requests it sends, and what it promises
// about the data.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "simulator/sql/value.h"

namespace simulator::world {

/// Named values for a statement: (":name", value).
using Parameters = std::vector<std::pair<std::string, sql::Value>>;

/// What a request says about one fact of the business, wherever the schema keeps it: "user.email" of user 1
/// is the same fact in `users.email`, in `users.email_address` and in a table of its own. A write that was
/// answered has to be what every later read of that fact gives, whichever version reads.
struct Promise {
  std::string field;  ///< "user.email"
  std::string key;    ///< the parameter that says whose: ":id"; empty: there is only one
  std::string value;  ///< of a write: the parameter that carries it (":email"); of a read: the result column
  friend bool operator==(const Promise&, const Promise&) = default;
};

/// A query runs only while the flag has this value.
struct Condition {
  std::string flag;
  std::string value;
  friend bool operator==(const Condition&, const Condition&) = default;
};

/// One request a node serves: one statement or several. A later statement may use what an earlier one
/// returned: `:name` that is no parameter is the column `name` of the newest row returned before (NULL when
/// there was none). With BEGIN and COMMIT among them they are one transaction, otherwise each is its own.
///
/// In a text parameter `{request}` becomes the number of the request (1, 2, ... in the whole World), `{node}`
/// the name of the node and `{write}` a number that tells this write's value from all others.
struct AppQuery {
  std::string name;
  std::string sql;
  Parameters parameters;
  int weight = 1;     ///< how often it comes, beside the version's others
  bool once = false;  ///< can succeed only once (it makes something with a fixed key)
  std::vector<Promise> writes = {};
  std::vector<Promise> reads = {};
  std::vector<Condition> when = {};  ///< all must hold
  friend bool operator==(const AppQuery&, const AppQuery&) = default;
};

struct AppVersion {
  std::string name;
  std::vector<AppQuery> queries;
  /// Asked when a node starts; a row in the answer, or an error, and it refuses to start. May be empty.
  std::string refuses_when = {};
  friend bool operator==(const AppVersion&, const AppVersion&) = default;
};

}  // namespace simulator::world
