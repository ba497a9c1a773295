// What kind of statement a text begins with.
//
// Pure.
#pragma once

#include <string_view>

namespace simulator::sql {

/// The first token that is no white space and no comment, as it is written; empty when there is none.
[[nodiscard]] std::string_view first_word(std::string_view sql);

/// BEGIN, COMMIT, END or ROLLBACK: it says where a transaction begins or ends, and looks at nothing.
[[nodiscard]] bool bounds_a_transaction(std::string_view statement);

}  // namespace simulator::sql
