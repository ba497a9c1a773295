#include "lessons/quiz/explored_order.h"

#include <gmock/gmock.h>

#include "simulator/deploy/exploration.h"
#include "simulator/deploy/scenario.h"
#include "tests/lessons/quiz/sample.h"

namespace lessons::quiz {
namespace {

namespace deploy = simulator::deploy;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two steps and lunch; `before` as in quiz.json.
Question lunch(const std::string& before) {
  return sample::question(R"({ "id": "q", "kind": "ordering", "prompt": "Order them.", "explanation": "So.",
    "deploy": "tiny",
    "items": [ {"id": "eat", "text": "Eat"}, {"id": "code", "text": "Deploy", "step": "deploy"},
               {"id": "schema", "text": "Migrate", "step": "migrate"}, {"id": "talk", "text": "Talk", "step": "talk"} ],
    "before": )" + before +
                          " }");
}

deploy::Scenario scenario() {
  deploy::Scenario out;
  for (const char* id : {"migrate", "deploy", "talk"}) {
    out.steps.emplace_back();
    out.steps.back().id = id;
  }
  out.steps[2].after = {"migrate"};
  return out;
}

/// migrate, deploy, talk and migrate, talk, deploy are safe; deploy first fails; talk is never first.
deploy::Exploration explored() {
  deploy::Exploration out;
  out.complete = true;
  out.orders_listed = true;
  out.states = 12;
  out.orders = {{{"migrate", "deploy", "talk"}, true, {}, {}, {}},
                {{"migrate", "talk", "deploy"}, true, {}, {}, {}},
                {{"deploy", "migrate", "talk"}, false, 0, {}, {}}};
  out.orders_total = 3;
  out.orders_safe = 2;
  deploy::Story story;
  story.order = {"deploy"};
  story.acts.resize(2);
  story.failure = deploy::Failure{deploy::FailureKind::sql_error, "no such column: phone", "v2", "list", ""};
  out.stories = {story};
  out.region.constraints = {{"migrate", "deploy"}, {"migrate", "talk"}};
  out.region.partial_orders = {out.region.constraints};
  return out;
}

Grade graded(const Question& question, std::vector<std::string> items) {
  return grade_explored(question, {std::move(items)}, scenario(), explored());
}

std::vector<std::string> said(const Question& question, const deploy::Exploration& exploration = explored()) {
  std::vector<std::string> out;
  for (const auto& each : check_pairs(question, std::get<Ordering>(question.body), exploration)) {
    EXPECT_EQ(each.what.code, "quiz.pairs-disagree");
    EXPECT_TRUE(each.what.at.known());
    out.push_back(each.what.message + " | " + each.what.help);
  }
  return out;
}

TEST(StepsAreExplored, UnlessPairsSayHowTwoOfThemStand) {
  EXPECT_TRUE(steps_are_explored(lunch("[]")));
  EXPECT_TRUE(steps_are_explored(lunch(R"([["eat", "code"], ["eat", "schema"]])")));
  EXPECT_FALSE(steps_are_explored(lunch(R"([["schema", "code"]])")));
  EXPECT_FALSE(steps_are_explored(lunch(R"([["schema", "eat"], ["eat", "code"]])"))) << "by way of lunch";
  Question no_scenario = lunch(R"([["eat", "code"]])");
  no_scenario.deploy.clear();
  EXPECT_FALSE(steps_are_explored(no_scenario));
  EXPECT_FALSE(steps_are_explored(sample::question(sample::one_of_three)));
}

TEST(GradeExplored, ASafeOrderIsRight) {
  const Grade grade = graded(lunch("[]"), {"schema", "talk", "eat", "code"});
  EXPECT_EQ(grade.verdict, Verdict::right);
  EXPECT_EQ(grade.credit, 1.0);
  ASSERT_EQ(grade.feedback.size(), 1U);
  EXPECT_THAT(grade.feedback[0].text, HasSubstr("12 states"));
}

TEST(GradeExplored, PairsOfTheOtherItemsCountToo) {
  const Question question = lunch(R"([["eat", "schema"]])");
  EXPECT_EQ(graded(question, {"eat", "schema", "code", "talk"}).verdict, Verdict::right);
  const Grade grade = graded(question, {"schema", "eat", "code", "talk"});
  EXPECT_EQ(grade.verdict, Verdict::partly);
  EXPECT_NEAR(grade.credit, 0.5, 1e-9);
  EXPECT_EQ(grade.feedback.front().kind, FeedbackKind::conflict);
}

TEST(GradeExplored, AnUnsafeOrderTellsItsShortestStoryAtTheStepWhereItBroke) {
  const Grade grade = graded(lunch("[]"), {"eat", "code", "schema", "talk"});
  EXPECT_EQ(grade.verdict, Verdict::partly) << "one of four has to be taken out and put in again";
  EXPECT_NEAR(grade.credit, 0.5, 1e-9);
  ASSERT_EQ(grade.feedback.size(), 1U);
  EXPECT_EQ(grade.feedback[0].item, "code");
  EXPECT_THAT(grade.feedback[0].text,
              HasSubstr("after 2 events it fails: “list” of v2: `no such column: phone`"));
}

TEST(GradeExplored, AnOrderThatCannotHappenNamesTheTwoItems) {
  const Grade grade = graded(lunch("[]"), {"talk", "schema", "code", "eat"});
  EXPECT_NE(grade.verdict, Verdict::right);
  ASSERT_EQ(grade.feedback.size(), 1U);
  EXPECT_EQ(grade.feedback[0].kind, FeedbackKind::conflict);
  EXPECT_EQ(grade.feedback[0].item, "talk");
  EXPECT_THAT(grade.feedback[0].text, HasSubstr("“Talk” stands before “Migrate”, and can only happen after"));
}

TEST(ExploredKey, IsASafeOrderInWhichThePairsHold) {
  const Question question = lunch(R"([["code", "eat"]])");
  const auto key = explored_key(std::get<Ordering>(question.body), explored());
  ASSERT_TRUE(key);
  EXPECT_THAT(key->items, ElementsAre("schema", "code", "eat", "talk"));
  EXPECT_EQ(graded(question, key->items).verdict, Verdict::right);

  deploy::Exploration unsafe = explored();
  for (deploy::OrderVerdict& verdict : unsafe.orders) verdict.safe = false;
  EXPECT_FALSE(explored_key(std::get<Ordering>(question.body), unsafe));
}

TEST(CheckPairs, TheSafeOrdersExactly) {
  EXPECT_THAT(said(lunch(R"([["schema", "code"], ["schema", "talk"]])")), IsEmpty());
  EXPECT_THAT(said(lunch("[]")), IsEmpty()) << "then exploring grades";
}

TEST(CheckPairs, ASafeOrderThatTheyRuleOut) {
  EXPECT_THAT(
      said(lunch(R"([["schema", "code"], ["code", "eat"], ["eat", "talk"]])")),
      ElementsAre(HasSubstr("rule out an order in which nothing can fail: migrate, talk, deploy | They put "
                            "\"deploy\" before \"talk\", and of the scenario's 12 states none fails")));
}

TEST(CheckPairs, AnUnsafeOrderThatTheyLetPass) {
  EXPECT_THAT(said(lunch(R"([["schema", "talk"]])")),
              ElementsAre(HasSubstr("let an order pass that is not safe: deploy, migrate, talk | Explored, "
                                    "after 2 events it fails: “list” of v2")));
  EXPECT_THAT(said(lunch(R"([["schema", "code"]])")),
              ElementsAre(HasSubstr("talk, migrate, deploy | One of its steps can never begin")));
}

TEST(CheckPairs, NothingIsComparedWithWhatIsNotKnown) {
  deploy::Exploration some = explored();
  some.complete = false;
  EXPECT_THAT(said(lunch(R"([["code", "schema"]])"), some), IsEmpty());
  EXPECT_FALSE(said(lunch(R"([["code", "schema"]])")).empty());
}

}  // namespace
}  // namespace lessons::quiz
