#include "simulator/deploy/step_reader.h"

#include <functional>

#include "simulator/base/known_words.h"
#include "simulator/deploy/replay.h"
#include "simulator/deploy/situation.h"
#include "simulator/world/name.h"

namespace simulator::deploy {
namespace {

constexpr std::size_t most_orders = 1000;
constexpr int most_out_of_service = 12;

class StepReader {
 public:
  StepReader(const ScenarioSource& source, const migration::MigrationSet& migrations, Scenario& scenario)
      : source_(source), migrations_(migrations), scenario_(scenario) {}

  void read(base::JsonReader& root) {
    for (const base::JsonValue& item : source_.few(root, "steps", root.array("steps"), most_steps))
      read_step(item);
    root.expect_items("steps", 1, "A rollout has steps whose order is the question.");
    for (const Step& step : scenario_.steps) check_step(step, root);
    if (!same_ids_) check_cycles(root);
    for (const base::JsonValue& item :
         source_.few(root, "orders", root.array_or_empty("orders"), most_orders))
      read_order(item);
  }

 private:
  void read_step(const base::JsonValue& value) {
    base::JsonReader reader = source_.reader(value, "step");
    Step step;
    step.at = reader.at();
    step.id = reader.string("id");
    step.title = reader.string("title");
    for (const base::JsonValue& item :
         source_.few(reader, "after", reader.array_or_empty("after"), most_steps)) {
      if (item.kind == base::JsonValue::Kind::string)
        step.after.push_back(item.string);
      else
        reader.report("json.wrong-kind",
                      fmt::format("\"after\" must hold strings, and this is {}", to_string(item.kind)),
                      item.at);
    }
    if (scenario_.step(step.id) != nullptr) {
      same_ids_ = true;
      reader.report("deploy.duplicate-id", fmt::format("there are two steps \"{}\"", step.id),
                    reader.at("id"));
    }
    if (const auto kind = reader.kind(
            "do", {"migrate", "deploy", "drain", "backfill", "flag", "backup", "restore", "nothing"})) {
      read_action(*kind, step, reader);
      reader.finish();
    }
    scenario_.steps.push_back(std::move(step));
  }

  void read_action(std::string_view kind, Step& step, base::JsonReader& reader) {
    if (kind == "migrate") {
      step.kind = StepKind::migrate;
      read_migrate(step, reader);
    } else if (kind == "deploy") {
      step.kind = StepKind::deploy;
      read_deploy(step, reader);
    } else if (kind == "drain") {
      step.kind = StepKind::drain;
      step.version = reader.string("version");
      check_version(scenario_, step.version, reader);
    } else if (kind == "backfill") {
      step.kind = StepKind::backfill;
      step.sql = reader.text("sql");
    } else if (kind == "flag") {
      step.kind = StepKind::flag;
      step.flag = reader.string("flag");
      step.value = reader.string("value");
      if (!has_name(scenario_.flags, step.flag))
        reader.report("deploy.unknown-flag", fmt::format("there is no flag \"{}\"", step.flag),
                      reader.at("flag"), base::meant_or_known(step.flag, names_of(scenario_.flags)));
    } else if (kind == "backup" || kind == "restore") {
      step.kind = kind == "backup" ? StepKind::backup : StepKind::restore;
      step.backup = reader.text("backup");
      if (!world::is_name(step.backup) && !step.backup.empty())
        reader.report("world.bad-name", fmt::format("\"{}\" cannot be the name of a backup", step.backup),
                      reader.at("backup"), "Use letters, digits, '-' and '_', 40 at most.");
    }
  }

  void read_migrate(Step& step, base::JsonReader& reader) {
    if (reader.choice("direction", {"up", "down"}, "up") == "down")
      step.direction = migration::Direction::down;
    if (!reader.has("to")) return;
    step.to = reader.string("to");
    if (step.direction == migration::Direction::up || *step.to != "0")
      check_migration(migrations_, *step.to, reader, "to");
  }

  void read_deploy(Step& step, base::JsonReader& reader) {
    step.version = reader.string("version");
    check_version(scenario_, step.version, reader);
    const std::string how =
        reader.choice("strategy", {"rolling", "blue-green", "canary", "recreate", "beside"}, "rolling");
    for (const Strategy each :
         {Strategy::rolling, Strategy::blue_green, Strategy::canary, Strategy::recreate, Strategy::beside})
      if (how == to_string(each)) step.strategy = each;
    if (reader.choice("old_nodes", {"replace", "keep"}, "replace") == "keep") {
      if (step.strategy != Strategy::rolling && step.strategy != Strategy::beside)
        reader.report("deploy.bad-strategy", fmt::format("a {} deploy does not keep the old nodes", how),
                      reader.at("old_nodes"), "Leave \"old_nodes\" out, or \"strategy\".");
      step.strategy = Strategy::beside;
    }
    step.batch = source_.count(reader, "batch", 1, 0, most_out_of_service);
    step.surge = source_.count(reader, "surge", 0, 0, most_out_of_service);
    step.canary = source_.count(reader, "canary", 1, 1, most_out_of_service);
    step.share = source_.count(reader, "share", 0, 0, 100);
    step.wait = reader.boolean_or("wait", true);
    if (step.batch + step.surge == 0)
      reader.report("deploy.bad-count", "with \"batch\" 0 and \"surge\" 0 no node can ever change",
                    reader.at("batch"), "One of them is 1 or more.");
    if (step.strategy == Strategy::canary && step.canary > scenario_.nodes().count)
      reader.report("deploy.bad-count",
                    fmt::format("{} canaries among {} nodes", step.canary, scenario_.nodes().count),
                    reader.at("canary"));
  }

