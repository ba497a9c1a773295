#include "simulator/deploy/story.h"

#include <gmock/gmock.h>

#include "tests/simulator/deploy/small_scenario.h"

namespace simulator::deploy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// One node renames a column below its app, and a late job.
Scenario scenario() {
  const auto writes = writes_email("change", "UPDATE users SET email = :email WHERE id = :id");
  const auto reads = reads_email("show", "SELECT email FROM users WHERE id = :id");
  const auto edits =
      query_of("edit", "BEGIN; SELECT email AS old FROM users; UPDATE users SET email = :old; COMMIT");
  Scenario out =
      users_scenario({{"2_mail.sql", "ALTER TABLE users RENAME COLUMN email TO mail;\n"}},
                     {{"v1", {writes, reads, edits}}, {"v2", {reads}}},
                     {migrate_to("m", "2"), deploy_of("d", "v2"), backup_of(StepKind::backup, "keep", "k"),
                      backup_of(StepKind::restore, "back", "k")});
  out.groups.push_back({"job", 1, "v1", Updates::late, {"show"}});
  return out;
}

Move first_move(const Plan& plan, const Situation& at, Move::Kind kind, const std::string& step = "") {
  for (const Move& move : plan.moves(at, {true, true}, {1}))
    if (move.kind == kind && (step.empty() || plan.step(move.step).id == step)) return move;
  ADD_FAILURE() << "no such move: " << to_string(kind);
  return {};
}

/// What an explorer finds: a restore forgets a write.
Story lost_write(const Plan& plan) {
  Situation at = plan.begin();
  Story story;
  story.nodes = 2;
  const auto add = [&](const Move& move) {
    if (move.begins) story.order.push_back(plan.step(move.step).id);
    story.acts.push_back({move, std::nullopt});
    at = plan.after(at, move);
  };
  add(first_move(plan, at, Move::Kind::work, "keep"));
  story.acts.push_back({std::nullopt, RequestBy{0, 0, 0, std::int64_t{1}}});
  add(first_move(plan, at, Move::Kind::work, "back"));
  story.failure = Failure{FailureKind::lost_write, "it is gone", "v1", "show", ""};
  story.failing = RequestBy{0, 0, 1, std::int64_t{1}};
  return story;
}

TEST(Story, IsRetold) {
  const Scenario rollout = scenario();
  const Plan plan(rollout);
  const auto replayed = replay(rollout, lost_write(plan));
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_THAT(kinds(replayed->trace), ElementsAre("lost-write"));
  EXPECT_THAT(replayed->trace.order, ElementsAre("keep", "back"));
  EXPECT_EQ(replayed->trace.ticks.size(), 5U) << "the start, three acts and the request that shows it";
  EXPECT_EQ(replayed->trace.ticks[2].title, "v1: change (1)");
  EXPECT_EQ(hash_of(replay(rollout, lost_write(plan))->trace), hash_of(replayed->trace));
}

TEST(Story, OtherRequestsThatWriteAreNotPartOfIt) {
  const Scenario rollout = scenario();
  const Plan plan(rollout);
  const auto replayed = replay(rollout, lost_write(plan));
  for (const Request& request : replayed->trace.requests)
    EXPECT_TRUE(request.query == "show" || request.tick == 2) << request.query;
}

TEST(Story, SurvivesJson) {
  const Scenario rollout = scenario();
  const Plan plan(rollout);
  Story story = lost_write(plan);
  Situation at = plan.begin();
  const auto add = [&](const Move& move, std::optional<RequestBy> request = {}) {
    story.acts.push_back({move, std::move(request)});
    at = plan.after(at, move);
  };
  add(first_move(plan, at, Move::Kind::work, "m"), RequestBy{0, 0, 2, std::nullopt});
  add(first_move(plan, at, Move::Kind::roll_out));
  for (const Move::Kind kind :
       {Move::Kind::drain, Move::Kind::stop, Move::Kind::start, Move::Kind::update, Move::Kind::roll_back})
    add(first_move(plan, at, kind));
  Move crash = first_move(plan, plan.begin(), Move::Kind::crash);
  story.acts.push_back({crash, std::nullopt});
  story.acts.push_back({std::nullopt, RequestBy{1, 0, 1, std::string("text")}});
  base::Diagnostics diagnostics;
  const auto back = read_story(to_json(story, plan), "story.json", plan, diagnostics);
  for (const auto& each : diagnostics) ADD_FAILURE() << to_string(each);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, story);
  for (const Act& act : story.acts) EXPECT_FALSE(describe(act, plan).empty());
}

