// Questions and their answers over a real lesson and a real store, without a window.
#include "engine/views/quiz_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "lessons/course/lesson.h"
#include "tests/engine/views/window.h"

namespace engine::views {
namespace {

namespace course = lessons::course;
namespace quiz = lessons::quiz;
using testing::HasSubstr;
using testing::IsEmpty;

/// Lesson 3, and a worker that runs its rollouts.
class QuizSessionTest : public testing::Test {
 protected:
  course::Lesson lesson() const {
    const auto loaded = course::load_course(base::Folder::open(source / "content/schema-migrations").value());
    const auto found = std::find_if(loaded.lessons.begin(), loaded.lessons.end(),
                                    [](const auto& each) { return each.id == "03-deploy-order"; });
    return found == loaded.lessons.end() ? course::Lesson{} : *found;
  }
  QuizSession open(course::Lesson of) {
    return {services_, "schema-migrations", std::make_shared<const course::Lesson>(std::move(of))};
  }
  void answer(QuizSession& session, QuestionState& state, std::vector<std::string> order) {
    session.change(state, quiz::GivenOrder{std::move(order)});
    session.submit(state);
    services_.worker.wait_idle(std::chrono::seconds(20));
    session.update();
  }

  Kept kept_;
  platform::Worker worker_{[] {}};
  lessons::progress::Drafts drafts_{kept_.store, kept_.clock};
  std::vector<std::string> complaints_;
  Services services_{worker_,
                     kept_.store,
                     drafts_,
                     kept_.clock,
                     [](const std::string&) {},
                     1,
                     [this](const base::Error& error) { complaints_.push_back(to_string(error)); },
                     {},
                     {}};
};

TEST_F(QuizSessionTest, AnOrderThatOnlyExploringGradesKeepsItsGradeOverARestart) {
  {
    QuizSession session = open(lesson());
    QuestionState& chain = *session.find("chain");
    answer(session, chain, {"expand", "backfill", "write", "read", "forget", "contract"});
    ASSERT_TRUE(chain.grade);
    EXPECT_EQ(chain.grade->verdict, quiz::Verdict::partly);
    EXPECT_THAT(chain.grade->feedback.front().text, HasSubstr("it fails"));
  }
  QuizSession again = open(lesson());
  const QuestionState& chain = *again.find("chain");
  ASSERT_TRUE(chain.grade);
  EXPECT_EQ(chain.grade->verdict, quiz::Verdict::partly);
  EXPECT_NEAR(chain.grade->credit, 4.0 / 6, 1e-9);
  EXPECT_THAT(chain.grade->feedback, IsEmpty()) << "nothing but running it says what is wrong";
  EXPECT_TRUE(chain.locked);
  EXPECT_THAT(complaints_, IsEmpty());
}

TEST_F(QuizSessionTest, ARightOrderStaysRight) {
  {
    QuizSession session = open(lesson());
    answer(session, *session.find("chain"), {"expand", "write", "backfill", "read", "forget", "contract"});
    EXPECT_TRUE(session.find("chain")->passed());
  }
  EXPECT_TRUE(open(lesson()).find("chain")->passed());
}

TEST_F(QuizSessionTest, AnEditedQuestionThatOnlyExploringGradesIsAskedAnew) {
  {
    QuizSession session = open(lesson());
    answer(session, *session.find("chain"), {"expand", "backfill", "write", "read", "forget", "contract"});
  }
  course::Lesson edited = lesson();
  for (quiz::Question& question : edited.quiz.questions)
    if (question.id == "chain") question.hash = "another";
  QuizSession again = open(std::move(edited));
  const QuestionState& chain = *again.find("chain");
  EXPECT_TRUE(chain.changed);
  EXPECT_FALSE(chain.grade) << "without pairs every order would look right";
  EXPECT_FALSE(chain.locked);
  EXPECT_EQ(std::get<quiz::GivenOrder>(chain.answer).items.at(1), "backfill")
      << "what was given still stands";
}

}  // namespace
}  // namespace engine::views
