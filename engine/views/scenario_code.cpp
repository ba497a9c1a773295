#include "engine/views/scenario_code.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace engine::views {
namespace deploy = simulator::deploy;
namespace markdown = lessons::markdown;
namespace world = simulator::world;

namespace {

class CodeDocument {
 public:
  void heading(const std::string& words) {
    markdown::Heading heading;
    heading.level = 3;
    heading.anchor = fmt::format("part-{}", out_.blocks.size());
    heading.runs.push_back({words, false, false, false, {}, {}});
    out_.blocks.push_back({{}, std::move(heading)});
  }
  void sql(const std::string& text) { out_.blocks.push_back({{}, markdown::CodeBlock{"sql", text}}); }
  markdown::Document take() { return std::move(out_); }

 private:
  markdown::Document out_;
};

/// With what there is to say about it as a comment above; in one block with what stands there already.
void add(std::string& block, std::string_view comment, std::string_view sql) {
  while (!sql.empty() && (sql.front() == '\n' || sql.front() == ' ')) sql.remove_prefix(1);
  while (!sql.empty() && (sql.back() == '\n' || sql.back() == ' ' || sql.back() == ';')) sql.remove_suffix(1);
  block += fmt::format("{}-- {}\n{};\n", block.empty() ? "" : "\n", comment, sql);
}

std::string title_of(const world::AppQuery& query) {
  std::string out = query.name;
  for (std::size_t i = 0; i < query.when.size(); ++i)
    out += fmt::format("{}{} is {}", i == 0 ? ", while " : " and ", query.when[i].flag, query.when[i].value);
  return out;
}

void add_version(const world::AppVersion& version, CodeDocument& out) {
  out.heading(version.name + " asks");
  std::string block;
  for (const world::AppQuery& query : version.queries) add(block, title_of(query), query.sql);
  if (!version.refuses_when.empty())
    add(block, "it refuses to start when this returns a row", version.refuses_when);
  out.sql(block);
}

}  // namespace

markdown::Document code_of(const deploy::Scenario& scenario) {
  CodeDocument out;
  for (const world::AppVersion& version : scenario.start.versions) add_version(version, out);
  if (!scenario.start.files.empty())
    out.heading(scenario.start.files.size() == 1 ? "The migration" : "The migrations");
  std::string files;
  for (const auto& file : scenario.start.files) {
    if (!files.empty()) files += "\n\n";
    files += fmt::format("-- {}\n{}", file.name, file.text);
    while (files.ends_with('\n')) files.pop_back();
  }
  if (!files.empty()) out.sql(files);
  for (const deploy::Step& step : scenario.steps) {
    if (step.kind != deploy::StepKind::backfill) continue;
    out.heading(step.title);
    std::string block;
    add(block, "again and again, until it changes no row", step.sql);
    out.sql(block);
  }
  if (!scenario.invariants.empty()) out.heading("What must always hold");
  std::string rules;
  for (const deploy::Invariant& rule : scenario.invariants)
    add(rules, rule.name + ": this must return nothing", rule.sql);
  if (!rules.empty()) out.sql(rules);
  return out.take();
}

}  // namespace engine::views