TEST(Story, IsDescribedInALine) {
  const Scenario rollout = scenario();
  const Plan plan(rollout);
  const Situation at = plan.begin();
  const Move migrate = first_move(plan, at, Move::Kind::work, "m");
  EXPECT_EQ(describe({migrate, std::nullopt}, plan), "2 runs on production");
  EXPECT_EQ(describe({migrate, RequestBy{0, 0, 2, std::nullopt}}, plan),
            "2 runs on production, with v1: edit in flight");
  EXPECT_EQ(describe({std::nullopt, RequestBy{0, 0, 0, std::int64_t{2}}}, plan), "v1: change (2)");
}

TEST(Story, InFlightIsRetoldInFlight) {
  const Scenario rollout = scenario();
  const Plan plan(rollout);
  Story story;
  story.acts.push_back(
      {first_move(plan, plan.begin(), Move::Kind::work, "m"), RequestBy{0, 0, 2, std::nullopt}});
  const auto replayed = replay(rollout, story);
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_THAT(kinds(replayed->trace), testing::Contains("waited"));
}

TEST(Story, ThatCannotHappenIsRefused) {
  const Scenario rollout = scenario();
  const Plan plan(rollout);
  Story story = lost_write(plan);
  std::swap(story.acts[0], story.acts[2]);
  EXPECT_TRUE(replay(rollout, story)) << "nothing says that the backup comes first";
  story.acts.push_back(story.acts[0]);
  const auto twice = replay(rollout, story);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "deploy.bad-story");
  EXPECT_THAT(twice.error().message, HasSubstr("act 4"));
  story.acts = {{std::nullopt, RequestBy{0, 1, 0, std::nullopt}}};
  EXPECT_EQ(replay(rollout, story).error().code, "deploy.bad-story") << "no node runs v2";
  story.acts = {{std::nullopt, RequestBy{1, 0, 0, std::nullopt}}};
  EXPECT_EQ(replay(rollout, story).error().code, "deploy.bad-story") << "the job does not send this";
  story.acts = {{std::nullopt, std::nullopt}};
  EXPECT_EQ(replay(rollout, story).error().code, "deploy.bad-story");
}

TEST(Story, MistakesInAFileAreToldAtTheirPlaces) {
  const Scenario rollout = scenario();
  const Plan plan(rollout);
  const std::string text = R"({"order": ["x"], "nodes": 99, "acts": [{},
 {"move": {"do": "wrok"}},
 {"move": {"do": "work", "step": "mm", "group": "node"}},
 {"move": {"do": "start", "group": "nod", "version": "v9"}},
 {"move": {"do": "crash", "step": "m", "after": 999}},
 {"request": {"group": "node", "version": "v1", "query": "chagne", "entity": true}}, 7],
 "failure": {"kind": "bad", "message": "m"}})";
  base::Diagnostics diagnostics;
  EXPECT_FALSE(read_story(text, "story.json", plan, diagnostics));
  std::vector<std::string> found;
  for (const auto& each : diagnostics)
    found.push_back(std::to_string(each.what.at.line) + " " + each.what.code);
  EXPECT_THAT(
      found, testing::UnorderedElementsAre("1 deploy.bad-story", "1 deploy.bad-story", "1 deploy.bad-story",
                                           "2 json.unknown-value", "3 deploy.bad-story", "3 json.unknown-key",
                                           "4 deploy.bad-story", "4 deploy.bad-story", "5 deploy.bad-story",
                                           "6 deploy.bad-story", "6 json.wrong-kind", "6 json.wrong-kind",
                                           "6 deploy.bad-story", "7 json.unknown-value"));
}

}  // namespace
}  // namespace simulator::deploy
