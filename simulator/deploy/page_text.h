// Text for an HTML page that is made of other people's words: scenarios, SQL and data are untrusted, and a
// page is where they could become a program. Part of the room's inside.
//
// Everything here gives text that is safe between tags and inside double-quoted attributes; broken UTF-8 and
// control characters come out as U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace simulator::deploy::page {

/// `& < > " '` as character references.
[[nodiscard]] std::string escaped(std::string_view text);

/// Prose: paragraphs at empty lines, `code` in backticks, [text](https://...) and bare https:// addresses as
/// links that tell nobody where they were clicked. Anything else of markdown stays as it is.
[[nodiscard]] std::string prose(std::string_view text);
/// The same without paragraphs, for one line.
[[nodiscard]] std::string line(std::string_view text);

/// SQL with its keywords, strings, numbers and comments in spans.
[[nodiscard]] std::string sql_html(std::string_view sql);

/// JSON for the inside of a script element: nothing in it can end the element or begin another.
[[nodiscard]] std::string json_in_script(std::string_view json);

}  // namespace simulator::deploy::page
