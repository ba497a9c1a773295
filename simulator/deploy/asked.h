// The requests of a scenario as the explorer sends them: every query of every version, once for each entity
// that it promises something about, with its parameters filled in; and the facts that those promises speak
// of.
//
// A fact is a field of an entity ("user.email" of 1). `{request}` is a fixed number far from small ids
// (900000 and the number of the query), `{node}` a node's name, because what a request answers must not
// depend on who sent it when; `{write}` is filled in when the request is sent.
//
// Ownership: plain values. Threads: none shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/deploy/situation.h"
#include "simulator/sql/value.h"
#include "simulator/world/app_version.h"

namespace simulator::deploy {

struct Fact {
  std::string field;
  sql::Value key;  ///< NULL for a field without a key
  friend bool operator==(const Fact&, const Fact&) = default;
};

/// A promise of a query, for one entity.
struct FactPromise {
  std::size_t fact = 0;
  std::string value;  ///< of a write: the parameter that carries it; of a read: the result column
};

struct AskedStatement {
  std::string text;
  std::size_t offset = 0;  ///< in the query's text
};

struct Asked {
  VersionIndex version = 0;
  std::uint16_t query = 0;
  std::optional<sql::Value> entity;
  std::vector<AskedStatement> statements;
  world::Parameters parameters;  ///< `{write}` is still to be filled in
  std::vector<FactPromise> writes;
  std::vector<FactPromise> reads;
  std::optional<std::size_t> once;  ///< its number among the queries that can succeed only once
  bool own_transaction = false;     ///< BEGIN, COMMIT or a savepoint is among the statements
  /// How many statements are sent before a move that it is in flight across; 0: it is one statement.
  std::size_t sent_before = 0;

  /// What it changes stays; other requests are run for their answer and taken back.
  [[nodiscard]] bool stays() const { return !writes.empty() || once.has_value(); }
};

class AskedList {
 public:
  explicit AskedList(const Plan& plan);

  [[nodiscard]] const std::vector<Asked>& all() const { return all_; }
  [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }
  [[nodiscard]] std::size_t once_queries() const { return once_; }
  /// Numbers of the requests that this query is, one for each entity.
  [[nodiscard]] const std::vector<std::uint16_t>& of(VersionIndex version, std::size_t query) const {
    return by_query_[version][query];
  }

 private:
  void add(const Plan& plan, VersionIndex version, std::uint16_t query);

  std::vector<Asked> all_;
  std::vector<Fact> facts_;
  std::vector<std::vector<std::vector<std::uint16_t>>> by_query_;
  std::size_t once_ = 0;
};

/// The parameters of one sending, `{write}` filled in.
[[nodiscard]] world::Parameters with_write(const world::Parameters& parameters, std::uint32_t write);

}  // namespace simulator::deploy
