#include "simulator/sql/value.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <iterator>

namespace simulator::sql {
namespace {

struct Display {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const {
    std::array<char, 40> text{};  // as SQLite turns REAL into text: 1.0 stays apart from 1
    sqlite3_snprintf(static_cast<int>(text.size()), text.data(), "%!.15g", value);
    return text.data();
  }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const Blob& value) const {
    std::string out = "X'";
    for (const std::byte byte : value)
      fmt::format_to(std::back_inserter(out), "{:02X}", static_cast<unsigned>(byte));
    return out + "'";
  }
};

}  // namespace

std::string to_display(const Value& value) { return std::visit(Display{}, value); }

}  // namespace simulator::sql
