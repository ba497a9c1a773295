#include "lessons/lab/goal.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/schema/difference.h"
#include "simulator/schema/sentence.h"

namespace lessons::lab {
namespace base = simulator::base;
namespace schema = simulator::schema;
namespace world = simulator::world;
namespace {

bool matters(const schema::Difference& difference) {
  return difference.severity == schema::DifferenceClass::behavioural;
}

/// The rest of `text` behind "index " and its like; nothing when it begins otherwise.
std::optional<std::string_view> behind(std::string_view word, std::string_view text) {
  if (text.substr(0, word.size()) != word) return std::nullopt;
  return text.substr(word.size());
}

/// A goal names a table by its name alone; a difference puts "table" in front.
bool names(std::string_view wanted, std::string_view object) {
  return schema::same_name(wanted, behind("table ", object).value_or(object));
}

bool has_object(const schema::Schema& schema, std::string_view object) {
  if (const auto name = behind("index ", object)) return schema.find_index(*name) != nullptr;
  if (const auto name = behind("trigger ", object)) return schema.find_trigger(*name) != nullptr;
  if (const auto name = behind("view ", object)) return schema.find_view(*name) != nullptr;
  if (schema.find_table(object) != nullptr) return true;
  const auto dot = object.find('.');
  if (dot == std::string_view::npos) return false;
  const schema::Table* table = schema.find_table(object.substr(0, dot));
  return table != nullptr && table->find(object.substr(dot + 1)) != nullptr;
}

using Row = std::vector<simulator::sql::Value>;

class Evaluation {
 public:
  Evaluation(world::World& world, std::stop_token stop)
      : world_(world), stop_(std::move(stop)), view_(world.view()) {}

  /// Empty: reached.
  std::string operator()(const SeenDrift& goal) {
    std::vector<world::NodeId> path = world_.tree().path_to(world_.tree().cursor());
    path.insert(path.begin(), world::start_node_id);
    for (auto moment = path.rbegin(); moment != path.rend(); ++moment) {
      if (stop_.stop_requested()) return "Not looked at yet.";
      const world::WorldView then = world_.view_at(*moment);
      const world::EnvironmentView* environment = then.environment(goal.environment);
      if (environment == nullptr) continue;
      for (const auto& difference : environment->drift)
        if (names(goal.object, difference.object)) return {};
    }
    return fmt::format("{} matches its history: no hand has touched {} there.", goal.environment,
                       goal.object);
  }

  std::string operator()(const EnvironmentExists& goal) {
    return view_.environment(goal.environment) != nullptr
               ? std::string()
               : fmt::format("There is no {} yet.", goal.environment);
  }

  std::string operator()(const ObjectExists& goal) {
    const world::EnvironmentView* environment = view_.environment(goal.environment);
    if (environment == nullptr) return fmt::format("There is no {} yet.", goal.environment);
    return has_object(environment->database->schema, goal.object)
               ? std::string()
               : fmt::format("{} has no {}.", goal.environment, goal.object);
  }

  std::string operator()(const QueryGives& goal) {
    if (view_.environment(goal.environment) == nullptr)
      return fmt::format("There is no {} yet.", goal.environment);
    auto result = world_.query(goal.environment, goal.sql, stop_);
    if (!result) return fmt::format("On {}: {}.", goal.environment, result.error().message);
    std::vector<Row> expected = goal.rows;
    std::vector<Row>& actual = result->rows;
    if (!goal.ordered) {
      std::sort(expected.begin(), expected.end());
      std::sort(actual.begin(), actual.end());
    }
    if (actual == expected) return {};
    return fmt::format("{} answers with {}, not with {}.", goal.environment, shown(actual), shown(expected));
  }

  std::string operator()(const SchemasAgree& goal) {
    const world::EnvironmentView* first = nullptr;
    for (const std::string& name : goal.environments) {
      const world::EnvironmentView* environment = view_.environment(name);
      if (environment == nullptr) return fmt::format("There is no {} yet.", name);
      if (first == nullptr) first = environment;
      for (const auto& d : schema::difference(first->database->schema, environment->database->schema))
        if (matters(d)) return fmt::format("{} and {} differ: {}.", first->name, name, schema::sentence(d));
    }
    return {};
  }

