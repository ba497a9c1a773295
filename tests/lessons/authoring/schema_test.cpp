// The JSON Schemas that editors use, held against the readers that decide: the same keys, the same required
// ones, for every object of every file. A reader tells its keys when it meets one it does not know.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "lessons/course/course.h"
#include "lessons/lab/lab.h"
#include "lessons/quiz/quiz.h"
#include "simulator/base/files.h"
#include "simulator/deploy/scenario.h"
#include "simulator/world/command.h"

namespace lessons::authoring {
namespace base = simulator::base;
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;
using Keys = std::set<std::string>;

const fs::path root = DRIFTWOOD_SOURCE_DIR;
constexpr const char* unknown = "zzzzzzzzzz";

Json load(const fs::path& path) { return Json::parse(base::read_file(path).value()); }

class Workspace {
 public:
  Workspace() { fs::create_directories(path_); }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() { fs::remove_all(path_); }
  [[nodiscard]] base::Folder with(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return base::Folder::open(path_).value();
  }

 private:
  fs::path path_ = fs::temp_directory_path() / fmt::format("driftwood-schema-{}", ::getpid());
};

/// Whole files in, everything the reader says out.
using Reader = std::function<base::Diagnostics(const std::string& text)>;

base::Diagnostics read_course_text(const std::string& text) {
  const Workspace workspace;
  return course::read_course(workspace.with("course.json", text)).diagnostics;
}
base::Diagnostics read_quiz_text(const std::string& text) {
  return quiz::read_quiz(text, "quiz.json").diagnostics;
}
base::Diagnostics read_command_text(const std::string& text) {
  base::JsonDocument document = base::parse_json(text, "lab.json");
  (void)simulator::world::read_command(document.root, "lab.json", text, document.diagnostics);
  return document.diagnostics;
}

base::Diagnostics read_lab_text(const std::string& text) {
  const Workspace workspace;
  return lab::read_lab(workspace.with("tiny.lab.json", text), "tiny.lab.json").diagnostics;
}
base::Diagnostics read_deploy_text(const std::string& text) {
  const Workspace workspace;
  return simulator::deploy::read_scenario(workspace.with("tiny.deploy.json", text), "tiny.deploy.json")
      .diagnostics;
}
base::Diagnostics read_criterion_text(const std::string& text) {
  base::JsonDocument document = base::parse_json(text, "lab.json");
  (void)lab::read_criterion(document.root, "lab.json", text, document.diagnostics);
  return document.diagnostics;
}

/// An object of a file: where the schema describes it, and a file to put it into (at @).
struct Place {
  std::string schema;
  std::string definition;  ///< empty: the file itself
  std::string file;
  Reader reader;
  Keys read_apart = {};  ///< keys that the reader takes by another way
};

const std::string quiz_of(const std::string& question) { return R"({"questions": [)" + question + "]}"; }
const std::string question_with(const std::string& kind, const std::string& rest) {
  return quiz_of(fmt::format(R"({{"id": "q", "kind": "{}", "{}": "{{{{a}}}}?", {}}})", kind,
                             kind == "blank" ? "text" : "prompt", rest));
}

std::vector<Place> places() {
  std::vector<Place> out = {
      {"course", "", "@", read_course_text, {}},
      {"course", "lesson", R"({"id": "c", "title": "C", "lessons": [@]})", read_course_text, {}},
      {"course",
       "concept",
       R"({"id": "c", "title": "C", "lessons": [], "concepts": [@]})",
       read_course_text,
       {}},
      {"quiz", "", "@", read_quiz_text, {}},
      {"quiz", "option", question_with("choice", R"("options": [@])"), read_quiz_text, {}},
      {"quiz", "item", question_with("ordering", R"("before": [], "items": [@])"), read_quiz_text, {}},
      {"quiz", "gap", question_with("blank", R"("blanks": [@])"), read_quiz_text, {}},
      {"quiz",
       "accepted",
       question_with("blank", R"("blanks": [{"id": "a", "accept": [@]}])"),
       read_quiz_text,
       {}},
      {"quiz",
       "anticipated",
       question_with("blank", R"("blanks": [{"id": "a", "accept": ["b"], "wrong": [@]}])"),
       read_quiz_text,
       {}},
      {"quiz",
       "idea",
       question_with("short", R"("model": "m", "rubric": ["r"], "ideas": [@])"),
       read_quiz_text,
       {}},
      {"quiz",
       "claim",
       question_with("short", R"("model": "m", "rubric": ["r"], "ideas": [], "forbidden": [@])"),
       read_quiz_text,
       {}},
      {"quiz",
       "example",
       question_with("choice", R"("options": [{"text": "yes", "right": true, "feedback": "f"},
                                              {"text": "no", "feedback": "f"}], "examples": [@])"),
       read_quiz_text,
       {"answer"}},
  };
  for (const char* kind : {"choice", "ordering", "blank", "short"})
    out.push_back({"quiz", fmt::format("question_{}", kind), quiz_of("@"), read_quiz_text, {}});
  for (const char* kind : {"write_file", "delete_file", "rename_file", "run_sql", "migrate", "mark_applied",
                           "clone_environment", "take_backup", "restore_backup", "start_node", "drain_node",
                           "stop_node", "traffic", "amend_history", "backfill", "serve"})
    out.push_back({"lab", fmt::format("command_{}", kind), "@", read_command_text, {}});
  out.push_back({"lab", "request", R"({"do": "serve", "requests": [@]})", read_command_text, {}});
  return out;
}

