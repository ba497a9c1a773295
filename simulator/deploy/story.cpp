#include "simulator/deploy/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulator/base/json_text.h"
#include "simulator/base/known_words.h"
#include "simulator/deploy/failure_words.h"
#include "simulator/deploy/scenario_source.h"
#include "simulator/world/value_json.h"

namespace simulator::deploy {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_acts = 10'000;

bool names_a_step(Move::Kind kind) {
  return kind == Move::Kind::work || kind == Move::Kind::crash || kind == Move::Kind::roll_out ||
         kind == Move::Kind::await_drain;
}
bool names_a_group(Move::Kind kind) {
  return kind == Move::Kind::drain || kind == Move::Kind::stop || kind == Move::Kind::start ||
         kind == Move::Kind::switch_over || kind == Move::Kind::update;
}

std::string describe_work(const Step& step, const Plan& plan) {
  const std::string& environment = plan.scenario().environment;
  switch (step.kind) {
    case StepKind::migrate:
      if (step.direction == migration::Direction::down)
        return fmt::format("\"{}\" takes a migration back on {}", step.id, environment);
      return fmt::format("{} runs on {}", step.to ? *step.to : "the next migration", environment);
    case StepKind::backfill:
      return fmt::format("a batch of \"{}\" runs on {}", step.id, environment);
    case StepKind::flag:
      return fmt::format("\"{}\" is {}", step.flag, step.value);
    case StepKind::backup:
      return fmt::format("{} is backed up as {}", environment, step.backup);
    case StepKind::restore:
      return fmt::format("{} is restored from {}", environment, step.backup);
    case StepKind::deploy:
    case StepKind::drain:
    case StepKind::nothing:
      break;
  }
  return step.title;
}

std::string describe_move(const Move& move, const Plan& plan) {
  const std::string& version = plan.version(move.version).name;
  const std::string& group = plan.scenario().groups[move.group].name;
  switch (move.kind) {
    case Move::Kind::work:
      return describe_work(plan.step(move.step), plan);
    case Move::Kind::crash:
      return fmt::format("the migrator of \"{}\" is killed after {} {}", plan.step(move.step).id,
                         move.statement, move.statement == 1 ? "statement" : "statements");
    case Move::Kind::roll_out:
      return fmt::format("{} begins to roll out", version);
    case Move::Kind::await_drain:
      return fmt::format("the wait for {} to drain begins", version);
    case Move::Kind::drain:
      return fmt::format("a {} with {} drains", group, version);
    case Move::Kind::stop:
      return fmt::format("a {} with {} stops", group, version);
    case Move::Kind::start:
      return fmt::format("{} starts {}", group, version);
    case Move::Kind::switch_over:
      return fmt::format("all traffic moves to {}", version);
    case Move::Kind::update:
      return fmt::format("{} restarts with {}", group, version);
    case Move::Kind::roll_back:
      return fmt::format("the code is rolled back to {}", version);
  }
  return {};
}

std::string describe_request(const RequestBy& by, const Plan& plan) {
  const world::AppVersion& version = plan.version(by.version);
  std::string text = fmt::format("{}: {}", version.name, version.queries[by.query].name);
  if (by.entity && !std::holds_alternative<std::monostate>(*by.entity))
    text += fmt::format(" ({})", sql::to_display(*by.entity));
  return text;
}

Json move_json(const Move& move, const Plan& plan) {
  Json json;
  json["do"] = std::string(to_string(move.kind));
  if (names_a_step(move.kind)) json["step"] = plan.step(move.step).id;
  if (move.begins) json["begins"] = true;
  if (names_a_group(move.kind)) json["group"] = plan.scenario().groups[move.group].name;
  if (names_a_group(move.kind) || move.kind == Move::Kind::roll_back)
    json["version"] = plan.version(move.version).name;
  if (move.kind == Move::Kind::update) json["from"] = plan.version(move.from).name;
  if (move.kind == Move::Kind::crash) json["after"] = move.statement;
  return json;
}

Json request_json(const RequestBy& by, const Plan& plan) {
  const world::AppVersion& version = plan.version(by.version);
  Json json;
  json["group"] = plan.scenario().groups[by.group].name;
  json["version"] = version.name;
  json["query"] = version.queries[by.query].name;
  if (by.entity && !std::holds_alternative<std::monostate>(*by.entity))
    json["entity"] = world::value_json(*by.entity);
  return json;
}

/// Reads one file; every name is looked up in the plan.
class StoryReader {
 public:
  StoryReader(const Plan& plan, const ScenarioSource& source) : plan_(plan), source_(source) {}

