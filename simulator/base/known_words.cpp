#include "simulator/base/known_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/json.h"

namespace simulator::base {

std::string meant_or_known(std::string_view word, const std::vector<std::string>& known,
                           std::string_view what) {
  if (known.empty()) return {};
  if (const auto meant = did_you_mean(word, known)) return fmt::format("Did you mean \"{}\"?", *meant);
  std::vector<std::string> once;
  for (const std::string& each : known) {
    if (std::find(once.begin(), once.end(), each) == once.end()) once.push_back(each);
  }
  return fmt::format("{}: {}.", what, fmt::join(once, ", "));
}

}  // namespace simulator::base
