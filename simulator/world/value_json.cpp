#include "simulator/world/value_json.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace simulator::world {
namespace {

std::optional<sql::Blob> blob_of(std::string_view digits) {
  sql::Blob blob;
  if (digits.size() % 2 != 0) return std::nullopt;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    unsigned byte = 0;
    const char* end = digits.data() + at + 2;
    if (std::from_chars(digits.data() + at, end, byte, 16).ptr != end) return std::nullopt;
    blob.push_back(static_cast<std::byte>(byte));
  }
  return blob;
}

}  // namespace

nlohmann::ordered_json value_json(const sql::Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* blob = std::get_if<sql::Blob>(&value);
  if (blob == nullptr) return nullptr;
  std::string digits;
  for (const std::byte byte : *blob) digits += fmt::format("{:02X}", static_cast<unsigned>(byte));
  return {{"blob", digits}};
}

std::optional<sql::Value> value_of(const base::JsonValue& json) {
  using Kind = base::JsonValue::Kind;
  switch (json.kind) {
    case Kind::null:
      return sql::Value{};
    case Kind::integer:
      return json.integer;
    case Kind::real:
      return json.real;
    case Kind::string:
      return json.string;
    case Kind::object: {
      const base::JsonValue* digits = json.find("blob");
      if (digits == nullptr || json.members.size() != 1 || digits->kind != Kind::string) return std::nullopt;
      if (auto blob = blob_of(digits->string)) return std::move(*blob);
      return std::nullopt;
    }
    case Kind::boolean:
    case Kind::array:
      break;
  }
  return std::nullopt;
}

}  // namespace simulator::world
