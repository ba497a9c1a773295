#include "engine/ui/text_flow.h"

#include <algorithm>

namespace engine::ui {
namespace {

// A line under construction: where each span enters it.
struct Segment {
  std::uint32_t span = 0;
  std::uint32_t begin = 0;
  float x = 0;
};

class Lines {
 public:
  Lines(Flow& out, std::span<const StyledText> spans) : out_(out), spans_(spans) {}

  void enter(std::uint32_t span, std::uint32_t at, float x) { segments_.push_back({span, at, x}); }

  // Ends the line before (span, at), which lies at `x`; what was entered behind it begins the next line.
  // `ink` is where the last visible character ends.
  void finish(std::uint32_t span, std::uint32_t at, float x, float ink) {
    std::vector<Segment> next;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      const Segment& segment = segments_[i];
      const bool behind = segment.span > span || (segment.span == span && segment.begin >= at);
      if (behind) {
        next.push_back({segment.span, segment.begin, segment.x - x});
        continue;
      }
      const bool cut = segment.span == span;
      const std::uint32_t end = cut ? at : static_cast<std::uint32_t>(spans_[segment.span].text.size());
      const float end_x = cut ? x : i + 1 < segments_.size() ? segments_[i + 1].x : x;
      if (end > segment.begin)
        out_.runs.push_back({segment.x, out_.height, end_x - segment.x, segment.span, segment.begin, end});
      if (cut) next.push_back({span, at, 0});
    }
    segments_.swap(next);
    out_.width = std::max(out_.width, ink);
    out_.height += out_.line_height;
    ++out_.lines;
  }

 private:
  Flow& out_;
  std::span<const StyledText> spans_;
  std::vector<Segment> segments_;
};

// Where a line may end before what comes next.
struct Break {
  bool possible = false;
  std::uint32_t span = 0;
  std::uint32_t at = 0;
  float x = 0;    // where the text after it stands
  float ink = 0;  // end of the last visible character before it
};

bool joins_names(std::uint32_t c) {
  return c == '_' || c == '.' || c == ',' || c == ':' || c == ';' || c == '(' || c == ')' || c == '=';
}

/// The space at `at` stands beside a '=' that stands alone: "t = 3" is one thing.
bool beside_equals(std::string_view text, std::size_t at) {
  const auto blank = [text](std::size_t place) { return place >= text.size() || text[place] == ' '; };
  if (at + 1 < text.size() && text[at + 1] == '=') return blank(at + 2);
  return at >= 2 && text[at - 1] == '=' && blank(at - 2);
}

}  // namespace

Flow flow_text(std::span<const StyledText> spans, float width, const FontMetrics& metrics) {
  Flow out;
  for (const StyledText& span : spans)
    out.line_height = std::max(out.line_height, metrics.line_height(span.style));
  const float limit = width > 0 ? width : 1e9F;

  Lines lines(out, spans);
  float pen = 0;  // from the line's start
  float ink = 0;  // end of the last visible character
  Break between;  // words
  Break inside;   // a word
  bool any = false;

  for (std::uint32_t s = 0; s < spans.size(); ++s) {
    const std::string_view text = spans[s].text;
    const FaceMetrics& face = metrics.face(spans[s].style);
    const float* advances = face.advance.data();
    const std::size_t known = face.advance.size();
    lines.enter(s, 0, pen);
    any = any || !text.empty();
    for (std::size_t at = 0; at < text.size();) {
      const auto start = static_cast<std::uint32_t>(at);
      const std::uint32_t c = next_code_point(text, at);
      const auto after = static_cast<std::uint32_t>(at);
      if (c == '\n') {
        lines.finish(s, after, pen, ink);
        pen = ink = 0;
        between = inside = {};
        continue;
      }
      const float advance = c < known ? advances[c] : face.fallback;
      if (c == ' ') {
        pen += advance;
        if (beside_equals(text, start)) {
          inside = {true, s, after, pen, ink};
          continue;
        }
        between = {true, s, after, pen, ink};
        inside = {};
        continue;
      }
      if (pen + advance > limit && pen > 0) {
        const Break here = between.possible  ? between
                           : inside.possible ? inside
                                             : Break{true, s, start, pen, ink};
        lines.finish(here.span, here.at, here.x, here.ink);
        pen -= here.x;
        if (between.possible) {  // a place inside the word moved to the next line with it
          inside.x -= here.x;
          inside.ink -= here.x;
        } else {
          inside = {};
        }
        between = {};
      }
      pen += advance;
      ink = pen;
      if (c == '-' || c == '/') {
        between = {true, s, after, pen, ink};
        inside = {};
      } else if (joins_names(c)) {
        inside = {true, s, after, pen, ink};
      }
    }
  }
  if (any) {
    const auto last = static_cast<std::uint32_t>(spans.size() - 1);
    lines.finish(last, static_cast<std::uint32_t>(spans[last].text.size()), pen, ink);
  }
  return out;
}

}  // namespace engine::ui
