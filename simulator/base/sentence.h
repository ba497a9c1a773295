// A message as the sentence of a text begins: errors and events are told in lower case, since most of them
// stand behind a place or a name ("users.sql:3: error: ..."); alone they begin with a capital letter.
#pragma once

#include <string>
#include <string_view>

namespace simulator::base {

/// "progress cannot be read" becomes "Progress cannot be read". What begins with a name ("v1 refuses ...",
/// "node_2", "a.sql: ...") or no letter of ASCII stays as it is.
[[nodiscard]] std::string sentence(std::string_view message);

}  // namespace simulator::base