  Story read(const base::JsonValue& root) {
    base::JsonReader reader = source_.reader(root, "story");
    Story story;
    story.order = reader.strings("order");
    for (const std::string& id : story.order)
      if (plan_.step_index(id) == no_step)
        bad(reader, "order", fmt::format("this rollout has no step \"{}\"", id),
            plan_.scenario().listed_order(), id);
    const std::int64_t nodes = reader.integer("nodes");
    if (nodes < 1 || nodes > most_nodes)
      bad(reader, "nodes", fmt::format("a rollout has 1 to {} nodes", most_nodes));
    story.nodes = static_cast<int>(std::clamp<std::int64_t>(nodes, 1, most_nodes));
    for (const base::JsonValue& item : source_.few(reader, "acts", reader.array("acts"), most_acts))
      story.acts.push_back(read_act(item));
    if (const auto* failure = reader.object_or_null("failure")) story.failure = read_failure(*failure);
    if (const auto* failing = reader.object_or_null("failing")) story.failing = read_request(*failing);
    reader.finish();
    return story;
  }

 private:
  void bad(base::JsonReader& reader, std::string_view key, std::string message,
           const std::vector<std::string>& known = {}, std::string_view word = {}) {
    reader.report("deploy.bad-story", std::move(message), reader.at(key), base::meant_or_known(word, known));
  }

  Act read_act(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "act");
    Act act;
    if (const auto* move = reader.object_or_null("move")) act.move = read_move(*move);
    if (const auto* request = reader.object_or_null("request")) act.request = read_request(*request);
    if (!act.move && !act.request)
      reader.report("deploy.bad-story", "an act is a \"move\", a \"request\", or both", reader.at());
    reader.finish();
    return act;
  }