/// A lab or a deploy scenario in which one key has another value: the text, with @ where the object goes.
std::string file_with(const std::string& schema, const std::string& key, const std::string& value) {
  Json file = load(root / fmt::format("assets/schemas/{}.schema.json", schema)).at("examples").at(0);
  file[key] = "(here)";
  std::string text = file.dump();
  return text.replace(text.find("\"(here)\""), 8, value);
}

std::vector<Place> lab_and_deploy_places() {
  std::vector<Place> out = {
      {"lab", "", "@", read_lab_text, {}},
      {"lab", "start", file_with("lab", "start", "@"), read_lab_text, {}},
      {"lab", "environment_start", file_with("lab", "start", R"({"environments": [@]})"), read_lab_text, {}},
      {"lab", "goal", file_with("lab", "goals", "[@]"), read_lab_text, {}},
      {"lab", "wrong", file_with("lab", "wrong", "[@]"), read_lab_text, {}},
      {"lab",
       "fails",
       file_with("lab", "wrong", R"([{"id": "w", "why": "W.", "commands": [], "fails": @}])"),
       read_lab_text,
       {}},
      {"deploy", "", "@", read_deploy_text, {}},
      {"deploy", "environment", file_with("deploy", "environment", "@"), read_deploy_text, {}},
      {"deploy", "version", file_with("deploy", "versions", "[@]"), read_deploy_text, {}},
      {"deploy",
       "query",
       file_with("deploy", "versions", R"([{"name": "v1", "queries": [@]}])"),
       read_deploy_text,
       {}},
      {"deploy",
       "promise",
       file_with("deploy", "versions", R"([{"name": "v1", "queries": [{"name": "q", "sql": "SELECT 1",
                 "parameters": {"id": 1}, "reads": [@]}]}])"),
       read_deploy_text,
       {}},
      {"deploy", "nodes", file_with("deploy", "nodes", "@"), read_deploy_text, {}},
      {"deploy", "worker", file_with("deploy", "workers", "[@]"), read_deploy_text, {}},
      {"deploy", "invariant", file_with("deploy", "invariants", "[@]"), read_deploy_text, {}},
      {"deploy", "order", file_with("deploy", "orders", "[@]"), read_deploy_text, {}},
  };
  for (const char* kind : {"seen_drift", "environment", "object", "query", "schemas_agree", "history"})
    out.push_back({"lab", fmt::format("criterion_{}", kind), "@", read_criterion_text, {}});
  for (const char* kind : {"migrate", "deploy", "drain", "backfill", "flag", "backup", "restore", "nothing"})
    out.push_back(
        {"deploy", fmt::format("step_{}", kind), file_with("deploy", "steps", "[@]"), read_deploy_text, {}});
  return out;
}

std::vector<Place> all_places() {
  std::vector<Place> out = places();
  for (Place& place : lab_and_deploy_places()) out.push_back(std::move(place));
  return out;
}

std::string put(const Place& place, const Json& object) {
  std::string text = place.file;
  return text.replace(text.find('@'), 1, object.dump());
}

Keys keys_of(const Json& object) {
  Keys keys;
  for (const auto& [key, value] : object.items())
    if (key != "$schema") keys.insert(key);
  return keys;
}

