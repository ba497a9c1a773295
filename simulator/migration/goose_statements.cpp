#include "simulator/migration/goose_statements.h"

#include <algorithm>

#include "simulator/migration/layout_reader.h"

namespace simulator::migration {
namespace {

bool ends_statement(std::string_view line) {
  std::string_view last;
  while (!(line = trimmed(line)).empty()) {
    const auto end = std::min(line.find_first_of(" \t"), line.size());
    const auto word = line.substr(0, end);
    if (word.starts_with("--")) break;
    last = word;
    line.remove_prefix(end);
  }
  return last.ends_with(';');
}

}  // namespace

std::string goose_annotation(std::string_view line) {
  if (!line.starts_with("--")) return {};
  std::string_view rest = trimmed(line.substr(2));
  constexpr std::string_view key = "+goose";
  if (!rest.starts_with(key)) return {};
  std::string words;
  for (const char c : trimmed(rest.substr(key.size()))) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && words.ends_with(' ')) continue;
    words += blank ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return words;
}

std::vector<GoosePiece> goose_statements(std::string_view part) {
  std::vector<GoosePiece> pieces;
  bool open = false;   // a statement has begun
  bool block = false;  // between StatementBegin and StatementEnd
  std::size_t begin = 0;
  std::size_t end = 0;
  const auto close = [&](bool finished) {
    if (open) pieces.push_back({part.substr(begin, end - begin), begin, finished});
    open = false;
  };
  for (const Line& line : lines_of(part)) {
    const std::string annotation = goose_annotation(line.text);
    if (annotation == "STATEMENTBEGIN") {
      close(false);
      block = true;
    } else if (annotation == "STATEMENTEND") {
      close(true);
      block = false;
    } else if (annotation.empty()) {
      const auto text = trimmed(line.text);
      if (!open && (text.empty() || text.starts_with("--"))) continue;
      if (!open) begin = line.offset + static_cast<std::size_t>(text.data() - line.text.data());
      open = true;
      if (!text.empty()) end = static_cast<std::size_t>(text.data() - part.data()) + text.size();
      if (!block && ends_statement(line.text)) close(true);
    }
  }
  close(false);
  return pieces;
}

}  // namespace simulator::migration
