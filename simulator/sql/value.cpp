#include "simulator/sql/value.h"

#include <fmt/format.h>

namespace simulator::sql {
namespace {

struct Display {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const Blob& value) const {
    std::string out = "X'";
    for (const std::byte byte : value) out += fmt::format("{:02X}", static_cast<unsigned>(byte));
    return out + "'";
  }
};

}  // namespace

std::string to_display(const Value& value) { return std::visit(Display{}, value); }

}  // namespace simulator::sql
