#include "simulator/deploy/data_oracle.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/sql/value.h"

namespace simulator::deploy {
namespace {

const sql::Value* find(const world::Parameters& bindings, std::string_view name) {
  for (const auto& [each, value] : bindings)
    if (each == name) return &value;
  return nullptr;
}

std::string fact_name(const std::string& field, const std::string& key) {
  return key.empty() ? field : fmt::format("{} of {}", field, key);
}

Failure about(FailureKind kind, std::string message, const world::Event& event) {
  return {kind, std::move(message), event.version, event.query, {}};
}

}  // namespace

std::optional<std::string> answered(const world::Event& event, std::string_view column) {
  if (!event.result) return std::nullopt;
  const std::vector<std::string>& columns = event.result->columns;
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) return std::nullopt;
  if (event.result->rows.empty()) return sql::to_display(sql::Value{});
  return sql::to_display(event.result->rows.front()[static_cast<std::size_t>(found - columns.begin())]);
}

DataOracle::Fact DataOracle::fact_of(const world::Promise& promise, const world::Parameters& bindings) {
  const sql::Value* key = promise.key.empty() ? nullptr : find(bindings, promise.key);
  const bool keyed = key != nullptr && !std::holds_alternative<std::monostate>(*key);
  return {promise.field, keyed ? sql::to_display(*key) : std::string()};
}

void DataOracle::learn(const world::AppQuery& query, const world::Event& event) {
  if (event.error) return;
  for (const world::Promise& promise : query.reads)
    if (const auto value = answered(event, promise.value))
      last_.emplace(fact_of(promise, event.bindings), Last{*value, false});
}

std::optional<Failure> DataOracle::judge_read(const world::Promise& promise, const world::Event& event) {
  const Fact fact = fact_of(promise, event.bindings);
  const auto last = last_.find(fact);
  if (last == last_.end()) return std::nullopt;
  const auto value = answered(event, promise.value);
  const std::string& expected = last->second.value;
  if (value == expected) return std::nullopt;
  const std::string once = event.version + " " + event.query + " " + expected;
  if (std::exchange(told_[fact], once) == once) return std::nullopt;
  const std::string reads = value ? *value : fmt::format("nothing called {}", promise.value);
  const std::string what = fact_name(fact.first, fact.second);
  const std::string was =
      last->second.written ? "was written as " + expected : "was " + expected + " at the start";
  if (!holds_(expected))
    return about(FailureKind::lost_write,
                 fmt::format("{} {} and is nowhere any more: {} reads {}", what, was, event.version, reads),
                 event);
  return about(FailureKind::stale_read,
               fmt::format("{} reads {} for {}, which {}", event.version, reads, what, was), event);
}

std::vector<Failure> DataOracle::judge(const world::AppQuery& query, const world::Event& event) {
  std::vector<Failure> failures;
  if (event.error) {
    // Statements that were done before the one that failed may have written.
    if (event.changed > 0)
      for (const world::Promise& promise : query.writes) last_.erase(fact_of(promise, event.bindings));
    return failures;
  }
  // A request that does both reads first.
  for (const world::Promise& promise : query.reads)
    if (auto failure = judge_read(promise, event)) failures.push_back(std::move(*failure));
  for (const world::Promise& promise : query.writes) {
    const Fact fact = fact_of(promise, event.bindings);
    const sql::Value* value = find(event.bindings, promise.value);
    const std::string written = value == nullptr ? std::string() : sql::to_display(*value);
    if (event.changed == 0) {
      failures.push_back(about(FailureKind::lost_write,
                               fmt::format("{} was to be written as {}; no error, and no row was changed",
                                           fact_name(fact.first, fact.second), written),
                               event));
      continue;
    }
    last_[fact] = {written, true};
  }
  std::erase_if(failures, [this](const Failure& failure) { return !scenario_.counts(failure.kind); });
  return failures;
}

}  // namespace simulator::deploy
