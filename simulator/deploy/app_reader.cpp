#include "simulator/deploy/app_reader.h"

#include <optional>

#include "simulator/base/known_words.h"
#include "simulator/deploy/situation.h"
#include "simulator/world/value_json.h"

namespace simulator::deploy {
namespace {

constexpr std::size_t most_flags = 16;
constexpr std::size_t most_queries = 64;
constexpr std::size_t most_parameters = 64;
constexpr std::size_t most_promises = 16;
constexpr std::size_t most_keys = 16;
constexpr int heaviest = 100;

/// No bytes: what an author writes is a text, a number or null.
std::optional<sql::Value> plain_value(const base::JsonValue& json) {
  return json.kind == base::JsonValue::Kind::object ? std::nullopt : world::value_of(json);
}

/// The members of an object, as ScenarioSource::few.
std::span<const base::JsonValue::Member> few_members(base::JsonReader& from, const base::JsonValue& object,
                                                     std::size_t most) {
  if (object.members.size() > most)
    from.report("deploy.too-many",
                fmt::format("this may have {} keys at most, and it has {}", most, object.members.size()),
                object.at, "The others were not read.");
  return {object.members.data(), std::min(most, object.members.size())};
}

std::vector<std::string> names_without_colon(const world::Parameters& parameters) {
  std::vector<std::string> names;
  for (const auto& parameter : parameters) names.push_back(parameter.first.substr(1));
  return names;
}

bool has_parameter(const world::AppQuery& query, std::string_view name) {
  return std::any_of(query.parameters.begin(), query.parameters.end(),
                     [&](const auto& parameter) { return parameter.first == name; });
}

class VersionReader {
 public:
  VersionReader(const ScenarioSource& source, const std::vector<Flag>& flags)
      : source_(source), flags_(flags) {}

  world::AppVersion read(const base::JsonValue& value, const std::vector<world::AppVersion>& before) {
    base::JsonReader reader = source_.reader(value, "version");
    world::AppVersion version;
    version.name = reader.string("name");
    if (has_name(before, version.name))
      reader.report("deploy.duplicate-id", fmt::format("there are two versions \"{}\"", version.name),
                    reader.at("name"));
    version.refuses_when = reader.string_or("refuses_when", "");
    for (const base::JsonValue& item :
         source_.few(reader, "queries", reader.array("queries"), most_queries)) {
      world::AppQuery query = read_query(item, version.queries);
      version.queries.push_back(std::move(query));
    }
    reader.expect_items("queries", 1, "A version that asks nothing cannot fail.");
    reader.finish();
    return version;
  }

 private:
  world::AppQuery read_query(const base::JsonValue& value, const std::vector<world::AppQuery>& before) {
    base::JsonReader reader = source_.reader(value, "query");
    world::AppQuery query;
    query.name = reader.string("name");
    if (!query.name.empty() && has_name(before, query.name))
      reader.report("deploy.duplicate-id", fmt::format("this version has two queries \"{}\"", query.name),
                    reader.at("name"));
    query.sql = reader.string("sql");
    read_parameters(reader, query);
    query.weight = source_.count(reader, "weight", 1, 1, heaviest);
    query.once = reader.boolean_or("once", false);
    for (const char* key : {"writes", "reads"}) {
      const bool writes = std::string_view(key) == "writes";
      for (const base::JsonValue& item : source_.few(reader, key, reader.array_or_empty(key), most_promises))
        (writes ? query.writes : query.reads).push_back(read_promise(item, query, writes));
    }
    read_conditions(reader, query);
    reader.finish();
    return query;
  }

  void read_parameters(base::JsonReader& reader, world::AppQuery& query) const {
    const auto* parameters = reader.object_or_null("parameters");
    if (parameters == nullptr) return;
    for (const auto& member : few_members(reader, *parameters, most_parameters)) {
      const auto value = plain_value(member.value);
      if (!value)
        reader.report(
            "deploy.bad-parameter",
            fmt::format("a parameter is a text, a number or null, not {}", to_string(member.value.kind)),
            member.value.at);
      query.parameters.emplace_back(":" + member.key, value.value_or(std::monostate{}));
    }
  }

  /// Names are written without the colon, as the parameters are.
  world::Promise read_promise(const base::JsonValue& item, const world::AppQuery& query, bool writes) {
    base::JsonReader reader = source_.reader(item, "promise");
    world::Promise promise;
    promise.field = reader.text("field");
    promise.key = reader.string_or("key", "");
    promise.value = reader.text("value");
    const auto parameter = [&](std::string& name, std::string_view key) {
      if (name.empty()) return;
      name.insert(0, ":");
      if (has_parameter(query, name)) return;
      reader.report("deploy.bad-promise", fmt::format("the query has no parameter \"{}\"", name.substr(1)),
                    reader.at(key),
                    base::meant_or_known(name.substr(1), names_without_colon(query.parameters)));
    };
    parameter(promise.key, "key");
    if (writes) parameter(promise.value, "value");
    reader.finish();
    if (promise.field.empty()) return promise;
    const bool keyed = !promise.key.empty();
    for (const auto& [field, other] : keyed_) {
      if (field != promise.field || other == keyed) continue;
      reader.report(
          "deploy.bad-promise",
          fmt::format("another promise about \"{}\" has {}", field, keyed ? "no \"key\"" : "a \"key\""),
          reader.at(), "Say of every promise about a field whose it is, or of none.");
      return promise;
    }
    keyed_.emplace_back(promise.field, keyed);
    return promise;
  }

