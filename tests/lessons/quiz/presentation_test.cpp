#include "lessons/quiz/presentation.h"

#include <gmock/gmock.h>

#include <set>

#include "lessons/quiz/grade.h"
#include "tests/lessons/quiz/sample.h"

namespace lessons::quiz {
namespace {

using testing::UnorderedElementsAre;

TEST(PresentedOrder, TheSameSeedShowsTheSame) {
  const Question question = sample::question(sample::ordering);
  EXPECT_EQ(presented_order(question, 7), presented_order(question, 7));
  std::set<std::vector<std::size_t>> seen;
  for (std::uint64_t seed = 0; seed < 50; ++seed) seen.insert(presented_order(question, seed));
  EXPECT_GT(seen.size(), 30U);
  EXPECT_NE(presentation_seed("a", 1), presentation_seed("b", 1));
  EXPECT_NE(presentation_seed("a", 1), presentation_seed("a", 2));
}

TEST(PresentedOrder, AnOrderingIsNeverShownSolved) {
  for (const auto json : {sample::ordering, std::string_view(R"({
      "id": "q", "kind": "ordering", "prompt": "p", "explanation": "e",
      "items": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}], "before": [["a", "b"]]})")}) {
    const Question question = sample::question(json);
    const auto& items = std::get<Ordering>(question.body).items;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      GivenOrder shown;
      for (const std::size_t index : presented_order(question, seed)) shown.items.push_back(items[index].id);
      const Grade marked = grade(question, shown);
      EXPECT_FALSE(marked.passed()) << seed;
      EXPECT_TRUE(marked.consumed) << "every item is there";
    }
  }
}

TEST(PresentedOrder, PinnedOptionsStay) {
  const Question question = sample::question(sample::many_of_five);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto order = presented_order(question, seed);
    EXPECT_THAT(order, UnorderedElementsAre(0U, 1U, 2U, 3U, 4U));
    EXPECT_EQ(order.back(), 4U);
  }
}

TEST(PromptParts, CutTheTextAtItsGaps) {
  const Question question = sample::question(sample::two_gaps);
  std::string parts;
  for (const PromptPart& part : prompt_parts(question))
    parts += part.gap.data() != nullptr ? "<" + std::string(part.gap) + ">" : std::string(part.text) + "|";
  EXPECT_EQ(parts, "A |<thing> in table |<table>.|");
  Question odd;
  odd.prompt = "a {{b";
  EXPECT_EQ(prompt_parts(odd).size(), 1U);
}

}  // namespace
}  // namespace lessons::quiz
