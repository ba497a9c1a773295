#include "lessons/quiz/ideas.h"

#include <gmock/gmock.h>

namespace lessons::quiz {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sentences, AreWordsWithoutCaseAndPunctuation) {
  EXPECT_THAT(sentences_of("It doesn\u2019t record `schema_migrations`, v1.2 (twice)! Why?\nE\u0301tat"),
              ElementsAre(ElementsAre("it", "doesn't", "record", "schema_migrations", "v1", "2", "twice"),
                          ElementsAre("why"), ElementsAre("\u00E9tat")));
  EXPECT_THAT(sentences_of(" .. \xFF !?"), IsEmpty());
  EXPECT_EQ(word_count(sentences_of("look-alike schemas")), 3U);
}

TEST(TermWords, MayEndInAStar) {
  EXPECT_THAT(term_words("Migrat*"), ElementsAre("migrat*"));
  EXPECT_THAT(term_words("look-alike schema*"), ElementsAre("look", "alike", "schema*"));
  EXPECT_THAT(term_words("*"), IsEmpty());
  EXPECT_THAT(term_words("a*b"), IsEmpty());
  EXPECT_THAT(term_words("  "), IsEmpty());
}

Idea idea_of(std::vector<std::vector<std::string>> terms) {
  Idea idea;
  idea.terms = std::move(terms);
  return idea;
}

TEST(Idea, IsAndOfOrs) {
  const Idea idea = idea_of({{"file", "script"}, {"order*", "version prefix"}});
  EXPECT_TRUE(has_idea(idea, sentences_of("A SCRIPT. Its place is given by ordering.")));
  EXPECT_TRUE(has_idea(idea, sentences_of("The file has a version prefix")));
  EXPECT_FALSE(has_idea(idea, sentences_of("The file has a prefix version")));
  EXPECT_FALSE(has_idea(idea, sentences_of("A file.")));
  EXPECT_FALSE(has_idea(idea, sentences_of("profile in order"))) << "whole words";
}

TEST(Claim, IsMadeWithinOneSentenceUnlessItIsDenied) {
  Claim claim;
  claim.terms = {{"rollback"}, {"restor*"}};
  claim.unless = words_of_denial();
  EXPECT_TRUE(makes_claim(claim, sentences_of("Then a rollback restores the data.")));
  EXPECT_FALSE(makes_claim(claim, sentences_of("There is a rollback. The backup restores the data.")));
  EXPECT_FALSE(makes_claim(claim, sentences_of("A rollback doesn\u2019t restore the data.")));
  EXPECT_TRUE(makes_claim(claim, sentences_of("It is not hard. A rollback restores it.")));
}

}  // namespace
}  // namespace lessons::quiz
