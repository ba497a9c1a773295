// read_scenario of scenario.h: JSON to Scenario, with everything that is wrong at its place.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/json.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/scenario.h"
#include "simulator/migration/migration_set.h"

namespace simulator::deploy {
namespace {

constexpr std::int64_t most_nodes = 12;

class Reader {
 public:
  Reader(const base::Folder& folder, std::string file, std::string_view text, base::Diagnostics& out)
      : folder_(folder), file_(std::move(file)), text_(text), out_(out) {}

  Scenario read(const base::JsonValue& root) {
    base::JsonReader reader = reader_for(root, "deploy scenario");
    scenario_.file = file_;
    scenario_.id = reader.string("id");
    scenario_.title = reader.text("title");
    scenario_.task = reader.string("task");
    for (const base::JsonValue& item : reader.array("versions")) read_version(item);
    reader.expect_items("versions", 1);
    if (const auto* environment = reader.object("environment")) read_environment(*environment);
    if (const auto* nodes = reader.object("nodes")) read_nodes(*nodes);
    for (const base::JsonValue& item : reader.array("steps")) read_step(item);
    check_after(reader);
    for (const base::JsonValue& item : reader.array_or_empty("orders")) read_order(item);
    reader.expect_items("steps", 1, "A rollout has steps whose order is the question.");
    reader.finish();
    return std::move(scenario_);
  }

 private:
  base::JsonReader reader_for(const base::JsonValue& value, std::string what) {
    return {value, std::move(what), file_, text_, out_};
  }

  void read_version(const base::JsonValue& value) {
    base::JsonReader reader = reader_for(value, "version");
    world::AppVersion version;
    version.name = reader.string("name");
    if (has_version(version.name)) {
      reader.report("deploy.duplicate-id", fmt::format("there are two versions \"{}\"", version.name),
                    reader.at("name"));
    }
    for (const base::JsonValue& item : reader.array("queries")) version.queries.push_back(read_query(item));
    reader.expect_items("queries", 1, "A version that asks nothing cannot fail.");
    reader.finish();
    scenario_.start.versions.push_back(std::move(version));
  }

  world::AppQuery read_query(const base::JsonValue& value) {
    base::JsonReader reader = reader_for(value, "query");
    world::AppQuery query;
    query.name = reader.string("name");
    query.sql = reader.string("sql");
    if (const auto* parameters = reader.object_or_null("parameters")) {
      for (const base::JsonValue::Member& member : parameters->members) {
        query.parameters.emplace_back(":" + member.key, parameter(member, reader));
      }
    }
    reader.finish();
    return query;
  }

  static sql::Value parameter(const base::JsonValue::Member& member, base::JsonReader& reader) {
    using Kind = base::JsonValue::Kind;
    switch (member.value.kind) {
      case Kind::null:
        return std::monostate{};
      case Kind::integer:
        return member.value.integer;
      case Kind::real:
        return member.value.real;
      case Kind::string:
        return member.value.string;
      case Kind::boolean:
      case Kind::array:
      case Kind::object:
        break;
    }
    reader.report(
        "deploy.bad-parameter",
        fmt::format("a parameter is a text, a number or null, not {}", to_string(member.value.kind)),
        member.value.at);
    return std::monostate{};
  }

  /// One environment with what a World needs around it: the same keys as a lab's start, in one object.
  void read_environment(const base::JsonValue& value) {
    base::JsonReader reader = reader_for(value, "environment");
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
    start.migrations_folder = reader.string("migrations");
    if (!start.migrations_folder.empty()) {
      start.files = world::read_migration_sources(folder_, start.migrations_folder, reader, out_);
    }
    migrations_ = migration::read_migrations(start.files, start.migrations_folder).set;
    if (!environment.migrated_to.empty()) check_migration(environment.migrated_to, reader, "migrated_to");
    reader.finish();
    start.environments.push_back(std::move(environment));
  }

  void read_nodes(const base::JsonValue& value) {
    base::JsonReader reader = reader_for(value, "nodes");
    const std::int64_t count = reader.integer("count");
    if (count < 1 || count > most_nodes) {
      reader.report("deploy.bad-count", fmt::format("a rollout has 1 to {} nodes", most_nodes),
                    reader.at("count"));
    }
    NodeGroup group;
    group.name = "node";
    group.count = static_cast<int>(std::clamp<std::int64_t>(count, 1, most_nodes));
    group.version = reader.string("version");
    check_version(group.version, reader);
    scenario_.groups.push_back(std::move(group));
    reader.finish();
  }

