// What every part of the scenario reader needs: the text that is read, and where mistakes go. Part of the
// room's inside.
//
// Ownership: refers to the text and the diagnostics, which must outlive it. Threads: none shared.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/json.h"

namespace simulator::deploy {

struct ScenarioSource {
  std::string file;  ///< for messages
  std::string_view text;
  base::Diagnostics& out;

  [[nodiscard]] base::JsonReader reader(const base::JsonValue& value, std::string what) const {
    return {value, std::move(what), file, text, out};
  }

  /// The first `most` of a list. What is beyond is not looked at, so that a list of millions costs one
  /// message.
  [[nodiscard]] std::span<const base::JsonValue> few(base::JsonReader& from, std::string_view key,
                                                     const std::vector<base::JsonValue>& items,
                                                     std::size_t most) const {
    if (items.size() > most)
      from.report("deploy.too-many",
                  fmt::format("\"{}\" may list {} at most, and this lists {}", key, most, items.size()),
                  from.at(key), "The others were not read.");
    return {items.data(), std::min(most, items.size())};
  }

  /// A number within bounds, both included; otherwise reported (deploy.bad-count), and the nearest bound.
  [[nodiscard]] int count(base::JsonReader& from, std::string_view key, std::int64_t fallback,
                          std::int64_t least, std::int64_t most) const {
    const std::int64_t given = from.integer_or(key, fallback);
    if (given < least || given > most)
      from.report("deploy.bad-count",
                  fmt::format("\"{}\" is a number from {} to {}, and this is {}", key, least, most, given),
                  from.at(key));
    return static_cast<int>(std::clamp(given, least, most));
  }
};

template <class List>
[[nodiscard]] std::vector<std::string> names_of(const List& list) {
  std::vector<std::string> names;
  for (const auto& each : list) names.push_back(each.name);
  return names;
}

template <class List>
[[nodiscard]] bool has_name(const List& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
}

}  // namespace simulator::deploy