  /// What only all steps together show.
  void check_step(const Step& step, base::JsonReader& root) {
    for (const std::string& before : step.after) {
      if (before != step.id && scenario_.step(before) != nullptr) continue;
      root.report("deploy.unknown-step",
                  fmt::format("step \"{}\" comes after \"{}\", which is not another step", step.id, before),
                  step.at, before == step.id ? "" : base::meant_or_known(before, scenario_.listed_order()));
    }
    if (step.kind == StepKind::restore) check_backup(step, root);
    if (step.kind == StepKind::drain) check_drain(step, root);
  }

  void check_backup(const Step& step, base::JsonReader& root) const {
    std::vector<std::string> known{"start"};
    for (const Step& each : scenario_.steps)
      if (each.kind == StepKind::backup) known.push_back(each.backup);
    if (step.backup.empty() || std::find(known.begin(), known.end(), step.backup) != known.end()) return;
    root.report("deploy.unknown-backup", fmt::format("no step makes the backup \"{}\"", step.backup), step.at,
                base::meant_or_known(step.backup, known));
  }

  /// Workers that update late go where the newest deploy leads: with none that leads away, the drain waits
  /// for ever.
  void check_drain(const Step& step, base::JsonReader& root) const {
    const bool leads_away = std::any_of(
        scenario_.steps.begin(), scenario_.steps.end(),
        [&](const Step& each) { return each.kind == StepKind::deploy && each.version != step.version; });
    if (leads_away) return;
    for (const NodeGroup& group : scenario_.groups) {
      if (group.updates != Updates::late || group.version != step.version) continue;
      root.report("deploy.bad-order",
                  fmt::format("\"{}\" can never end: \"{}\" runs {} and no deploy gives it anything else",
                              step.id, group.name, step.version),
                  step.at);
      return;
    }
  }

  void check_cycles(base::JsonReader& root) {
    std::vector<int> colour(scenario_.steps.size(), 0);  // 1: on the path, 2: done
    std::vector<std::string> path;
    bool found = false;
    const std::function<void(std::size_t)> visit = [&](std::size_t index) {
      const Step& step = scenario_.steps[index];
      colour[index] = 1;
      path.push_back(step.id);
      for (const std::string& before : step.after) {
        const Step* next = scenario_.step(before);
        if (next == nullptr || next == &step || found) continue;
        const auto at = static_cast<std::size_t>(next - scenario_.steps.data());
        if (colour[at] == 0) visit(at);
        if (colour[at] != 1 || found) continue;
        found = true;
        const auto start = std::find(path.begin(), path.end(), before);
        std::vector<std::string> round(start, path.end());
        round.push_back(before);
        root.report("deploy.cycle",
                    fmt::format("no order of the steps is possible: {}", fmt::join(round, " comes after ")),
                    next->at, "Take one of these out of an \"after\".");
      }
      path.pop_back();
      colour[index] = 2;
    };
    for (std::size_t index = 0; index < scenario_.steps.size() && !found; ++index)
      if (colour[index] == 0) visit(index);
  }

  void read_order(const base::JsonValue& value) {
    const std::size_t said_before = source_.out.size();
    base::JsonReader reader = source_.reader(value, "order");
    Order order;
    order.at = reader.at();
    order.steps = reader.strings("steps");
    order.safe = reader.boolean("safe");
    order.fails_with = reader.string_or("fails_with", "");
    order.why = reader.string("why");
    if (source_.out.size() == said_before) check_claim(order, reader);
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

  const ScenarioSource& source_;
  const migration::MigrationSet& migrations_;
  Scenario& scenario_;
  bool same_ids_ = false;
};

}  // namespace

void read_rollout(const ScenarioSource& source, base::JsonReader& root,
                  const migration::MigrationSet& migrations, Scenario& scenario) {
  StepReader(source, migrations, scenario).read(root);
}

void check_version(const Scenario& scenario, const std::string& name, base::JsonReader& reader) {
  if (scenario.version(name) != nullptr) return;
  reader.report("deploy.unknown-version", fmt::format("the app has no version \"{}\"", name),
                reader.at("version"), base::meant_or_known(name, names_of(scenario.start.versions)));
}

void check_migration(const migration::MigrationSet& migrations, const std::string& version,
                     base::JsonReader& reader, std::string_view key) {
  if (migrations.find(version) != nullptr) return;
  std::vector<std::string> known;
  for (const auto& each : migrations.files) known.push_back(each.version);
  const auto meant = base::did_you_mean(version, known);
  reader.report("deploy.unknown-migration",
                fmt::format("no migration in the folder has the version {}", version), reader.at(key),
                meant ? fmt::format("Did you mean {}?", *meant) : "");
}

}  // namespace simulator::deploy
