#include "engine/ui/document_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "engine/text/sql_colours.h"
#include "engine/ui/text_flow.h"

namespace engine::ui {
namespace markdown = lessons::markdown;
namespace {

// Lengths of the look, in pixels at 100 % text.
constexpr float paragraph_gap = 14;
constexpr float list_indent = 26;
constexpr float quote_indent = 18;
constexpr float quote_bar_width = 3;
constexpr float code_padding_x = 16;
constexpr float code_padding_y = 12;
constexpr float code_continuation = 32;
constexpr float cell_padding_x = 16;
constexpr float cell_padding_y = 7;
constexpr float slot_gap = 18;
constexpr float bullet_size = 5;

struct HeadingToken {
  TextStyle style;
  float above;
  float below;
};
HeadingToken heading_token(int level) {
  if (level <= 1) return {TextStyle::h1, 8, 14};
  if (level == 2) return {TextStyle::h2, 34, 10};
  return {TextStyle::h3, 24, 6};
}

Ink ink_of(text::ColourClass colour) {
  switch (colour) {
    case text::ColourClass::keyword:
      return Ink::keyword;
    case text::ColourClass::string:
      return Ink::string;
    case text::ColourClass::number:
      return Ink::number;
    case text::ColourClass::comment:
      return Ink::comment;
    case text::ColourClass::plain:
      return Ink::normal;
  }
  return Ink::normal;
}

TextStyle style_of(const markdown::Run& run, TextStyle base) {
  if (run.code) return base == TextStyle::small ? TextStyle::code_small : TextStyle::code;
  if (base == TextStyle::small || base == TextStyle::small_strong)
    return run.strong ? TextStyle::small_strong : base;
  if (base != TextStyle::body) return base;
  if (run.strong) return TextStyle::strong;
  return run.emphasis ? TextStyle::italic : TextStyle::body;
}

class Layouter {
 public:
  Layouter(const FontMetrics& metrics, std::span<const float> slot_heights, float extra, DocumentLayout& out)
      : metrics_(metrics), slot_heights_(slot_heights), extra_(extra), out_(out) {}

  void blocks(const markdown::Blocks& list, float x, float width, bool tight = false) {
    bool first = true;
    for (const markdown::Block& block : list) {
      const float gap = tight ? px(4) : px(paragraph_gap);
      if (!first) y_ += gap;
      first = false;
      x_ = x;
      width_ = std::max(width, px(60));
      std::visit(*this, block.content);
    }
  }

  void operator()(const markdown::Heading& heading) {
    const HeadingToken token = heading_token(heading.level);
    if (y_ > 0) y_ += px(token.above) - px(paragraph_gap);
    out_.anchors.push_back({heading.anchor, markdown::plain_text(heading.runs), heading.level, y_});
    flow(heading.runs, x_, y_, width_, token.style);
    y_ += flow_height_ + px(token.below) - px(paragraph_gap);
    end_line();
  }

  void operator()(const markdown::Paragraph& paragraph) {
    flow(paragraph.runs, x_, y_, width_, TextStyle::body);
    y_ += flow_height_;
    end_line();
  }

  void operator()(const markdown::List& list) {
    const float x = x_;
    const float width = width_;
    int number = list.start;
    bool first = true;
    for (const markdown::Blocks& item : list.items) {
      if (!first) y_ += list.tight ? px(5) : px(10);
      first = false;
      const float line = metrics_.line_height(TextStyle::body);
      if (list.ordered) {
        out_.numbers.push_back(std::make_unique<const std::string>(fmt::format("{}.", number++)));
        const std::string_view label = *out_.numbers.back();
        const float wide = metrics_.width(TextStyle::body, label);
        emit({x + px(list_indent - 8) - wide, y_, wide, line}, label, TextStyle::body, Ink::muted);
        out_.plain += ' ';
      } else {
        const float size = px(bullet_size);
        out_.boxes.push_back(
            {{x + px(8), std::round(y_ + (line - size) / 2), size, size}, DocumentShape::bullet});
        out_.plain += "- ";
      }
      blocks(item, x + px(list_indent), width - px(list_indent), list.tight);
    }
  }

  void operator()(const markdown::Quote& quote) {
    const float x = x_;
    const float top = y_;
    blocks(quote.blocks, x + px(quote_indent), width_ - px(quote_indent));
    out_.boxes.push_back({{x, top, px(quote_bar_width), y_ - top}, DocumentShape::quote_bar});
  }

