#include "lessons/quiz/content_hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "simulator/base/hash.h"
#include "simulator/base/utf8.h"

namespace lessons::quiz {
namespace {

using simulator::base::JsonValue;

/// Length before content: no two values are written alike, and nothing needs escaping.
void write_text(const std::string& text, std::string& out) {
  const std::string normal = simulator::base::nfc(text);
  out += fmt::format("s{}:{}", normal.size(), normal);
}

void write(const JsonValue& value, bool outermost, std::string& out) {
  switch (value.kind) {
    case JsonValue::Kind::null:
      out += 'n';
      return;
    case JsonValue::Kind::boolean:
      out += value.boolean ? 't' : 'f';
      return;
    case JsonValue::Kind::integer:
    case JsonValue::Kind::real:
      out += fmt::format("d{};", value.real);
      return;
    case JsonValue::Kind::string:
      write_text(value.string, out);
      return;
    case JsonValue::Kind::array:
      out += '[';
      for (const JsonValue& item : value.items) write(item, false, out);
      out += ']';
      return;
    case JsonValue::Kind::object:
      break;
  }
  std::vector<const JsonValue::Member*> members;
  for (const JsonValue::Member& member : value.members)
    if (!outermost || (member.key != "examples" && member.key != "$schema")) members.push_back(&member);
  std::stable_sort(members.begin(), members.end(),
                   [](const JsonValue::Member* a, const JsonValue::Member* b) { return a->key < b->key; });
  out += '{';
  for (const JsonValue::Member* member : members) {
    write_text(member->key, out);
    write(member->value, false, out);
  }
  out += '}';
}

}  // namespace

std::string content_hash(const JsonValue& question) {
  std::string canonical;
  write(question, true, canonical);
  return simulator::base::sha256_hex(canonical);
}

}  // namespace lessons::quiz