  void read_step(const base::JsonValue& value) {
    base::JsonReader reader = reader_for(value, "step");
    Step step;
    step.at = reader.at();
    step.id = reader.string("id");
    step.title = reader.string("title");
    step.after = reader.strings_or_empty("after");
    if (scenario_.step(step.id) != nullptr) {
      reader.report("deploy.duplicate-id", fmt::format("there are two steps \"{}\"", step.id),
                    reader.at("id"));
    }
    if (const auto kind = reader.kind("do", {"migrate", "deploy", "drain", "nothing"})) {
      read_action(*kind, step, reader);
      reader.finish();
    }
    scenario_.steps.push_back(std::move(step));
  }

  void read_action(std::string_view kind, Step& step, base::JsonReader& reader) {
    if (kind == "migrate") {
      step.kind = StepKind::migrate;
      if (reader.choice("direction", {"up", "down"}, "up") == "down")
        step.direction = migration::Direction::down;
      if (reader.has("to")) {
        step.to = reader.string("to");
        if (step.direction == migration::Direction::up || *step.to != "0")
          check_migration(*step.to, reader, "to");
      }
    } else if (kind == "deploy" || kind == "drain") {
      step.kind = kind == "deploy" ? StepKind::deploy : StepKind::drain;
      step.version = reader.string("version");
      check_version(step.version, reader);
      if (kind == "deploy") {
        if (reader.choice("old_nodes", {"replace", "keep"}, "replace") == "keep")
          step.strategy = Strategy::beside;
      }
    }
  }

  void check_after(base::JsonReader& reader) {
    for (const Step& step : scenario_.steps) {
      for (const std::string& before : step.after) {
        if (before != step.id && scenario_.step(before) != nullptr) continue;
        reader.report(
            "deploy.unknown-step",
            fmt::format("step \"{}\" comes after \"{}\", which is not another step", step.id, before),
            step.at);
      }
    }
  }

  void read_order(const base::JsonValue& value) {
    const std::size_t said_before = out_.size();
    base::JsonReader reader = reader_for(value, "order");
    Order order;
    order.at = reader.at();
    order.steps = reader.strings("steps");
    order.safe = reader.boolean("safe");
    order.fails_with = reader.string_or("fails_with", "");
    order.why = reader.string("why");
    if (out_.size() == said_before) check_claim(order, reader);
    reader.finish();
    scenario_.orders.push_back(std::move(order));
  }

  void check_claim(const Order& order, base::JsonReader& reader) {
    if (const auto good = check_order(scenario_, order.steps); !good)
      reader.report("deploy.bad-order", good.error().message, reader.at("steps"), good.error().help);
    if (order.safe != order.fails_with.empty()) {
      reader.report(
          "deploy.bad-order",
          order.safe ? "a safe order fails with nothing" : "an unsafe order says what it \"fails_with\"",
          reader.at("fails_with"));
    }
  }

  [[nodiscard]] bool has_version(std::string_view name) const {
    return std::any_of(scenario_.start.versions.begin(), scenario_.start.versions.end(),
                       [name](const world::AppVersion& version) { return version.name == name; });
  }

  void check_version(const std::string& name, base::JsonReader& reader) {
    if (has_version(name)) return;
    std::vector<std::string> known;
    for (const world::AppVersion& version : scenario_.start.versions) known.push_back(version.name);
    const auto meant = base::did_you_mean(name, known);
    reader.report("deploy.unknown-version", fmt::format("the app has no version \"{}\"", name),
                  reader.at("version"), meant ? fmt::format("Did you mean \"{}\"?", *meant) : "");
  }

  void check_migration(const std::string& version, base::JsonReader& reader, std::string_view key) {
    if (migrations_.find(version) != nullptr) return;
    std::vector<std::string> known;
    for (const auto& each : migrations_.files) known.push_back(each.version);
    const auto meant = base::did_you_mean(version, known);
    reader.report("deploy.unknown-migration",
                  fmt::format("no migration in the folder has the version {}", version), reader.at(key),
                  meant ? fmt::format("Did you mean {}?", *meant) : "");
  }

  const base::Folder& folder_;
  std::string file_;
  std::string_view text_;
  base::Diagnostics& out_;
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
  result.scenario = Reader(folder, file, text, result.diagnostics).read(document.root);
  return result;
}

}  // namespace simulator::deploy
