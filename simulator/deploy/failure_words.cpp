#include "simulator/deploy/failure_words.h"

#include <fmt/format.h>

namespace simulator::deploy {

std::string describe(const Failure& failure) {
  std::string out = fmt::format("{}: ", to_string(failure.kind));
  if (!failure.version.empty()) out += failure.version + (failure.query.empty() ? ": " : " ");
  if (!failure.query.empty()) out += failure.query + ": ";
  return out + failure.message;
}

}  // namespace simulator::deploy