  std::uint8_t read_group(base::JsonReader& reader) {
    const std::string name = reader.string("group");
    const std::vector<std::string> known = names_of(plan_.scenario().groups);
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      bad(reader, "group", fmt::format("there is no group of nodes \"{}\"", name), known, name);
      return 0;
    }
    return static_cast<std::uint8_t>(found - known.begin());
  }

  VersionIndex read_version(base::JsonReader& reader, std::string_view key) {
    const std::string name = reader.string(key);
    if (plan_.scenario().version(name) == nullptr) {
      bad(reader, key, fmt::format("the app has no version \"{}\"", name),
          names_of(plan_.scenario().start.versions), name);
      return 0;
    }
    return plan_.version_index(name);
  }

  Move read_move(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "move");
    Move move;
    const auto name = reader.kind("do", {"work", "roll-out", "await-drain", "drain", "stop", "start",
                                         "switch-over", "update", "roll-back", "crash"});
    if (!name) return move;
    for (int kind = 0; kind <= static_cast<int>(Move::Kind::crash); ++kind)
      if (to_string(static_cast<Move::Kind>(kind)) == *name) move.kind = static_cast<Move::Kind>(kind);
    move.begins = reader.boolean_or("begins", false);
    if (names_a_step(move.kind)) {
      const std::string id = reader.string("step");
      move.step = plan_.step_index(id);
      if (move.step == no_step) {
        bad(reader, "step", fmt::format("this rollout has no step \"{}\"", id),
            plan_.scenario().listed_order(), id);
      } else if (!plan_.step(move.step).version.empty()) {
        move.version = plan_.version_index(plan_.step(move.step).version);
      }
    }
    if (names_a_group(move.kind)) move.group = read_group(reader);
    if (names_a_group(move.kind) || move.kind == Move::Kind::roll_back)
      move.version = read_version(reader, "version");
    if (move.kind == Move::Kind::update) move.from = read_version(reader, "from");
    if (move.kind == Move::Kind::crash) {
      const std::int64_t after = reader.integer("after");
      if (after < 0 || after > UINT8_MAX) bad(reader, "after", "\"after\" is a number of statements");
      move.statement = static_cast<std::uint8_t>(std::clamp<std::int64_t>(after, 0, UINT8_MAX));
    }
    reader.finish();
    return move;
  }

  RequestBy read_request(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "request");
    RequestBy by;
    by.group = read_group(reader);
    by.version = read_version(reader, "version");
    const std::string name = reader.string("query");
    const std::vector<std::string> known = names_of(plan_.version(by.version).queries);
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      bad(reader, "query", fmt::format("{} has no query \"{}\"", plan_.version(by.version).name, name), known,
          name);
    else
      by.query = static_cast<std::uint16_t>(found - known.begin());
    if (reader.has("entity")) by.entity = read_entity(value, reader);
    reader.finish();
    return by;
  }

  sql::Value read_entity(const base::JsonValue& request, base::JsonReader& reader) {
    const base::JsonValue& value = *request.find("entity");
    switch (value.kind) {
      case base::JsonValue::Kind::integer:
        return reader.integer_or("entity", 0);
      case base::JsonValue::Kind::real:
        return reader.real_or("entity", 0);
      case base::JsonValue::Kind::string:
        return reader.string_or("entity", "");
      default:
        break;
    }
    // Asked for all the same, so that it is not an unknown key as well.
    (void)reader.string_or("entity", "");
    return {};
  }

  Failure read_failure(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "failure");
    Failure failure;
    const auto kind =
        reader.kind("kind", {"sql-error", "no-node", "refused-start", "lost-write", "stale-read",
                             "broken-invariant", "data-lost", "waited", "step-failed"});
    if (!kind) return failure;
    for (int each = 0; each <= static_cast<int>(FailureKind::step_failed); ++each)
      if (to_string(static_cast<FailureKind>(each)) == *kind) failure.kind = static_cast<FailureKind>(each);
    failure.message = reader.string("message");
    failure.version = reader.string_or("version", "");
    failure.query = reader.string_or("query", "");
    failure.step = reader.string_or("step", "");
    reader.finish();
    return failure;
  }

  const Plan& plan_;
  const ScenarioSource& source_;
};

}  // namespace

std::string describe(const Act& act, const Plan& plan) {
  if (act.in_flight())
    return fmt::format("{}, with {} in flight", describe_move(*act.move, plan),
                       describe_request(*act.request, plan));
  if (act.move) return describe_move(*act.move, plan);
  return act.request ? describe_request(*act.request, plan) : std::string();
}

std::string to_json(const Story& story, const Plan& plan) {
  Json json;
  json["order"] = story.order;
  json["nodes"] = story.nodes;
  json["acts"] = Json::array();
  for (const Act& act : story.acts) {
    Json each = Json::object();
    if (act.move) each["move"] = move_json(*act.move, plan);
    if (act.request) each["request"] = request_json(*act.request, plan);
    json["acts"].push_back(std::move(each));
  }
  if (story.failing) json["failing"] = request_json(*story.failing, plan);
  if (story.failure) json["failure"] = failure_json(*story.failure);
  return base::json_text(json);
}

std::optional<Story> read_story(std::string_view text, const std::string& file, const Plan& plan,
                                base::Diagnostics& out) {
  base::JsonDocument document = base::parse_json(text, file);
  base::Diagnostics found = std::move(document.diagnostics);
  std::optional<Story> story;
  if (!base::has_errors(found)) {
    const ScenarioSource source{file, text, found};
    story = StoryReader(plan, source).read(document.root);
  }
  const bool usable = !base::has_errors(found);
  out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return usable ? story : std::nullopt;
}

}  // namespace simulator::deploy
