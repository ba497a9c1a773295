// Finding ideas in free text: words, sentences, and terms of one or more words. What is found is possible
// coverage; no program can say that a free answer is correct.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lessons/quiz/question.h"

namespace lessons::quiz {

/// Sentences of words: letters, digits, '_' and apostrophes inside a word, case folded. A sentence ends at a
/// line break and at . ! ? ; before white space, so "v1.2" does not end one.
using Sentences = std::vector<std::vector<std::string>>;
[[nodiscard]] Sentences sentences_of(std::string_view text);

[[nodiscard]] std::size_t word_count(const Sentences& sentences);

/// The words of a term; one may end in '*'. Empty when the term has no word, or a '*' elsewhere: such a term
/// is the author's mistake (quiz.bad-term).
[[nodiscard]] std::vector<std::string> term_words(std::string_view term);

/// All groups have a term somewhere in the text.
[[nodiscard]] bool has_idea(const Idea& idea, const Sentences& sentences);

/// One sentence makes the claim and does not deny it.
[[nodiscard]] bool makes_claim(const Claim& claim, const Sentences& sentences);

/// What Claim::unless holds where the author says nothing: the words with which a sentence denies what it
/// names.
[[nodiscard]] const std::vector<std::string>& words_of_denial();

}  // namespace lessons::quiz
