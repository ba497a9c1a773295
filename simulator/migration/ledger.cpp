#include "simulator/migration/ledger.h"

#include <algorithm>

#include "simulator/migration/transaction.h"

namespace simulator::migration {

base::Result<void> Ledger::run(std::string_view literal, std::initializer_list<sql::Value> parameters) {
  auto known = std::find_if(prepared_.begin(), prepared_.end(),
                            [&](const auto& entry) { return entry.first == literal.data(); });
  if (known == prepared_.end()) {
    auto prepared = database_.prepare(literal);
    if (!prepared) return tl::make_unexpected(prepared.error());
    prepared_.emplace_back(literal.data(), std::move(*prepared));
    known = prepared_.end() - 1;
  }
  int index = 0;
  for (const auto& parameter : parameters)
    if (auto bound = known->second.bind(++index, parameter); !bound) return bound;
  return run_once(known->second);
}

base::Result<void> Ledger::in_transaction(const std::function<base::Result<void>()>& statements) {
  if (database_.in_transaction()) return statements();
  if (auto begun = run("BEGIN IMMEDIATE"); !begun) return begun;
  RollbackUnlessCommitted transaction(database_);
  if (auto done = statements(); !done) return done;
  return run("COMMIT");
}

}  // namespace simulator::migration
