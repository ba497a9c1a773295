#include "simulator/world/world_start.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/hash.h"
#include "simulator/base/known_words.h"
#include "simulator/migration/history.h"
#include "simulator/migration/layout.h"

namespace simulator::world {
namespace {

void add(std::string& out, std::string_view text) { out += fmt::format("{}:{}", text.size(), text); }

void add_value(std::string& out, const sql::Value& value) {
  out += std::to_string(value.index());
  add(out, sql::to_display(value));
}

EnvironmentStart read_environment(const base::JsonValue& value, const std::string& file,
                                  std::string_view text, base::Diagnostics& out) {
  base::JsonReader reader(value, "environment", file, text, out);
  EnvironmentStart environment;
  environment.name = reader.string("name");
  environment.migrated_to = reader.string_or("migrated_to", "");
  environment.setup = reader.strings_or_empty("setup");
  reader.finish();
  return environment;
}

/// What can be seen without running anything.
void check_environment(const EnvironmentStart& environment, const WorldStart& start,
                       const migration::MigrationSet& set, base::JsonReader& reader, base::Position at) {
  if (!environment.migrated_to.empty() && set.find(environment.migrated_to) == nullptr) {
    std::vector<std::string> known;
    for (const migration::MigrationFile& each : set.files) known.push_back(each.version);
    const auto meant = base::did_you_mean(environment.migrated_to, known);
    reader.report("world.unknown-migration",
                  fmt::format("no migration in the folder has the version {}", environment.migrated_to), at,
                  meant ? fmt::format("Did you mean {}?", *meant) : "");
  }
  const auto same =
      std::count_if(start.environments.begin(), start.environments.end(),
                    [&](const EnvironmentStart& each) { return each.name == environment.name; });
  if (same > 0) {
    reader.report("world.duplicate-environment",
                  fmt::format("there are two environments called \"{}\"", environment.name), at);
  }
}

}  // namespace

std::string hash_of(const WorldStart& start) {
  std::string all =
      fmt::format("{};{};{};{};", start.seed, start.start_unix_ms, start.time_step_ms, start.quota_bytes);
  add(all, start.migrations_folder);
  // Left out for our own, so that starts from before there was a choice keep their hash.
  if (start.tool != migration::Tool::driftwood) add(all, std::string(to_string(start.tool)));
  all += fmt::format("f{};", start.files.size());
  for (const migration::SourceFile& file : start.files) {
    add(all, file.name);
    add(all, file.text);
  }
  all += fmt::format("e{};", start.environments.size());
  for (const EnvironmentStart& environment : start.environments) {
    add(all, environment.name);
    add(all, environment.migrated_to);
    all += fmt::format("s{};", environment.setup.size());
    for (const std::string& sql : environment.setup) add(all, sql);
  }
  all += fmt::format("v{};", start.versions.size());
  for (const AppVersion& version : start.versions) {
    add(all, version.name);
    if (!version.refuses_when.empty()) add(all += "r;", version.refuses_when);
    all += fmt::format("q{};", version.queries.size());
    for (const AppQuery& query : version.queries) {
      add(all, query.name);
      add(all, query.sql);
      all += fmt::format("p{};", query.parameters.size());
      for (const auto& [name, value] : query.parameters) {
        add(all, name);
        add_value(all, value);
      }
      // What has only its default is left out, so that starts from before there was more keep their hash.
      for (const auto* promises : {&query.writes, &query.reads})
        for (const Promise& promise : *promises) {
          all += promises == &query.writes ? "pw;" : "pr;";
          add(all, promise.field);
          add(all, promise.key);
          add(all, promise.value);
        }
      for (const Condition& condition : query.when) {
        all += "if;";
        add(all, condition.flag);
        add(all, condition.value);
      }
      if (query.weight != 1 || query.once) all += fmt::format("w{};{};", query.weight, query.once);
    }
  }
  all += fmt::format("c{};", start.commands.size());
  for (const Command& command : start.commands) add(all, to_json(command));
  return base::sha256_hex(all);
}

std::vector<migration::SourceFile> read_migration_sources(const base::Folder& folder,
                                                          const std::string& relative,
                                                          base::JsonReader& reader, base::Diagnostics& out,
                                                          migration::Tool tool) {
  std::vector<migration::SourceFile> sources;
  const auto report = [&](const std::string& path, const base::Error& error) {
    reader.report(error.code, fmt::format("\"{}\" cannot be used: {}", path, error.message),
                  reader.at("migrations"),
                  "\"migrations\" names a folder beside this file, like migrations/users.");
  };
  if (tool != migration::Tool::driftwood) {
    const auto inside = folder.folder(relative);
    if (!inside) {
      report(relative, inside.error());
      return sources;
    }
    sources = migration::read_sources(tool, *inside, base::largest_text_file, out);
    auto read = migration::read_layout(tool, sources, folder.display(relative));
    out.insert(out.end(), read.diagnostics.begin(), read.diagnostics.end());
    // A World has files; its folders are in their names.
    std::erase_if(sources, [](const auto& source) { return source.name.ends_with('/'); });
    return sources;
  }
  const auto names = folder.list(relative);
  if (!names) {
    report(relative, names.error());
    return sources;
  }
  for (const std::string& name : *names) {
    if (!migration::is_migration_name(name)) continue;
    auto text = folder.read(relative + "/" + name);
    if (!text) {
      report(relative + "/" + name, text.error());
      continue;
    }
    sources.push_back({name, std::move(*text)});
  }
  // Every mistake in a file is told at its own place, under the path a person can open.
  auto read = migration::read_migrations(sources, folder.display(relative));
  out.insert(out.end(), read.diagnostics.begin(), read.diagnostics.end());
  return sources;
}

WorldStart read_world_start(const base::JsonValue& value, const std::string& file, std::string_view text,
                            const base::Folder& folder, base::Diagnostics& out) {
  base::JsonReader reader(value, "start", file, text, out);
  WorldStart start;
  start.seed = reader.natural_or("seed", 1);
  if (const std::string time = reader.string_or("time", ""); !time.empty()) {
    if (const auto unix_ms = unix_ms_of_utc(time)) {
      start.start_unix_ms = *unix_ms;
    } else {
      reader.report("world.bad-time", fmt::format("\"{}\" is not a time", time), reader.at("time"),
                    "Write it in UTC, like 2026-05-14T09:00:00Z.");
    }
  }
  start.tool = *migration::tool_of(reader.choice(
      "tool", {"driftwood", "dbmate", "golang-migrate", "goose", "flyway", "prisma", "atlas"}, "driftwood"));
  start.migrations_folder = reader.string_or("migrations", "");
  if (!start.migrations_folder.empty()) {
    start.files = read_migration_sources(folder, start.migrations_folder, reader, out, start.tool);
  }
  const auto set = migration::read_layout(start.tool, start.files, start.migrations_folder).set;
  for (const base::JsonValue& item : reader.array("environments")) {
    EnvironmentStart environment = read_environment(item, file, text, out);
    check_environment(environment, start, set, reader, item.at);
    start.environments.push_back(std::move(environment));
  }
  reader.expect_items("environments", 1, "Somewhere the learner's SQL has to run.");
  for (const base::JsonValue& item : reader.array_or_empty("commands")) {
    if (auto command = read_command(item, file, text, out)) start.commands.push_back(std::move(*command));
  }
  reader.finish();
  return start;
}

std::optional<std::int64_t> unix_ms_of_utc(std::string_view text) {
  if (text.size() == 20 && text.back() == 'Z') {
    return migration::unix_ms_of(fmt::format("{}.000Z", text.substr(0, 19)));
  }
  return migration::unix_ms_of(text);
}

}  // namespace simulator::world