  void read_conditions(base::JsonReader& reader, world::AppQuery& query) const {
    const auto* when = reader.object_or_null("when");
    if (when == nullptr) return;
    for (const auto& member : few_members(reader, *when, most_flags)) {
      if (!has_name(flags_, member.key))
        reader.report("deploy.unknown-flag", fmt::format("there is no flag \"{}\"", member.key), member.at,
                      base::meant_or_known(member.key, names_of(flags_)));
      if (member.value.kind != base::JsonValue::Kind::string)
        reader.report("json.wrong-kind",
                      fmt::format("a flag's value is a text, and this is {}", to_string(member.value.kind)),
                      member.value.at);
      query.when.push_back({member.key, member.value.string});
    }
  }

  const ScenarioSource& source_;
  const std::vector<Flag>& flags_;
  std::vector<std::pair<std::string, bool>> keyed_;  ///< fields that were met, and whether with a key
};

sql::Value own_value(const world::AppQuery& query, const world::Promise& promise) {
  for (const auto& [name, value] : query.parameters)
    if (!promise.key.empty() && name == promise.key) return value;
  return std::monostate{};
}

std::vector<Entities> promised(const std::vector<world::AppVersion>& versions) {
  std::vector<Entities> out;
  for (const world::AppVersion& version : versions)
    for (const world::AppQuery& query : version.queries)
      for (const auto* promises : {&query.writes, &query.reads})
        for (const world::Promise& promise : *promises) {
          const bool known = std::any_of(out.begin(), out.end(),
                                         [&](const Entities& each) { return each.field == promise.field; });
          if (!known) out.push_back({promise.field, {own_value(query, promise)}});
        }
  return out;
}

}  // namespace

std::vector<Flag> read_flags(base::JsonReader& root) {
  std::vector<Flag> flags;
  const auto* object = root.object_or_null("flags");
  if (object == nullptr) return flags;
  for (const auto& member : few_members(root, *object, most_flags)) {
    if (member.value.kind != base::JsonValue::Kind::string)
      root.report("json.wrong-kind",
                  fmt::format("a flag's value is a text, and this is {}", to_string(member.value.kind)),
                  member.value.at, R"(Write it in quotes: "off".)");
    if (!has_name(flags, member.key)) flags.push_back({member.key, member.value.string});
  }
  return flags;
}

std::vector<world::AppVersion> read_versions(const ScenarioSource& source, base::JsonReader& root,
                                             const std::vector<Flag>& flags) {
  std::vector<world::AppVersion> versions;
  VersionReader reader(source, flags);
  for (const base::JsonValue& item : source.few(root, "versions", root.array("versions"), most_versions)) {
    world::AppVersion version = reader.read(item, versions);
    versions.push_back(std::move(version));
  }
  root.expect_items("versions", 1);
  return versions;
}

std::vector<Entities> read_entities(base::JsonReader& root, const std::vector<world::AppVersion>& versions) {
  std::vector<Entities> out = promised(versions);
  const auto* object = root.object_or_null("entities");
  if (object == nullptr) return out;
  std::vector<std::string> fields;
  for (const Entities& each : out) fields.push_back(each.field);
  for (const auto& member : few_members(root, *object, most_promises * most_queries)) {
    const auto field = std::find(fields.begin(), fields.end(), member.key);
    if (field == fields.end()) {
      root.report("deploy.bad-promise", fmt::format("no query promises anything about \"{}\"", member.key),
                  member.at, base::meant_or_known(member.key, fields));
      continue;
    }
    if (member.value.kind != base::JsonValue::Kind::array || member.value.items.empty() ||
        member.value.items.size() > most_keys) {
      root.report("deploy.bad-count",
                  fmt::format("whose \"{}\" to watch is a list of 1 to {} keys", member.key, most_keys),
                  member.value.at);
      continue;
    }
    Entities& entities = out[static_cast<std::size_t>(field - fields.begin())];
    entities.keys.clear();
    for (const base::JsonValue& item : member.value.items) {
      const auto key = plain_value(item);
      if (!key)
        root.report("deploy.bad-parameter",
                    fmt::format("a key is a text or a number, not {}", to_string(item.kind)), item.at);
      entities.keys.push_back(key.value_or(std::monostate{}));
    }
  }
  return out;
}

}  // namespace simulator::deploy
