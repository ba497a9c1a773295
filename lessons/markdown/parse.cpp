#include "lessons/markdown/parse.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <set>

#include "simulator/base/text_position.h"
#include "simulator/base/utf8.h"

namespace lessons::markdown {
namespace {

constexpr int deepest = 24;

struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

std::string_view view(const char* text) { return text != nullptr ? text : std::string_view{}; }

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const auto start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos) return out;
    text.remove_prefix(start);
    const auto end = text.find_first_of(" \t");
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end);
  }
}

class Converter {
 public:
  Converter(std::string_view text, const std::string& file, Parsed& out)
      : text_(text), file_(file), out_(out) {
    lines_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n') lines_.push_back(i + 1);
  }

  Blocks blocks(cmark_node* parent, int depth) {
    Blocks out;
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node))
      block(node, depth, out);
    return out;
  }

 private:
  struct Style {
    bool emphasis = false;
    bool strong = false;
    std::string_view link;
  };

  /// cmark counts bytes; people count characters.
  [[nodiscard]] base::Position position(int line, int byte_column) const {
    if (line < 1 || static_cast<std::size_t>(line) > lines_.size()) return {};
    const std::size_t start = lines_[static_cast<std::size_t>(line) - 1];
    const std::string_view rest = text_.substr(start);
    const auto before = static_cast<std::size_t>(std::max(0, byte_column - 1));
    const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    const std::string_view prefix = rest.substr(0, before);
    return {line, 1 + static_cast<int>(std::count_if(prefix.begin(), prefix.end(), is_start))};
  }
  [[nodiscard]] base::Position position(cmark_node* node) const {
    return position(cmark_node_get_start_line(node), cmark_node_get_start_column(node));
  }

  void report(base::Severity severity, std::string code, std::string message, base::Position at,
              std::string help) {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = file_;
    error.at = at;
    error.excerpt = base::caret_excerpt(text_, at);
    out_.diagnostics.push_back({severity, std::move(error)});
  }

  void block(cmark_node* node, int depth, Blocks& out) {
    const base::Position at = position(node);
    const cmark_node_type type = cmark_node_get_type(node);
    if (depth > deepest) {
      if (!reported_depth_)
        report(base::Severity::error, "markdown.too-deep", fmt::format("nested more than {} deep", deepest),
               at, "What is inside is left out. Nest less.");
      reported_depth_ = true;
      return;
    }
    if (type == CMARK_NODE_HEADING) {
      Heading heading{cmark_node_get_heading_level(node), {}, runs(node)};
      heading.anchor = anchor(plain_text(heading.runs));
      out.push_back({at, std::move(heading)});
    } else if (type == CMARK_NODE_PARAGRAPH) {
      out.push_back({at, Paragraph{runs(node)}});
    } else if (type == CMARK_NODE_LIST) {
      List list{cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
                cmark_node_get_list_start(node),
                cmark_node_get_list_tight(node) != 0,
                {}};
      for (cmark_node* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item))
        list.items.push_back(blocks(item, depth + 1));
      out.push_back({at, std::move(list)});
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
      out.push_back({at, Quote{blocks(node, depth + 1)}});
    } else if (type == CMARK_NODE_CODE_BLOCK) {
      code_block(node, at, out);
    } else if (type == CMARK_NODE_THEMATIC_BREAK) {
      out.push_back({at, ThematicBreak{}});
    } else if (type == CMARK_NODE_HTML_BLOCK) {
      report(base::Severity::warning, "markdown.html", "raw HTML is shown as text", at,
             "Write it in markdown: lessons have no HTML.");
      Run run;
      run.text = view(cmark_node_get_literal(node));
      run.at = at;
      out.push_back({at, Paragraph{{std::move(run)}}});
    } else if (view(cmark_node_get_type_string(node)) == "table") {
      out.push_back({at, table(node)});
    }
  }

  void code_block(cmark_node* node, base::Position at, Blocks& out) {
    const auto info = words(view(cmark_node_get_fence_info(node)));
    const std::string_view literal = view(cmark_node_get_literal(node));
    const std::string_view first = info.empty() ? std::string_view{} : info[0];
    const bool runs_sql = first == "sql" && info.size() > 1 && info[1] == "run";
    if (first != "quiz" && first != "lab" && first != "deploy" && !runs_sql) {
      out.push_back({at, CodeBlock{std::string(first), std::string(literal)}});
      return;
    }
    LivePart part;
    part.kind = first == "quiz"  ? LiveKind::quiz
                : first == "lab" ? LiveKind::lab
                : runs_sql       ? LiveKind::sql
                                 : LiveKind::deploy;
    part.body = literal;
    part.body_at = {at.line + 1, at.column};
    std::size_t next = runs_sql ? 2 : 1;
    if (runs_sql) part.id = fmt::format("sql-{}", ++sql_blocks_);
    if (!runs_sql && next < info.size() && info[next].find('=') == std::string_view::npos)
      part.id = info[next++];
    for (; next < info.size(); ++next) {
      const auto equals = info[next].find('=');
      if (equals == std::string_view::npos || equals == 0) {
        report(base::Severity::error, "markdown.live-part",
               fmt::format("\"{}\" in the first line of this block is not understood", info[next]), at,
               "Arguments are written name=value, as in ```sql run on=laptop.");
        continue;
      }
      part.arguments.emplace_back(info[next].substr(0, equals), info[next].substr(equals + 1));
    }
    if (part.id.empty())
      report(base::Severity::error, "markdown.live-part", fmt::format("this {} block names nothing", first),
             at, fmt::format("Write its id after the word, as in ```{} my-{}.", first, first));
    if (runs_sql && part.argument("on").empty())
      report(base::Severity::error, "markdown.live-part", "this SQL block does not say where it runs", at,
             "Name the environment, as in ```sql run on=laptop.");
    out.push_back({at, std::move(part)});
  }

  Table table(cmark_node* node) {
    Table out;
    const std::uint16_t columns = cmark_gfm_extensions_get_table_columns(node);
    const std::uint8_t* alignments = cmark_gfm_extensions_get_table_alignments(node);
    for (std::uint16_t i = 0; i < columns; ++i) {
      const char a = alignments != nullptr ? static_cast<char>(alignments[i]) : '\0';
      out.columns.push_back(a == 'l'   ? Alignment::left
                            : a == 'c' ? Alignment::center
                            : a == 'r' ? Alignment::right
                                       : Alignment::none);
    }
    for (cmark_node* row = cmark_node_first_child(node); row != nullptr; row = cmark_node_next(row)) {
      std::vector<Runs> cells;
      for (cmark_node* cell = cmark_node_first_child(row); cell != nullptr; cell = cmark_node_next(cell))
        cells.push_back(runs(cell));
      cells.resize(columns);
      if (cmark_gfm_extensions_get_table_row_is_header(row) != 0)
        out.header = std::move(cells);
      else
        out.rows.push_back(std::move(cells));
    }
    return out;
  }

  Runs runs(cmark_node* parent) {
    Runs out;
    inlines(parent, {}, 0, out);
    return out;
  }

  static void append(Runs& out, std::string_view text, const Style& style, bool code, base::Position at) {
    if (text.empty()) return;
    if (!out.empty() && text != "\n" && out.back().text != "\n") {
      Run& last = out.back();
      if (last.emphasis == style.emphasis && last.strong == style.strong && last.code == code &&
          last.link == style.link) {
        last.text += text;
        return;
      }
    }
    out.push_back({std::string(text), style.emphasis, style.strong, code, std::string(style.link), at});
  }

  void inlines(cmark_node* parent, const Style& style, int depth, Runs& out) {
    if (depth > deepest) return;
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      const cmark_node_type type = cmark_node_get_type(node);
      Style inner = style;
      if (type == CMARK_NODE_TEXT) {
        append(out, view(cmark_node_get_literal(node)), style, false, position(node));
      } else if (type == CMARK_NODE_SOFTBREAK) {
        append(out, " ", style, false, position(node));
      } else if (type == CMARK_NODE_LINEBREAK) {
        append(out, "\n", style, false, position(node));
      } else if (type == CMARK_NODE_CODE) {
        append(out, view(cmark_node_get_literal(node)), style, true, position(node));
      } else if (type == CMARK_NODE_HTML_INLINE) {
        report(base::Severity::warning, "markdown.html", "raw HTML is shown as text", position(node),
               "Write it in markdown: lessons have no HTML.");
        append(out, view(cmark_node_get_literal(node)), style, false, position(node));
      } else if (type == CMARK_NODE_EMPH) {
        inner.emphasis = true;
        inlines(node, inner, depth + 1, out);
      } else if (type == CMARK_NODE_STRONG) {
        inner.strong = true;
        inlines(node, inner, depth + 1, out);
      } else if (type == CMARK_NODE_LINK) {
        inner.link = view(cmark_node_get_url(node));
        inlines(node, inner, depth + 1, out);
      } else {
        if (type == CMARK_NODE_IMAGE)
          report(base::Severity::warning, "markdown.image", "images are not shown, only their text",
                 position(node), "Say it in words, or show it with a live part.");
        inlines(node, style, depth + 1, out);
      }
    }
  }

  /// GitHub's way: letters, digits and hyphens in lower case; "-1", "-2" for a second and third of its name.
  std::string anchor(const std::string& title) {
    std::string slug;
    for (const char c : title) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x80 || std::isalnum(byte) != 0)
        slug += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
      if (c == ' ' || c == '-') slug += '-';
    }
    std::string unique = slug;
    for (int n = 1; !anchors_.insert(unique).second; ++n) unique = fmt::format("{}-{}", slug, n);
    return unique;
  }

  std::string_view text_;
  const std::string& file_;
  Parsed& out_;
  std::vector<std::size_t> lines_;
  std::set<std::string> anchors_;
  int sql_blocks_ = 0;
  bool reported_depth_ = false;
};

}  // namespace

Parsed parse(std::string_view text, const std::string& file) {
  Parsed out;
  if (!base::is_valid_utf8(text)) {
    base::Error error;
    error.code = "markdown.encoding";
    error.message = "the file is not valid UTF-8";
    error.help = "Save it as UTF-8. Until then the broken bytes are shown as \xEF\xBF\xBD.";
    error.file = file;
    out.diagnostics.push_back({base::Severity::error, std::move(error)});
  }
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, FreeParser> parser(
      cmark_parser_new(CMARK_OPT_SMART | CMARK_OPT_VALIDATE_UTF8));
  cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
  cmark_parser_feed(parser.get(), text.data(), text.size());
  const std::unique_ptr<cmark_node, FreeNode> root(cmark_parser_finish(parser.get()));
  out.document.blocks = Converter(text, file, out).blocks(root.get(), 0);
  return out;
}

}  // namespace lessons::markdown
