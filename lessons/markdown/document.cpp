#include "lessons/markdown/document.h"

#include <fmt/format.h>

namespace lessons::markdown {
namespace {

std::string styled(const Runs& runs) {
  std::string out;
  for (const Run& run : runs) {
    std::string style;
    if (run.emphasis) style += "emphasis ";
    if (run.strong) style += "strong ";
    if (run.code) style += "code ";
    if (!run.link.empty()) style += "link=" + run.link + " ";
    const std::string text = run.text == "\n" ? "<break>" : run.text;
    if (style.empty()) {
      out += "[" + text + "]";
    } else {
      style.pop_back();
      out += "[" + text + "|" + style + "]";
    }
  }
  return out;
}

class Outline {
 public:
  void blocks(const Blocks& list, int depth) {
    for (const Block& block : list) {
      prefix_ = fmt::format("{:{}}{}:{} ", "", depth * 2, block.at.line, block.at.column);
      depth_ = depth;
      std::visit(*this, block.content);
    }
  }

  void operator()(const Heading& h) {
    line(fmt::format("heading {} #{} {}", h.level, h.anchor, styled(h.runs)));
  }
  void operator()(const Paragraph& p) { line("paragraph " + styled(p.runs)); }
  void operator()(const List& l) {
    line(fmt::format("list {}{}", l.ordered ? fmt::format("from {}", l.start) : "bullets",
                     l.tight ? "" : " loose"));
    const int depth = depth_;
    for (const Blocks& item : l.items) {
      out_ += fmt::format("{:{}}item\n", "", depth * 2 + 2);
      blocks(item, depth + 2);
    }
  }
  void operator()(const Quote& q) {
    line("quote");
    blocks(q.blocks, depth_ + 1);
  }
  void operator()(const Table& t) {
    std::string aligned;
    for (const Alignment a : t.columns) aligned += "-lcr"[static_cast<int>(a)];
    line("table " + aligned);
    const std::string indent(static_cast<std::size_t>(depth_) * 2 + 2, ' ');
    const auto row = [&](const std::vector<Runs>& cells) {
      out_ += indent;
      for (const Runs& cell : cells) out_ += "| " + styled(cell) + " ";
      out_ += "|\n";
    };
    row(t.header);
    for (const auto& cells : t.rows) row(cells);
  }
  void operator()(const CodeBlock& c) {
    line(fmt::format("code '{}'", c.language));
    body(c.text);
  }
  void operator()(const LivePart& p) {
    std::string arguments;
    for (const auto& [name, value] : p.arguments) arguments += " " + name + "=" + value;
    line(fmt::format("live {} {}{} at {}:{}", to_string(p.kind), p.id, arguments, p.body_at.line,
                     p.body_at.column));
    body(p.body);
  }
  void operator()(const ThematicBreak&) { line("break"); }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void line(const std::string& text) { out_ += prefix_ + text + "\n"; }
  void body(std::string_view text) {
    const std::string indent(static_cast<std::size_t>(depth_) * 2 + 2, ' ');
    while (!text.empty()) {
      const auto end = text.find('\n');
      out_ += indent + "> " + std::string(text.substr(0, end)) + "\n";
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }

  std::string prefix_;
  int depth_ = 0;
  std::string out_;
};

}  // namespace

std::string_view LivePart::argument(std::string_view name) const {
  for (const auto& [key, value] : arguments)
    if (key == name) return value;
  return {};
}

std::string plain_text(const Runs& runs) {
  std::string out;
  for (const Run& run : runs) out += run.text;
  return out;
}

std::string_view to_string(LiveKind kind) {
  switch (kind) {
    case LiveKind::quiz:
      return "quiz";
    case LiveKind::lab:
      return "lab";
    case LiveKind::deploy:
      return "deploy";
    case LiveKind::sql:
      return "sql";
  }
  return "?";
}

std::string outline(const Document& document) {
  Outline printer;
  printer.blocks(document.blocks, 0);
  return printer.take();
}

}  // namespace lessons::markdown
