// Characters that no font of the program can show: those above U+FFFF (emoji, rare scripts). ImGui 1.86 as
// Debian builds it has 16-bit characters.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "simulator/base/error.h"
#include "simulator/base/files.h"

namespace lessons::authoring {

/// Path as shown to people -> text.
using Texts = std::map<std::string, std::string>;

/// Every .md, .json and .sql file in the folder and below, as far as it can be read; names that begin with a
/// dot are passed over.
[[nodiscard]] Texts read_texts(const simulator::base::Folder& folder);

/// check.character at each of them, one a line.
[[nodiscard]] simulator::base::Diagnostics check_characters(std::string_view text, const std::string& file);

}  // namespace lessons::authoring
