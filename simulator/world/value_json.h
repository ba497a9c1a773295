// A value of a database in JSON and back: a text, a number, null, or {"blob": "00FF"}.
//
// Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "simulator/base/json.h"
#include "simulator/sql/value.h"

namespace simulator::world {

[[nodiscard]] nlohmann::ordered_json value_json(const sql::Value& value);
/// Nothing where it is something else.
[[nodiscard]] std::optional<sql::Value> value_of(const base::JsonValue& json);

}  // namespace simulator::world
