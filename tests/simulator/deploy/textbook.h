// Scenarios made in code: the textbook's rename of a column by expand and contract.
#pragma once

#include <string>
#include <vector>

#include "simulator/deploy/scenario.h"

namespace simulator::deploy::testing_support {

/// A query that promises something about a field keyed by `:id`, its value in `:value` or the column `value`.
[[nodiscard]] world::AppQuery writes(const std::string& field, const std::string& sql);
[[nodiscard]] world::AppQuery reads(const std::string& field, const std::string& sql);
[[nodiscard]] world::AppQuery asks(const std::string& name, const std::string& sql);

[[nodiscard]] Step migrate(const std::string& id, const std::string& to, std::vector<std::string> after = {});
[[nodiscard]] Step deploy(const std::string& id, const std::string& version,
                          std::vector<std::string> after = {});
[[nodiscard]] Step backfill(const std::string& id, const std::string& sql,
                            std::vector<std::string> after = {});

/// An environment "production" at the first migration, `nodes` nodes of the first version.
[[nodiscard]] Scenario scenario_of(std::vector<migration::SourceFile> files,
                                   std::vector<world::AppVersion> versions, int nodes);

/// users.email becomes users.address: expand, v1 writes both, backfill, v2 reads the new one, v3 writes only
/// it, contract. In this order, by what comes after what, or in any.
[[nodiscard]] Scenario rename_by_expand_and_contract(const std::string& backfill_where, int nodes,
                                                     bool any_order = false);

}  // namespace simulator::deploy::testing_support