/// The keys in the help of json.unknown-key: "Known keys: a, b, c."
Keys known_keys(const base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& diagnostic : diagnostics) {
    const base::Error& error = diagnostic.what;
    if (error.code != "json.unknown-key" || error.message.find(unknown) == std::string::npos) continue;
    Keys keys;
    const auto colon = error.help.find(": ");
    if (colon == std::string::npos) return {};
    std::string list = error.help.substr(colon + 2);
    list.pop_back();
    while (!list.empty()) {
      const auto comma = list.find(", ");
      keys.insert(list.substr(0, comma));
      list.erase(0, comma == std::string::npos ? comma : comma + 2);
    }
    return keys;
  }
  return {"(the reader did not mind an unknown key)"};
}

/// The keys that json.missing-key asks for at the place of the object: after the "@" column only one object
/// can be meant, the empty one.
Keys missing_keys(const base::Diagnostics& diagnostics, base::Position at) {
  Keys keys;
  for (const base::Diagnostic& diagnostic : diagnostics) {
    const base::Error& error = diagnostic.what;
    const auto quote = error.message.find("needs the key \"");
    if (error.code != "json.missing-key" || quote == std::string::npos || error.at != at) continue;
    const auto start = error.message.find('"', quote) + 1;
    keys.insert(error.message.substr(start, error.message.find('"', start) - start));
  }
  return keys;
}

base::Position end_of(const std::string& text) {
  const auto line = static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
  const auto last = text.rfind('\n');
  return {line, static_cast<int>(text.size() - (last == std::string::npos ? 0 : last + 1)) + 1};
}

base::Position place_of_object(const Place& place) {
  return end_of(place.file.substr(0, place.file.find('@')));
}

TEST(Schemas, KnowTheKeysThatTheReadersKnow) {
  for (const Place& place : all_places()) {
    SCOPED_TRACE(place.schema + " " + place.definition);
    const Json schema = load(root / "assets/schemas" / (place.schema + ".schema.json"));
    const Json& definition = place.definition.empty() ? schema : schema.at("$defs").at(place.definition);
    EXPECT_EQ(definition.at("additionalProperties"), false);
    Json whole = definition.at("examples").at(0);
    const Keys described = keys_of(definition.at("properties"));
    const Keys shown = keys_of(whole);  // not always all: some keys exclude each other
    EXPECT_TRUE(std::includes(described.begin(), described.end(), shown.begin(), shown.end()));
    for (const auto& [key, property] : definition.at("properties").items()) {
      EXPECT_TRUE(property.contains("$ref") || !property.value("description", "").empty()) << key;
    }

    whole[unknown] = true;
    Keys known = known_keys(place.reader(put(place, whole)));
    known.insert(place.read_apart.begin(), place.read_apart.end());
    EXPECT_EQ(known, described);

    Json least = Json::object();
    for (const char* discriminator : {"kind", "do"})
      if (definition.at("properties").contains(discriminator) &&
          definition.at("properties").at(discriminator).contains("const"))
        least[discriminator] = definition.at("properties").at(discriminator).at("const");
    Keys required = definition.at("required").get<Keys>();
    for (const auto& [key, value] : least.items()) required.erase(key);
    EXPECT_EQ(missing_keys(place.reader(put(place, least)), place_of_object(place)), required);
  }
}

/// What JSON Schema calls a value.
std::string type_of(const Json& value) {
  if (value.is_number_integer()) return "integer";
  return value.is_number() ? "number" : std::string(value.type_name());
}

/// The types that a schema allows; a choice between objects allows objects.
Keys types_of(const Json& schema, const Json& property) {
  if (property.contains("$ref"))
    return types_of(schema, schema.at(Json::json_pointer(property.at("$ref").get<std::string>().substr(1))));
  for (const char* choice : {"oneOf", "anyOf"}) {
    if (!property.contains(choice)) continue;
    Keys all;
    for (const Json& one : property.at(choice)) all.merge(types_of(schema, one));
    return all;
  }
  if (property.contains("const")) return {type_of(property.at("const"))};
  if (property.contains("enum")) return {type_of(property.at("enum").at(0))};
  const Json& type = property.at("type");
  Keys all = type.is_array() ? type.get<Keys>() : Keys{type.get<std::string>()};
  if (all.contains("number")) all.insert("integer");
  return all;
}