  std::string operator()(const HistoryHolds& goal) {
    for (const std::string& name : goal.environments) {
      const world::EnvironmentView* environment = view_.environment(name);
      if (environment == nullptr) return fmt::format("There is no {} yet.", name);
      if (environment->database->problem)
        return fmt::format("{}: {}.", name, environment->database->problem->message);
      if (const std::size_t pending = environment->pending(); pending > 0)
        return fmt::format("{} migration{} pending on {}.", pending, pending == 1 ? " is" : "s are", name);
      if (!environment->problems.empty()) return fmt::format("{}'s history and the files disagree.", name);
      if (environment->shadow_failure)
        return fmt::format("{}: {}.", name, environment->shadow_failure->message);
      for (const auto& d : environment->drift)
        if (matters(d)) return fmt::format("{} has drifted from its history: {}.", name, schema::sentence(d));
    }
    return {};
  }

 private:
  static std::string shown(const std::vector<Row>& rows) {
    constexpr std::size_t most = 4;
    if (rows.empty()) return "no row";
    std::string out;
    for (std::size_t i = 0; i < rows.size() && i < most; ++i) {
      if (i > 0) out += "; ";
      for (std::size_t c = 0; c < rows[i].size(); ++c)
        out += (c > 0 ? ", " : "") + simulator::sql::to_display(rows[i][c]);
    }
    if (rows.size() > most) out += fmt::format("; and {} more", rows.size() - most);
    return out;
  }

  world::World& world_;
  std::stop_token stop_;
  world::WorldView view_;
};

simulator::sql::Value value_of(const base::JsonValue& json) {
  switch (json.kind) {
    case base::JsonValue::Kind::integer:
      return json.integer;
    case base::JsonValue::Kind::real:
      return json.real;
    case base::JsonValue::Kind::string:
      return json.string;
    case base::JsonValue::Kind::boolean:
      return std::int64_t{json.boolean ? 1 : 0};
    default:
      return std::monostate{};
  }
}

}  // namespace

std::vector<GoalResult> evaluate(const std::vector<Goal>& goals, world::World& world, std::stop_token stop) {
  Evaluation evaluation(world, std::move(stop));
  std::vector<GoalResult> out;
  for (const Goal& goal : goals) {
    std::string why_not = std::visit(evaluation, goal.criterion);
    const bool reached = why_not.empty();
    out.push_back({goal.id, reached, std::move(why_not)});
  }
  return out;
}

bool all_reached(const std::vector<GoalResult>& results) {
  return std::all_of(results.begin(), results.end(), [](const GoalResult& r) { return r.reached; });
}

Criterion read_criterion(const base::JsonValue& value, const std::string& file, std::string_view text,
                         base::Diagnostics& out) {
  base::JsonReader reader(value, "criterion", file, text, out);
  const auto kind =
      reader.kind("kind", {"seen_drift", "environment", "object", "query", "schemas_agree", "history"});
  Criterion criterion;
  if (!kind) return criterion;
  if (*kind == "seen_drift") {
    criterion = SeenDrift{reader.string("environment"), reader.string("object")};
  } else if (*kind == "environment") {
    criterion = EnvironmentExists{reader.string("environment")};
  } else if (*kind == "object") {
    criterion = ObjectExists{reader.string("environment"), reader.string("object")};
  } else if (*kind == "query") {
    QueryGives query{
        reader.string("environment"), reader.string("sql"), {}, reader.boolean_or("ordered", false)};
    for (const base::JsonValue& row : reader.array("rows")) {
      Row& cells = query.rows.emplace_back();
      if (row.kind != base::JsonValue::Kind::array)
        reader.report("json.wrong-kind", "each of \"rows\" must be a list of values", row.at);
      for (const base::JsonValue& cell : row.items) cells.push_back(value_of(cell));
    }
    criterion = std::move(query);
  } else {
    std::vector<std::string> names = reader.strings("environments");
    if (*kind == "schemas_agree") {
      reader.expect_items("environments", 2, "One alone agrees with itself.");
      criterion = SchemasAgree{std::move(names)};
    } else {
      reader.expect_items("environments", 1);
      criterion = HistoryHolds{std::move(names)};
    }
  }
  reader.finish();
  return criterion;
}

std::vector<std::string> environments_of(const Criterion& criterion) {
  struct Names {
    std::vector<std::string> operator()(const SchemasAgree& c) const { return c.environments; }
    std::vector<std::string> operator()(const HistoryHolds& c) const { return c.environments; }
    std::vector<std::string> operator()(const SeenDrift& c) const { return {c.environment}; }
    std::vector<std::string> operator()(const EnvironmentExists& c) const { return {c.environment}; }
    std::vector<std::string> operator()(const ObjectExists& c) const { return {c.environment}; }
    std::vector<std::string> operator()(const QueryGives& c) const { return {c.environment}; }
  };
  return std::visit(Names{}, criterion);
}

}  // namespace lessons::lab