  void operator()(const markdown::CodeBlock& code) {
    width_ += extra_;
    const float line = metrics_.line_height(TextStyle::code);
    const std::size_t box = out_.boxes.size();
    out_.boxes.push_back({{x_, y_, width_, 0}, DocumentShape::code_ground});
    const float top = y_;
    y_ += px(code_padding_y);
    std::string_view shown = code.text;
    while (!shown.empty() && shown.back() == '\n') shown.remove_suffix(1);
    const auto spans = code.language == "sql" ? text::sql_colours(shown) : text::plain_colours(shown);
    float x = x_ + px(code_padding_x);
    std::size_t done = 0;
    for (const text::ColourSpan& span : spans) {
      for (; done < span.offset; ++done) {  // spans leave out the line ends
        out_.plain += '\n';
        y_ += line;
        x = x_ + px(code_padding_x);
      }
      std::string_view piece = shown.substr(span.offset, span.length);
      const float right = x_ + width_ - px(code_padding_x);
      bool line_begins = x == x_ + px(code_padding_x);  // then one character goes in, however narrow
      while (!piece.empty()) {
        const std::size_t fits = code_that_fits(piece, right - x, line_begins);
        if (fits > 0) {
          const float wide = metrics_.width(TextStyle::code, piece.substr(0, fits));
          emit({x, y_, wide, line}, piece.substr(0, fits), TextStyle::code, ink_of(span.colour));
          x += wide;
          piece.remove_prefix(fits);
        }
        if (piece.empty()) break;
        y_ += line;  // a line that is too long goes on below, indented
        x = x_ + px(code_padding_x) + px(code_continuation);
        line_begins = true;
      }
      done += span.length;
    }
    y_ += line + px(code_padding_y);
    out_.boxes[box].rect.height = y_ - top;
    out_.codes.push_back({out_.boxes[box].rect, shown});
    end_line();
  }

  void operator()(const markdown::LivePart& part) {
    width_ += extra_;
    const std::size_t index = out_.slots.size();
    const float height = index < slot_heights_.size() ? slot_heights_[index] : 0;
    y_ += px(slot_gap - paragraph_gap);
    out_.slots.push_back({&part, {x_, y_, width_, height}});
    y_ += height + px(slot_gap - paragraph_gap);
  }

  void operator()(const markdown::ThematicBreak&) {
    out_.boxes.push_back({{x_, y_ + px(6), width_, 1}, DocumentShape::thematic_break});
    y_ += px(13);
  }

  void operator()(const markdown::Table& table) {
    width_ += extra_;
    const std::vector<float> widths = column_widths(table);
    const float x = x_;
    y_ += px(2);
    row(table, table.header, widths, x, TextStyle::small_strong);
    for (const auto& cells : table.rows) row(table, cells, widths, x, TextStyle::small);
  }

 private:
  /// How much of a piece of code goes on this line: whole words if possible, nothing if the next line has
  /// more room for its first word.
  [[nodiscard]] std::size_t code_that_fits(std::string_view piece, float width, bool line_begins) const {
    const std::size_t fits = bytes_that_fit(piece, width, !line_begins);
    if (fits == piece.size()) return fits;
    const std::size_t last = piece.substr(0, fits).find_last_of(" ,;()");
    if (last != std::string_view::npos) return last + 1;
    return line_begins ? fits : 0;
  }

  [[nodiscard]] float px(float length) const { return std::round(length * metrics_.scale); }

  void emit(const Rect& rect, std::string_view text, TextStyle style, Ink ink, std::int32_t link = -1,
            bool chip = false) {
    out_.runs.push_back({rect, text, static_cast<std::uint32_t>(out_.plain.size()), link, style, ink, chip});
    out_.plain += text;
  }

  void end_line() {
    if (!out_.plain.empty() && out_.plain.back() != '\n') out_.plain += '\n';
    out_.plain += '\n';
  }

  /// Lays runs into lines from (x, y); the height is left in flow_height_, the widest line in flow_width_.
  void flow(const markdown::Runs& runs, float x, float y, float width, TextStyle base) {
    spans_.clear();
    std::vector<std::int32_t> links;
    for (const markdown::Run& run : runs) {
      spans_.push_back({run.text, style_of(run, base), Tone::normal});
      std::int32_t link = -1;
      if (!run.link.empty()) {
        const bool same = !out_.links.empty() && !links.empty() && links.back() >= 0 &&
                          out_.links.back().target == run.link;
        if (!same) out_.links.push_back({run.link, {}});
        link = static_cast<std::int32_t>(out_.links.size()) - 1;
      }
      links.push_back(link);
    }
    const Flow flow = flow_text(spans_, width, metrics_);
    float line_y = -1;
    for (const FlowRun& piece : flow.runs) {
      const markdown::Run& run = runs[piece.span];
      const std::string_view text = std::string_view(run.text).substr(piece.begin, piece.end - piece.begin);
      if (line_y >= 0 && piece.y > line_y && !out_.plain.empty() && out_.plain.back() != ' ' &&
          out_.plain.back() != '\n')
        out_.plain += ' ';
      line_y = piece.y;
      const std::int32_t link = links[piece.span];
      const Rect rect{x + piece.x, y + piece.y, piece.width, flow.line_height};
      emit(rect, text, style_of(run, base), link >= 0 ? Ink::link : Ink::normal, link, run.code);
      if (link >= 0) out_.links[static_cast<std::size_t>(link)].rects.push_back(rect);
    }
    flow_height_ = flow.lines > 0 ? flow.height : metrics_.line_height(base);
    flow_width_ = flow.width;
  }

