#include "simulator/deploy/page_text.h"

#include <fmt/format.h>

#include "simulator/base/utf8.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::deploy::page {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t longest_label = 300;
constexpr std::size_t longest_address = 2000;

bool is_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

std::string link(std::string_view address, std::string_view text) {
  return fmt::format(R"(<a href="{}" rel="noreferrer noopener">{}</a>)", escaped(address), escaped(text));
}

/// Where a bare address ends: at white space or a quote, and a full stop or bracket behind it is not its own.
std::size_t address_end(std::string_view text) {
  std::size_t end = text.find_first_of(" \t\r\n\"'<>`");
  if (end == std::string_view::npos) end = text.size();
  while (end > 0 && std::string_view(".,;:!?)]").find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

/// What begins at `text` and is more than characters: its HTML, and how much of `text` it takes; 0 for
/// nothing.
std::size_t take_inline(std::string_view text, std::string& out) {
  if (text.front() == '`') {
    const std::size_t end = text.find('`', 1);
    if (end == std::string_view::npos || end == 1) return 0;
    out += "<code>" + escaped(text.substr(1, end - 1)) + "</code>";
    return end + 1;
  }
  if (text.front() == '[') {
    // Bounded, so that a text of brackets alone is not searched to its end from every one of them.
    const std::size_t middle = text.substr(0, longest_label).find("](");
    const std::string_view near = text.substr(0, longest_label + longest_address);
    const std::size_t end = middle == std::string_view::npos ? middle : near.find(')', middle);
    if (end == std::string_view::npos) return 0;
    const std::string_view label = text.substr(1, middle - 1);
    const std::string_view address = text.substr(middle + 2, end - middle - 2);
    if (label.empty() || label.find_first_of("[\n") != std::string_view::npos || !is_address(address))
      return 0;
    out += link(address, label);
    return end + 1;
  }
  if (!is_address(text)) return 0;
  const std::size_t end = address_end(text);
  out += link(text.substr(0, end), text.substr(0, end));
  return end;
}

std::string_view class_of(sql::TokenKind kind) {
  switch (kind) {
    case sql::TokenKind::keyword:
      return "k";
    case sql::TokenKind::string:
    case sql::TokenKind::blob:
      return "s";
    case sql::TokenKind::number:
      return "n";
    case sql::TokenKind::comment:
      return "c";
    case sql::TokenKind::variable:
      return "v";
    case sql::TokenKind::space:
    case sql::TokenKind::identifier:
    case sql::TokenKind::quoted_identifier:
    case sql::TokenKind::operator_:
    case sql::TokenKind::illegal:
      break;
  }
  return {};
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t valid = base::valid_utf8_prefix(text);
    for (const char each : text.substr(0, valid)) {
      switch (each) {
        case '&':
          out += "&amp;";
          break;
        case '<':
          out += "&lt;";
          break;
        case '>':
          out += "&gt;";
          break;
        case '"':
          out += "&quot;";
          break;
        case '\'':
          out += "&#39;";
          break;
        default: {
          const auto byte = static_cast<unsigned char>(each);
          const bool control = (byte < 0x20 && each != '\n' && each != '\t') || byte == 0x7F;
          control ? out += replacement : out += each;
        }
      }
    }
    text.remove_prefix(valid);
    if (text.empty()) break;
    out += replacement;
    text.remove_prefix(1);
  }
  return out;
}

std::string line(std::string_view text) {
  std::string out;
  std::size_t plain = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    std::string html;
    const std::size_t taken = take_inline(text.substr(at), html);
    if (taken == 0) {
      ++at;
      continue;
    }
    out += escaped(text.substr(plain, at - plain)) + html;
    at += taken;
    plain = at;
  }
  return out + escaped(text.substr(plain));
}

std::string prose(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find("\n\n");
    const std::string_view paragraph = text.substr(0, end);
    if (paragraph.find_first_not_of(" \t\r\n") != std::string_view::npos)
      out += "<p>" + line(paragraph) + "</p>\n";
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 2);
  }
  return out;
}

std::string sql_html(std::string_view sql) {
  std::string out;
  for (const sql::Token& token : sql::tokenize(sql)) {
    const std::string text = escaped(sql::text_of(sql, token));
    const std::string_view kind = class_of(token.kind);
    out += kind.empty() ? text : fmt::format(R"(<span class="{}">{}</span>)", kind, text);
  }
  return out;
}

std::string json_in_script(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char each = json[at];
    // These stand only inside JSON's strings, where an escape means the same.
    if (each == '<' || each == '>' || each == '&') {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(each));
    } else if (json.substr(at).starts_with("\xE2\x80\xA8") || json.substr(at).starts_with("\xE2\x80\xA9")) {
      out += json[at + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      at += 2;
    } else {
      out += each;
    }
  }
  return out;
}

}  // namespace simulator::deploy::page
