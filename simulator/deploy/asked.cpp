#include "simulator/deploy/asked.h"

#include <algorithm>
#include <array>

#include "simulator/sql/first_word.h"
#include "simulator/sql/splitter.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::deploy {
namespace {

constexpr std::int64_t first_request = 900'000;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [word](std::string_view each) { return sql::same_word(each, word); });
}

void bind(world::Parameters& parameters, const std::string& name, const sql::Value& value) {
  for (auto& [known, bound] : parameters) {
    if (known == name) {
      bound = value;
      return;
    }
  }
  parameters.emplace_back(name, value);
}

}  // namespace

AskedList::AskedList(const Plan& plan) {
  const Scenario& scenario = plan.scenario();
  for (const Entities& each : scenario.entities) {
    for (const sql::Value& key : each.keys) facts_.push_back({each.field, key});
  }
  by_query_.resize(scenario.start.versions.size());
  for (std::size_t version = 0; version < by_query_.size(); ++version) {
    by_query_[version].resize(scenario.start.versions[version].queries.size());
    for (std::size_t query = 0; query < by_query_[version].size(); ++query)
      add(plan, static_cast<VersionIndex>(version), static_cast<std::uint16_t>(query));
  }
}

void AskedList::add(const Plan& plan, VersionIndex version, std::uint16_t number) {
  const world::AppQuery& query = plan.version(version).queries[number];
  Asked asked;
  asked.version = version;
  asked.query = number;
  for (const sql::StatementText& statement : sql::split_statements(query.sql)) {
    asked.statements.push_back({std::string(statement.text), statement.offset});
    const std::string_view word = sql::first_word(statement.text);
    if (is_one_of(word, {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"}))
      asked.own_transaction = true;
  }
  // BEGIN alone looks at nothing: what it sees is settled by the first statement behind it.
  std::size_t looks = 0;
  for (std::size_t index = 0; index < asked.statements.size(); ++index) {
    if (sql::bounds_a_transaction(asked.statements[index].text)) continue;
    if (++looks == 1) asked.sent_before = index + 1;
  }
  if (looks < 2) asked.sent_before = 0;
  if (query.once) asked.once = once_++;
  asked.parameters = query.parameters;
  for (auto& [name, value] : asked.parameters) {
    if (auto* text = std::get_if<std::string>(&value))
      *text =
          replaced(replaced(*text, "{request}", std::to_string(first_request + number)), "{node}", "node 1");
  }

  std::vector<std::optional<sql::Value>> entities;
  const auto promises = [&query](auto each) {
    for (const world::Promise& promise : query.writes) each(promise);
    for (const world::Promise& promise : query.reads) each(promise);
  };
  promises([&](const world::Promise& promise) {
    const Entities* known = promise.key.empty() ? nullptr : plan.scenario().entities_of(promise.field);
    if (known == nullptr) return;
    for (const sql::Value& key : known->keys) {
      if (std::holds_alternative<std::monostate>(key)) continue;
      if (std::find(entities.begin(), entities.end(), std::optional(key)) == entities.end())
        entities.push_back(key);
    }
  });
  if (entities.empty()) entities.emplace_back();
  for (const std::optional<sql::Value>& entity : entities) {
    Asked one = asked;
    one.entity = entity;
    promises([&](const world::Promise& promise) {
      if (entity && !promise.key.empty()) bind(one.parameters, promise.key, *entity);
    });
    const auto note = [&](const std::vector<world::Promise>& from, std::vector<FactPromise>& to) {
      for (const world::Promise& promise : from) {
        const sql::Value key = promise.key.empty() || !entity ? sql::Value{} : *entity;
        const auto fact = std::find(facts_.begin(), facts_.end(), Fact{promise.field, key});
        if (fact != facts_.end())
          to.push_back({static_cast<std::size_t>(fact - facts_.begin()), promise.value});
      }
    };
    note(query.writes, one.writes);
    note(query.reads, one.reads);
    by_query_[version][number].push_back(static_cast<std::uint16_t>(all_.size()));
    all_.push_back(std::move(one));
  }
}

world::Parameters with_write(const world::Parameters& parameters, std::uint32_t write) {
  world::Parameters out = parameters;
  for (auto& [name, value] : out) {
    if (auto* text = std::get_if<std::string>(&value))
      *text = replaced(std::move(*text), "{write}", std::to_string(write));
  }
  return out;
}

}  // namespace simulator::deploy
