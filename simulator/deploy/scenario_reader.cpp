// read_scenario of scenario.h: JSON to Scenario, with everything that is wrong at its place. What is about
// the app is read in app_reader, the rollout in step_reader; here is the rest.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/base/json.h"
#include "simulator/base/known_words.h"
#include "simulator/deploy/app_reader.h"
#include "simulator/deploy/scenario.h"
#include "simulator/deploy/scenario_source.h"
#include "simulator/deploy/situation.h"
#include "simulator/deploy/step_reader.h"
#include "simulator/migration/layout.h"

namespace simulator::deploy {
namespace {

constexpr std::size_t most_invariants = 32;
constexpr std::size_t longest_worker_name = 36;  // a number follows, and a node's name has 40 bytes

class Reader {
 public:
  Reader(const base::Folder& folder, const ScenarioSource& source) : folder_(folder), source_(source) {}

  Scenario read(const base::JsonValue& root) {
    base::JsonReader reader = source_.reader(root, "deploy scenario");
    scenario_.file = source_.file;
    scenario_.id = reader.string("id");
    scenario_.title = reader.text("title");
    scenario_.task = reader.string("task");
    scenario_.incident = reader.string_or("incident", "");
    scenario_.plan = reader.strings_or_empty("plan");
    scenario_.flags = read_flags(reader);
    scenario_.start.versions = read_versions(source_, reader, scenario_.flags);
    scenario_.entities = read_entities(reader, scenario_.start.versions);
    if (const auto* environment = reader.object("environment")) read_environment(*environment);
    const auto* nodes = reader.object("nodes");
    nodes != nullptr ? read_nodes(*nodes) : scenario_.groups.push_back({"node", 1, "", {}, {}});
    for (const base::JsonValue& item :
         source_.few(reader, "workers", reader.array_or_empty("workers"), most_groups - 1))
      read_worker(item);
    for (const base::JsonValue& item :
         source_.few(reader, "invariants", reader.array_or_empty("invariants"), most_invariants))
      read_invariant(item);
    scenario_.live_versions = source_.count(reader, "live_versions", 2, 1, most_versions);
    read_tolerated(reader);
    read_rollout(source_, reader, migrations_, scenario_);
    reader.finish();
    return std::move(scenario_);
  }

 private:
  /// One environment with what a World needs around it: the same keys as a lab's start, in one object.
  void read_environment(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "environment");
    world::WorldStart& start = scenario_.start;
    world::EnvironmentStart environment;
    environment.name = scenario_.environment = reader.string("name");
    environment.migrated_to = reader.string_or("migrated_to", "");
    environment.setup = reader.strings_or_empty("setup");
    start.seed = reader.natural_or("seed", 1);
    if (const std::string time = reader.string_or("time", ""); !time.empty()) {
      const auto unix_ms = world::unix_ms_of_utc(time);
      if (!unix_ms) {
        reader.report("world.bad-time", fmt::format("\"{}\" is not a time", time), reader.at("time"),
                      "Write it in UTC, like 2026-05-14T09:00:00Z.");
      }
      start.start_unix_ms = unix_ms.value_or(start.start_unix_ms);
    }
    start.tool = *migration::tool_of(
        reader.choice("tool", {"driftwood", "dbmate", "golang-migrate", "goose", "flyway", "prisma", "atlas"},
                      "driftwood"));
    start.migrations_folder = reader.string("migrations");
    if (!start.migrations_folder.empty()) {
      start.files =
          world::read_migration_sources(folder_, start.migrations_folder, reader, source_.out, start.tool);
    }
    migrations_ = migration::read_layout(start.tool, start.files, start.migrations_folder).set;
    if (!environment.migrated_to.empty())
      check_migration(migrations_, environment.migrated_to, reader, "migrated_to");
    reader.finish();
    start.environments.push_back(std::move(environment));
  }

  void read_nodes(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "nodes");
    const std::int64_t count = reader.integer("count");
    if (count < 1 || count > most_nodes) {
      reader.report("deploy.bad-count", fmt::format("a rollout has 1 to {} nodes", most_nodes),
                    reader.at("count"));
    }
    NodeGroup group;
    group.name = "node";
    group.count = static_cast<int>(std::clamp<std::int64_t>(count, 1, most_nodes));
    group.version = reader.string("version");
    check_version(scenario_, group.version, reader);
    scenario_.groups.push_back(std::move(group));
    reader.finish();
  }

