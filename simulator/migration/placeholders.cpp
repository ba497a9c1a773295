#include "simulator/migration/placeholders.h"

namespace simulator::migration {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

PutIn put_in_placeholders(std::string_view text, const std::map<std::string, std::string>& values) {
  PutIn out;
  std::size_t at = 0;
  for (;;) {
    const auto open = text.find("${", at);
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out.text += text.substr(at, open - at);
    const std::string name(text.substr(open + 2, close - open - 2));
    const auto value = values.find(name);
    if (value != values.end()) {
      out.text += value->second;
    } else {
      out.unknown.push_back({name, open});
      out.text += text.substr(open, close + 1 - open);
    }
    at = close + 1;
  }
  out.text += text.substr(at);
  return out;
}

std::string put_in_variables(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string out;
  while (!text.empty()) {
    const auto dollar = std::min(text.find('$'), text.size());
    out += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) break;
    const bool braces = text.starts_with("${");
    std::size_t end = braces ? 2 : 1;
    while (end < text.size() && is_word(text[end])) ++end;
    const std::string name(text.substr(braces ? 2 : 1, end - (braces ? 2 : 1)));
    if (name.empty() || (braces && (end == text.size() || text[end] != '}'))) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    if (const auto value = values.find(name); value != values.end()) out += value->second;
    text.remove_prefix(end + (braces ? 1 : 0));
  }
  return out;
}

}  // namespace simulator::migration
