#include "lessons/quiz/ideas.h"

#include <utf8proc.h>

#include <algorithm>
#include <span>

#include "lessons/quiz/gap_match.h"
#include "simulator/base/utf8.h"

namespace lessons::quiz {
namespace {

using Words = std::vector<std::string>;

/// A pasted novel is read up to here (bytes).
constexpr std::size_t longest_text = 100'000;

bool in_word(utf8proc_int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return false;
  }
}

bool is_apostrophe(utf8proc_int32_t c) { return c == '\'' || c == 0x2019 || c == 0x02BC; }
bool ends_sentence(utf8proc_int32_t c) { return c == '.' || c == '!' || c == '?' || c == ';'; }

/// Code points of the folded text; a broken byte becomes a space.
std::vector<utf8proc_int32_t> points_of(std::string_view text) {
  const std::string folded = simulator::base::fold_case(text);
  std::vector<utf8proc_int32_t> points;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(folded.data());
  auto left = static_cast<utf8proc_ssize_t>(folded.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &point);
    if (used <= 0) {
      used = 1;
      point = ' ';
    }
    bytes += used;
    left -= used;
    if (point != 0x00AD && point != 0x200B && point != 0xFEFF) points.push_back(point);
  }
  return points;
}

void append(std::string& word, utf8proc_int32_t point) {
  utf8proc_uint8_t encoded[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(point, encoded);
  word.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(size));
}

bool word_fits(const std::string& pattern, const std::string& word) {
  if (pattern.back() != '*') return pattern == word;
  return std::string_view(word).starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

bool sentence_has(const Words& sentence, const std::string& term) {
  const Words words = term_words(term);
  if (words.empty()) return false;
  return std::search(sentence.begin(), sentence.end(), words.begin(), words.end(),
                     [](const std::string& word, const std::string& pattern) {
                       return word_fits(pattern, word);
                     }) != sentence.end();
}

bool sentence_has_one(const Words& sentence, const std::vector<std::string>& terms) {
  return std::any_of(terms.begin(), terms.end(),
                     [&](const std::string& term) { return sentence_has(sentence, term); });
}

}  // namespace

Sentences sentences_of(std::string_view text) {
  const std::vector<utf8proc_int32_t> points = points_of(text.substr(0, longest_text));
  Sentences sentences;
  Words sentence;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) sentence.push_back(std::move(word));
    word.clear();
  };
  const auto end_sentence = [&] {
    end_word();
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
    sentence.clear();
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    const utf8proc_int32_t point = points[i];
    const bool last = i + 1 == points.size();
    if (in_word(point)) {
      append(word, point);
    } else if (is_apostrophe(point) && !word.empty() && !last && in_word(points[i + 1])) {
      word += '\'';
    } else if (point == '\n' ||
               (ends_sentence(point) && (last || points[i + 1] == ' ' || points[i + 1] == '\n' ||
                                         points[i + 1] == '\r' || points[i + 1] == '\t'))) {
      end_sentence();
    } else {
      end_word();
    }
  }
  end_sentence();
  return sentences;
}

std::size_t word_count(const Sentences& sentences) {
  std::size_t count = 0;
  for (const Words& sentence : sentences) count += sentence.size();
  return count;
}

std::vector<std::string> term_words(std::string_view term) {
  Words out;
  std::size_t at = 0;
  while (at < term.size()) {
    const auto space = std::min(term.find(' ', at), term.size());
    std::string_view piece = term.substr(at, space - at);
    at = space + 1;
    if (piece.empty()) continue;
    const bool open_end = piece.back() == '*';
    if (open_end) piece.remove_suffix(1);
    if (piece.find('*') != std::string_view::npos) return {};
    const Sentences parts = sentences_of(piece);
    if (parts.size() != 1) return {};
    out.insert(out.end(), parts.front().begin(), parts.front().end());
    if (open_end) out.back() += '*';
  }
  return out;
}

bool has_idea(const Idea& idea, const Sentences& sentences) {
  return std::all_of(idea.terms.begin(), idea.terms.end(), [&](const std::vector<std::string>& group) {
    return std::any_of(sentences.begin(), sentences.end(),
                       [&](const Words& sentence) { return sentence_has_one(sentence, group); });
  });
}

bool makes_claim(const Claim& claim, const Sentences& sentences) {
  return std::any_of(sentences.begin(), sentences.end(), [&](const Words& sentence) {
    return std::all_of(
               claim.terms.begin(), claim.terms.end(),
               [&](const std::vector<std::string>& group) { return sentence_has_one(sentence, group); }) &&
           !sentence_has_one(sentence, claim.unless);
  });
}

const std::vector<std::string>& words_of_denial() {
  static const std::vector<std::string> words{"not",     "never",     "no",      "cannot",  "can't", "don't",
                                              "doesn't", "isn't",     "aren't",  "won't",   "wrong", "fail*",
                                              "break*",  "shouldn't", "mustn't", "wouldn't"};
  return words;
}

}  // namespace lessons::quiz
