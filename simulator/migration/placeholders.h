// Names in a migration's text for which values are put in before it runs. Pure functions.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simulator::migration {

struct PutIn {
  std::string text;
  struct Unknown {
    std::string name;
    std::size_t offset = 0;  ///< in the original text
  };
  std::vector<Unknown> unknown;  ///< names without a value; they are left as they stand
};

/// `${name}`, Flyway's form.
[[nodiscard]] PutIn put_in_placeholders(std::string_view text,
                                        const std::map<std::string, std::string>& values);

/// `${NAME}` and `$NAME`, as a shell does; a name without a value becomes nothing.
[[nodiscard]] std::string put_in_variables(std::string_view text,
                                           const std::map<std::string, std::string>& values);

}  // namespace simulator::migration
