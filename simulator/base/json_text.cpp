#include "simulator/base/json_text.h"

#include <nlohmann/json.hpp>

namespace simulator::base {

using Json = nlohmann::ordered_json;

std::string json_text(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace); }

std::string json_line(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_of(std::string_view text) { return Json::parse(text, nullptr, false); }

}  // namespace simulator::base