/// Whether the reader minds this value of the key: at its own place, or at the object's in a way in which it
/// does not mind the object with `accepted` there.
bool minds(const Place& place, Json object, const std::string& key, const Json& value) {
  Json marked = object;
  marked[key] = "(here)";
  const std::string text = put(place, marked);
  const base::Position there = end_of(text.substr(0, text.find("\"(here)\"")));
  const base::Position first_item{there.line, there.column + 1};
  const auto said = [&](const Json& of) {
    std::multiset<std::string> out;
    for (const base::Diagnostic& each : place.reader(put(place, of)))
      if (each.what.at == there || each.what.at == first_item || each.what.at == place_of_object(place))
        out.insert(each.what.code);
    return out;
  };
  const std::multiset<std::string> before = said(object);
  object[key] = value;
  const std::multiset<std::string> after = said(object);
  return !std::includes(before.begin(), before.end(), after.begin(), after.end());
}

/// One value for each way of not being what the property asks for.
std::vector<Json> values_not_allowed(const Json& schema, const Json& property, const Json& example) {
  const std::vector<Json> samples = {nullptr, true, 7, 1.5, "word", Json::array(), Json::object()};
  std::vector<Json> out;
  const auto add_other_types = [&](const Json& of, bool inside_a_list) {
    const Keys allowed = types_of(schema, of);
    for (const Json& sample : samples)
      if (!allowed.contains(type_of(sample))) out.push_back(inside_a_list ? Json::array({sample}) : sample);
  };
  add_other_types(property, false);
  if (property.contains("items")) add_other_types(property.at("items"), true);
  if (const auto least = property.value("minItems", 0U); least > 0) {
    Json fewer = example.is_array() ? example : Json::array();
    while (fewer.size() >= least) fewer.erase(fewer.size() - 1);
    out.push_back(std::move(fewer));
  }
  if (property.value("minLength", 0) > 0) out.push_back("");
  if (property.contains("minimum")) out.push_back(property.at("minimum").get<int>() - 1);
  if (property.contains("maximum")) out.push_back(property.at("maximum").get<int>() + 1);
  if (property.contains("enum")) out.push_back("none of them");
  return out;
}

TEST(Schemas, AllowTheValuesThatTheReadersAllow) {
  for (const Place& place : all_places()) {
    const Json schema = load(root / "assets/schemas" / (place.schema + ".schema.json"));
    const Json& definition = place.definition.empty() ? schema : schema.at("$defs").at(place.definition);
    const Json whole = definition.at("examples").at(0);
    for (const auto& [key, property] : definition.at("properties").items()) {
      if (key == "$schema" || place.read_apart.contains(key)) continue;
      SCOPED_TRACE(fmt::format("{} {} {}", place.schema, place.definition, key));
      for (const Json& value : values_not_allowed(schema, property, whole.value(key, Json())))
        EXPECT_TRUE(minds(place, whole, key, value)) << value;
      for (const Json& word : property.value("enum", Json::array()))
        EXPECT_FALSE(minds(place, whole, key, word)) << word;
    }
  }
}

/// No definition is left out above: an object that no test knows can drift.
TEST(Schemas, AreTestedWhole) {
  for (const char* name : {"course", "quiz", "lab", "deploy"}) {
    Keys tested;
    for (const Place& place : all_places())
      if (place.schema == name && !place.definition.empty()) tested.insert(place.definition);
    Keys described = keys_of(load(root / fmt::format("assets/schemas/{}.schema.json", name)).at("$defs"));
    described.erase("command");  // only a choice between the others
    EXPECT_EQ(described, tested);
  }
}

/// Every file of the content says which schema describes it, by a path that leads there.
TEST(Schemas, AreNamedByEveryContentFile) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root / "content")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().string());
    const std::string kind = name == "course.json"           ? "course"
                             : name == "quiz.json"           ? "quiz"
                             : name.ends_with(".lab.json")   ? "lab"
                             : name.ends_with("deploy.json") ? "deploy"
                                                             : "?";
    const std::string named = load(entry.path()).at("$schema");
    EXPECT_EQ(fs::weakly_canonical(entry.path().parent_path() / named),
              fs::weakly_canonical(root / "assets/schemas" / (kind + ".schema.json")));
    EXPECT_TRUE(fs::exists(entry.path().parent_path() / named));
    ++files;
  }
  EXPECT_GE(files, 5);
}

}  // namespace
}  // namespace lessons::authoring
