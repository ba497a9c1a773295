#include "lessons/quiz/gap_match.h"

#include <gtest/gtest.h>

namespace lessons::quiz {
namespace {

Gap gap_of(std::vector<Pattern> patterns) {
  Gap gap;
  gap.id = "g";
  gap.patterns = std::move(patterns);
  return gap;
}

Pattern exact(std::string text, double credit = 1.0) {
  Pattern pattern;
  pattern.text = std::move(text);
  pattern.credit = credit;
  return pattern;
}

Pattern of_kind(PatternKind kind, std::string text, double credit = 1.0) {
  Pattern pattern = exact(std::move(text), credit);
  pattern.kind = kind;
  return pattern;
}

TEST(Normalise, WhatPeopleAndTheirKeyboardsDo) {
  const auto plain = [](std::string_view typed) { return normalise(typed, GapKind::text); };
  EXPECT_EQ(plain("  commit \t\n"), "commit");
  EXPECT_EQ(plain("a \u00A0\u2003 b"), "a b");
  EXPECT_EQ(plain("don\u2019t"), "don't");
  EXPECT_EQ(plain("\u201Equoted\u201C \u2013 dash"), "\"quoted\" - dash");
  EXPECT_EQ(plain("COMMIT ; ;"), "COMMIT");
  EXPECT_EQ(plain("mi\u00ADgra\u200Btion\uFEFF"), "migration");
  EXPECT_EQ(plain("e\u0301"), "\u00E9") << "one letter, however it is encoded";
  EXPECT_EQ(plain("e\u200B\u0301"), "\u00E9");
  EXPECT_EQ(plain(" ; "), "");
  EXPECT_EQ(plain("0"), "0");
  EXPECT_EQ(plain("\"users\""), "\"users\"") << "only an identifier loses its quotes";
}

TEST(Normalise, AnIdentifierWithoutItsQuotes) {
  for (const char* typed :
       {"users", "\"users\"", "`users`", "[users]", " [users] ;", "\u201Cusers\u201D", "\"\"users\"\""})
    EXPECT_EQ(normalise(typed, GapKind::identifier), "users") << typed;
  EXPECT_EQ(normalise("\"users", GapKind::identifier), "\"users");
  EXPECT_EQ(normalise("\"", GapKind::identifier), "\"");
}

TEST(Normalise, TwiceIsOnce) {
  for (const GapKind kind : {GapKind::text, GapKind::identifier})
    for (const char* typed :
         {"\"a;\"", "[\"a\"];;", "  ; \"", "e\u200B\u0301;", "\xFF\xFE a", "` `", "''';'''"}) {
      const std::string once = normalise(typed, kind);
      EXPECT_EQ(normalise(once, kind), once) << typed;
    }
}

TEST(Matches, ExactGlobAndRegex) {
  const Gap gap = gap_of({});
  EXPECT_TRUE(matches(exact("Commit"), gap, "cOMMIT"));
  EXPECT_TRUE(matches(exact("\u00C9tat"), gap, "e\u0301TAT"));
  EXPECT_FALSE(matches(exact("commit"), gap, "commits"));
  EXPECT_TRUE(matches(of_kind(PatternKind::glob, "add column *"), gap, "ADD  COLUMN phone"));
  EXPECT_TRUE(matches(of_kind(PatternKind::glob, "a?c"), gap, "a\u00E9c")) << "one character, not one byte";
  EXPECT_FALSE(matches(of_kind(PatternKind::glob, "a.c"), gap, "abc")) << "a dot is a dot";
  EXPECT_TRUE(matches(of_kind(PatternKind::glob, R"(2\*x*)"), gap, "2*x + 1"));
  EXPECT_FALSE(matches(of_kind(PatternKind::glob, R"(2\*x*)"), gap, "2ax"));
  EXPECT_TRUE(matches(of_kind(PatternKind::regex, "commits?"), gap, "Commits"));
  EXPECT_FALSE(matches(of_kind(PatternKind::regex, "commit"), gap, "a commit")) << "the whole answer";
  EXPECT_FALSE(matches(of_kind(PatternKind::regex, "("), gap, "(")) << "a broken pattern matches nothing";
}

TEST(Matches, CaseCountsWhereTheAuthorSaysSo) {
  Gap gap = gap_of({exact("schema_migrations")});
  gap.match_case = true;
  EXPECT_FALSE(matches(gap.patterns[0], gap, "Schema_Migrations"));
  EXPECT_FALSE(matches(of_kind(PatternKind::regex, "abc"), gap, "ABC"));
  EXPECT_FALSE(matches(of_kind(PatternKind::glob, "ab*"), gap, "ABC"));
  EXPECT_EQ(match_gap(gap, "Schema_Migrations").outcome, GapOutcome::almost_case);
}

TEST(MatchGap, TheFirstInTheListDecides) {
  const Gap gap =
      gap_of({exact("commit"), exact("commitment", 0.0), of_kind(PatternKind::glob, "commit*", 0.5)});
  EXPECT_EQ(match_gap(gap, "commit").pattern, &gap.patterns[0]);
  EXPECT_EQ(match_gap(gap, "commitment").pattern, &gap.patterns[1]);
  EXPECT_EQ(match_gap(gap, "committed").pattern, &gap.patterns[2]);
}

TEST(MatchGap, ASlipOfTheFingersIsAlmost) {
  const Gap gap = gap_of({exact("commit"), exact("add"), exact("migrations"), exact("comet", 0.0)});
  EXPECT_EQ(match_gap(gap, "comit").outcome, GapOutcome::almost_spelling);
  EXPECT_EQ(match_gap(gap, "Commti").outcome, GapOutcome::almost_spelling)
      << "swapped neighbours are one slip";
  EXPECT_EQ(match_gap(gap, "cmmti").outcome, GapOutcome::unknown);
  EXPECT_EQ(match_gap(gap, "and").outcome, GapOutcome::unknown) << "short words are other words";
  EXPECT_EQ(match_gap(gap, "migratons").outcome, GapOutcome::almost_spelling);
  EXPECT_EQ(match_gap(gap, "mgratons").outcome, GapOutcome::almost_spelling) << "two in a long word";
  EXPECT_EQ(match_gap(gap, "mgraton").outcome, GapOutcome::unknown);
  EXPECT_EQ(match_gap(gap, "comet").outcome, GapOutcome::matched) << "an anticipated wrong answer is no slip";
  EXPECT_EQ(match_gap(gap, "comets").outcome, GapOutcome::unknown) << "and what is near to it is none either";
  EXPECT_EQ(match_gap(gap, " ; ").outcome, GapOutcome::empty);
  Gap strict = gap;
  strict.near_miss = false;
  EXPECT_EQ(match_gap(strict, "comit").outcome, GapOutcome::unknown);
}

TEST(PatternFault, IsFoundWhenTheQuizIsRead) {
  const auto code = [](PatternKind kind, const char* text) {
    const auto fault = pattern_fault(of_kind(kind, text));
    return fault ? std::string("fine") : fault.error().code;
  };
  EXPECT_EQ(code(PatternKind::regex, "(a"), "quiz.bad-pattern");
  EXPECT_EQ(code(PatternKind::regex, "(?=a)b"), "quiz.bad-pattern");
  EXPECT_EQ(code(PatternKind::regex, "a*"), "quiz.empty-match");
  EXPECT_EQ(code(PatternKind::regex, "a+"), "fine");
  EXPECT_EQ(code(PatternKind::glob, "*"), "quiz.empty-match");
  EXPECT_EQ(code(PatternKind::glob, "(a*"), "fine");
  EXPECT_EQ(code(PatternKind::exact, "("), "fine");
}

TEST(MatchGap, HostileInputTakesNoTime) {
  const Gap gap = gap_of({of_kind(PatternKind::regex, "(a+)+b"), exact("commit")});
  std::string broken;
  for (int i = 0; i < 500; ++i) broken += "\xF0\x9F e\xCC\x81";
  for (const std::string& typed : {std::string(1 << 20, 'a'), std::string(1900, 'a'), broken})
    EXPECT_EQ(match_gap(gap, typed).outcome, GapOutcome::unknown);
}

}  // namespace
}  // namespace lessons::quiz
