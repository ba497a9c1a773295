#include "lessons/quiz/gap_match.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <utf8proc.h>

#include <array>

#include "simulator/base/utf8.h"

namespace lessons::quiz {
namespace {

using simulator::base::code_points;
using simulator::base::fold_case;

/// Nobody types more into a gap; a longer paste is compared by its beginning only, so it cannot match.
constexpr std::size_t longest_answer = 2000;

/// The plain character for a typographic one; 0 to drop it; the same code point when there is nothing to do.
utf8proc_int32_t straightened(utf8proc_int32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x02BC:
    case 0x00B4:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x00AB:
    case 0x00BB:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return '-';
    case 0x00AD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:  // invisible
    case 0x200E:
    case 0x200F:
    case 0x061C:
      return 0;  // marks of writing direction
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case 0x85:
      return ' ';
    default:
      break;
  }
  const auto category = utf8proc_category(c);
  if (category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
      category == UTF8PROC_CATEGORY_ZP)
    return ' ';
  return c;
}

std::string without_quotes(const std::string& name) {
  if (name.size() < 2) return name;
  const char first = name.front();
  const char last = name.back();
  const bool quoted = (first == '"' && last == '"') || (first == '`' && last == '`') ||
                      (first == '[' && last == ']') || (first == '\'' && last == '\'');
  return quoted ? name.substr(1, name.size() - 2) : name;
}

void trim(std::string& text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  const auto start = text.find_first_not_of(' ');
  text.erase(0, start == std::string::npos ? text.size() : start);
}

/// `*` any run, `?` one character, `\*`, `\?`, `\\` themselves.
std::string regex_of_glob(std::string_view glob) {
  std::string out = "(?s)";
  std::string literal;
  const auto flush = [&] {
    out += re2::RE2::QuoteMeta(literal);
    literal.clear();
  };
  for (std::size_t i = 0; i < glob.size(); ++i) {
    const char c = glob[i];
    if (c == '\\' && i + 1 < glob.size()) {
      literal += glob[++i];
    } else if (c == '*' || c == '?') {
      flush();
      out += c == '*' ? ".*" : ".";
    } else {
      literal += c;
    }
  }
  flush();
  return out;
}

re2::RE2::Options options(bool match_case) {
  re2::RE2::Options chosen;
  chosen.set_log_errors(false);
  chosen.set_max_mem(1 << 20);
  chosen.set_case_sensitive(match_case);
  return chosen;
}

bool same_text(std::string_view a, std::string_view b, bool match_case) {
  return match_case ? a == b : fold_case(a) == fold_case(b);
}

}  // namespace

std::string normalise(std::string_view typed, GapKind kind) {
  const std::string composed = simulator::base::nfc(typed.substr(0, longest_answer));
  std::string out;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(composed.data());
  auto left = static_cast<utf8proc_ssize_t>(composed.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &point);
    if (used <= 0) {  // a broken byte stands for itself
      out += static_cast<char>(*bytes);
      ++bytes;
      --left;
      continue;
    }
    bytes += used;
    left -= used;
    const utf8proc_int32_t plain = straightened(point);
    if (plain == 0 || (plain == ' ' && (out.empty() || out.back() == ' '))) continue;
    std::array<utf8proc_uint8_t, 4> encoded{};
    const utf8proc_ssize_t size = utf8proc_encode_char(plain, encoded.data());
    out.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size));
  }
  // Dropping an invisible character may have brought an accent to its letter.
  out = simulator::base::nfc(out);
  for (std::string before; before != out;) {
    before = out;
    trim(out);
    if (!out.empty() && out.back() == ';') out.pop_back();
    if (kind == GapKind::identifier) out = without_quotes(out);
  }
  return out;
}

bool matches(const Pattern& pattern, const Gap& gap, std::string_view typed) {
  const std::string answer = normalise(typed, gap.kind);
  switch (pattern.kind) {
    case PatternKind::exact:
      return same_text(normalise(pattern.text, gap.kind), answer, gap.match_case);
    case PatternKind::glob: {
      const bool fold = !gap.match_case;
      const re2::RE2 compiled(regex_of_glob(fold ? fold_case(pattern.text) : pattern.text), options(true));
      return compiled.ok() && re2::RE2::FullMatch(fold ? fold_case(answer) : answer, compiled);
    }
    case PatternKind::regex: {
      const re2::RE2 compiled(pattern.text, options(gap.match_case));
      return compiled.ok() && re2::RE2::FullMatch(answer, compiled);
    }
  }
  return false;
}

simulator::base::Result<void> pattern_fault(const Pattern& pattern) {
  if (pattern.kind == PatternKind::exact) return {};
  const bool glob = pattern.kind == PatternKind::glob;
  const re2::RE2 compiled(glob ? regex_of_glob(pattern.text) : pattern.text, options(true));
  if (!compiled.ok())
    return simulator::base::failure(
        "quiz.bad-pattern",
        fmt::format("this is no regular expression that RE2 understands: {}", compiled.error()),
        "RE2 has no look-around and no back-references; in JSON every \\ is written \\\\.");
  if (re2::RE2::FullMatch("", compiled))
    return simulator::base::failure("quiz.empty-match", "this pattern also matches an empty answer",
                                    glob
                                        ? "Put something beside the star; use \"otherwise\" to say something "
                                          "about every other answer."
                                        : "Use + in place of *, or name what must stand there.");
  return {};
}

GapMatch match_gap(const Gap& gap, std::string_view typed) {
  const std::string answer = normalise(typed, gap.kind);
  if (answer.empty()) return {GapOutcome::empty, nullptr};
  if (typed.size() > longest_answer) return {GapOutcome::unknown, nullptr};
  for (const Pattern& pattern : gap.patterns)
    if (matches(pattern, gap, answer)) return {GapOutcome::matched, &pattern};
  if (!gap.near_miss) return {GapOutcome::unknown, nullptr};

  for (const Pattern& pattern : gap.patterns) {
    if (pattern.kind != PatternKind::exact || pattern.credit <= 0.0) continue;
    const std::string key = normalise(pattern.text, gap.kind);
    if (gap.match_case && same_text(key, answer, false)) return {GapOutcome::almost_case, nullptr};
    const std::size_t length = code_points(key);
    const std::size_t given = code_points(answer);
    const std::size_t allowed = length >= 8 ? 2 : 1;
    if (length < 4 || given > length + allowed || length > given + allowed) continue;
    if (simulator::base::edit_distance(fold_case(key), fold_case(answer)) <= allowed)
      return {GapOutcome::almost_spelling, nullptr};
  }
  return {GapOutcome::unknown, nullptr};
}

}  // namespace lessons::quiz
