#include "simulator/base/sentence.h"

#include <algorithm>

namespace simulator::base {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::string sentence(std::string_view message) {
  std::string out(message);
  std::string_view word = message.substr(0, message.find_first_of(" \n"));
  while (!word.empty() && (word.back() == ':' || word.back() == ',' || word.back() == '.'))
    word.remove_suffix(1);
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_lower))
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out;
}

}  // namespace simulator::base
