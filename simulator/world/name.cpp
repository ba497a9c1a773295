#include "simulator/world/name.h"

#include <algorithm>

namespace simulator::world {

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_' || c == '.';
         });
}

}  // namespace simulator::world