  void read_worker(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "worker");
    NodeGroup group;
    group.name = reader.text("name");
    if (has_name(scenario_.groups, group.name))
      reader.report("deploy.duplicate-id", fmt::format("\"{}\" is taken", group.name), reader.at("name"),
                    "The nodes are called \"node\", and each kind of worker has a name of its own.");
    if (group.name.size() > longest_worker_name)
      reader.report("deploy.bad-count", fmt::format("a name has {} bytes at most", longest_worker_name),
                    reader.at("name"));
    group.count = source_.count(reader, "count", 1, 1, most_nodes);
    group.version = reader.string("version");
    check_version(scenario_, group.version, reader);
    const std::string updates = reader.choice("updates", {"with-deploy", "late", "never"}, "with-deploy");
    for (const Updates each : {Updates::with_deploy, Updates::late, Updates::never})
      if (updates == to_string(each)) group.updates = each;
    const world::AppVersion* version = scenario_.version(group.version);
    for (const base::JsonValue& item : source_.few(reader, "queries", reader.array_or_empty("queries"), 64)) {
      if (item.kind != base::JsonValue::Kind::string)
        reader.report("json.wrong-kind",
                      fmt::format("\"queries\" must hold strings, and this is {}", to_string(item.kind)),
                      item.at);
      else if (version != nullptr && !has_name(version->queries, item.string))
        reader.report("deploy.unknown-query",
                      fmt::format("{} has no query \"{}\"", version->name, item.string), item.at,
                      base::meant_or_known(item.string, names_of(version->queries)));
      group.queries.push_back(item.string);
    }
    scenario_.groups.push_back(std::move(group));
    reader.finish();
  }

  void read_invariant(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "invariant");
    Invariant invariant;
    invariant.name = reader.text("name");
    invariant.sql = reader.text("sql");
    if (has_name(scenario_.invariants, invariant.name))
      reader.report("deploy.duplicate-id", fmt::format("there are two invariants \"{}\"", invariant.name),
                    reader.at("name"));
    reader.finish();
    scenario_.invariants.push_back(std::move(invariant));
  }

  void read_tolerated(base::JsonReader& reader) {
    std::vector<std::string> known;
    std::vector<FailureKind> kinds;
    for (int index = 0; index <= static_cast<int>(FailureKind::step_failed); ++index) {
      kinds.push_back(static_cast<FailureKind>(index));
      known.emplace_back(to_string(kinds.back()));
    }
    for (const base::JsonValue& item :
         source_.few(reader, "tolerates", reader.array_or_empty("tolerates"), known.size())) {
      const auto found = std::find(known.begin(), known.end(), item.string);
      if (item.kind != base::JsonValue::Kind::string)
        reader.report("json.wrong-kind",
                      fmt::format("\"tolerates\" must hold strings, and this is {}", to_string(item.kind)),
                      item.at);
      else if (found == known.end())
        reader.report("json.unknown-value", fmt::format("\"{}\" is no kind of failure", item.string), item.at,
                      base::meant_or_known(item.string, known));
      else
        scenario_.tolerates.push_back(kinds[static_cast<std::size_t>(found - known.begin())]);
    }
  }

  const base::Folder& folder_;
  const ScenarioSource& source_;
  Scenario scenario_;
  migration::MigrationSet migrations_;
};

}  // namespace

ScenarioResult read_scenario(const base::Folder& folder, const std::string& name) {
  const auto text = folder.read(name);
  if (text) return read_scenario(folder, name, *text);
  ScenarioResult result;
  result.diagnostics.push_back({base::Severity::error, text.error()});
  return result;
}

ScenarioResult read_scenario(const base::Folder& folder, const std::string& name, std::string_view text) {
  ScenarioResult result;
  const std::string file = folder.display(name);
  base::JsonDocument document = base::parse_json(text, file);
  result.diagnostics = std::move(document.diagnostics);
  if (base::has_errors(result.diagnostics)) return result;
  const ScenarioSource source{file, text, result.diagnostics};
  result.scenario = Reader(folder, source).read(document.root);
  return result;
}

}  // namespace simulator::deploy
