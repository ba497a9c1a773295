// SQL inside a sentence of markdown: one line, as code, whatever quotes it holds.
//
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace lessons::quiz {

[[nodiscard]] std::string as_code(std::string_view sql);

}  // namespace lessons::quiz