  /// Whole characters of code that go into `width`; at least one at the start of a line, else perhaps none.
  [[nodiscard]] std::size_t bytes_that_fit(std::string_view code, float width, bool may_be_none) const {
    std::size_t at = 0;
    float used = 0;
    while (at < code.size()) {
      std::size_t next = at;
      used += metrics_.advance(TextStyle::code, next_code_point(code, next));
      if (used > width + 0.5F) return at == 0 && !may_be_none ? next : at;
      at = next;
    }
    return at;
  }

  [[nodiscard]] float natural_width(const markdown::Runs& runs, TextStyle base) const {
    float width = 0;
    for (const markdown::Run& run : runs) width += metrics_.width(style_of(run, base), run.text);
    return width;
  }

  /// Natural widths when they fit; else what is too wide shares what the narrow columns leave.
  [[nodiscard]] std::vector<float> column_widths(const markdown::Table& table) const {
    const std::size_t count = table.columns.size();
    std::vector<float> wanted(count, 0);
    const auto measure = [&](const std::vector<markdown::Runs>& cells, TextStyle style) {
      for (std::size_t c = 0; c < count && c < cells.size(); ++c)
        wanted[c] = std::max(wanted[c], std::ceil(natural_width(cells[c], style)) + px(cell_padding_x));
    };
    measure(table.header, TextStyle::small_strong);
    for (const auto& cells : table.rows) measure(cells, TextStyle::small);
    std::vector<float> widths(count, 0);
    float left = width_;
    std::vector<std::size_t> open(count);
    for (std::size_t c = 0; c < count; ++c) open[c] = c;
    for (bool settled = false; !settled && !open.empty();) {
      settled = true;
      const float share = left / static_cast<float>(open.size());
      for (auto it = open.begin(); it != open.end();) {
        if (wanted[*it] <= share) {
          widths[*it] = wanted[*it];
          left -= wanted[*it];
          it = open.erase(it);
          settled = false;
        } else {
          ++it;
        }
      }
    }
    for (const std::size_t c : open) widths[c] = std::floor(left / static_cast<float>(open.size()));
    return widths;
  }

  void row(const markdown::Table& table, const std::vector<markdown::Runs>& cells,
           const std::vector<float>& widths, float x, TextStyle style) {
    const float top = y_;
    float height = metrics_.line_height(style);
    float cell_x = x;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const float inner = widths[c] - px(cell_padding_x);
      float at = cell_x;
      const markdown::Alignment alignment = table.columns[c];
      if (alignment == markdown::Alignment::right || alignment == markdown::Alignment::center) {
        const float spare = std::max(0.0F, inner - natural_width(cells[c], style));
        at += std::round(alignment == markdown::Alignment::right ? spare : spare / 2);
      }
      flow(cells[c], at, top + px(cell_padding_y), inner, style);
      if (!cells[c].empty()) height = std::max(height, flow_height_);
      if (c + 1 < cells.size()) out_.plain += '\t';
      cell_x += widths[c];
    }
    y_ = top + height + 2 * px(cell_padding_y);
    out_.boxes.push_back({{x, y_, cell_x - x, 1}, DocumentShape::table_line});
    y_ += 1;
    out_.plain += '\n';
  }

  const FontMetrics& metrics_;
  std::span<const float> slot_heights_;
  float extra_;  ///< by how much code, tables and live parts are wider than prose
  DocumentLayout& out_;
  std::vector<StyledText> spans_;
  float x_ = 0;
  float width_ = 0;
  float flow_height_ = 0;
  float flow_width_ = 0;

 public:
  float y_ = 0;
};

}  // namespace

DocumentLayout layout(const markdown::Document& document, float width, const FontMetrics& metrics,
                      std::span<const float> slot_heights, float wide) {
  DocumentLayout out;
  out.width = std::max(width, wide);
  Layouter layouter(metrics, slot_heights, out.width - width, out);
  layouter.blocks(document.blocks, 0, width);
  out.height = layouter.y_;
  return out;
}

float reading_width(const FontMetrics& metrics) {
  constexpr std::string_view sample = "the quick brown fox jumps over the lazy dog, and then back again home";
  return std::round(metrics.width(TextStyle::body, sample) / static_cast<float>(sample.size()) * 72);
}

}  // namespace engine::ui
