// CommonMark plus GFM tables (cmark-gfm) to a Document.
//
// Fenced blocks whose info string begins with quiz, lab or deploy, or with "sql run", become live parts.
// Raw HTML and images are not shown: their text is kept and a warning says so.
// Never fails: whatever the text, there is a Document. Nesting deeper than 24 is flattened with an error.
// Codes: markdown.html, markdown.image (warnings); markdown.too-deep, markdown.live-part, markdown.encoding.
#pragma once

#include <string>
#include <string_view>

#include "lessons/markdown/document.h"

namespace lessons::markdown {

struct Parsed {
  Document document;
  base::Diagnostics diagnostics;
};

/// `file` is only for messages.
[[nodiscard]] Parsed parse(std::string_view text, const std::string& file);

}  // namespace lessons::markdown
