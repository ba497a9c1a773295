#include "engine/app/lint_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/app/migrate_output.h"
#include "simulator/base/counted.h"
#include "simulator/base/json_text.h"

namespace engine::app {
namespace {

using Json = nlohmann::ordered_json;
using simulator::base::counted;
using simulator::lint::Finding;
using simulator::lint::Level;
using simulator::lint::LintResult;
using simulator::lint::Rule;

std::size_t count(const LintResult& result, Level level) {
  return static_cast<std::size_t>(std::count_if(result.findings.begin(), result.findings.end(),
                                                [&](const Finding& one) { return one.level == level; }));
}

Json finding_value(const Finding& finding) {
  Json fix;
  if (!finding.edits.empty()) {
    Json edits = Json::array();
    for (const auto& edit : finding.edits)
      edits.push_back({{"offset", edit.range.offset}, {"length", edit.range.length}, {"text", edit.text}});
    fix = {{"title", finding.fix_title}, {"edits", std::move(edits)}};
  }
  return {{"file", finding.file},
          {"line", finding.start.line},
          {"column", finding.start.column},
          {"end_line", finding.end.line},
          {"end_column", finding.end.column},
          {"rule", finding.rule},
          {"level", to_string(finding.level)},
          {"message", finding.message},
          {"why", finding.why},
          {"help", finding.help},
          {"fix", std::move(fix)}};
}

}  // namespace

std::string lint_text(const LintResult& result, Level least) {
  std::string out;
  for (const Finding& finding : result.findings)
    if (finding.level >= least) out += to_string(finding) + "\n\n";
  const std::size_t errors = count(result, Level::error);
  const std::size_t warnings = count(result, Level::warning);
  const std::size_t notes = count(result, Level::note);
  out += fmt::format("{} judged: {}, {}, {}.", counted(result.judged, "file", "files"),
                     counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"),
                     counted(notes, "note", "notes"));
  if (result.not_judged > 0)
    out += fmt::format(" {} not judged, because what comes before fails.",
                       counted(result.not_judged, "file", "files"));
  return out + "\n";
}

std::string lint_json(const LintResult& result, Level least, const std::vector<Fixed>& fixed) {
  Json findings = Json::array();
  for (const Finding& finding : result.findings)
    if (finding.level >= least) findings.push_back(finding_value(finding));
  Json written = Json::array();
  for (const Fixed& one : fixed)
    written.push_back({{"file", one.file}, {"line", one.line}, {"rule", one.rule}, {"title", one.title}});
  return simulator::base::json_text({{"errors", count(result, Level::error)},
                                     {"warnings", count(result, Level::warning)},
                                     {"notes", count(result, Level::note)},
                                     {"judged", result.judged},
                                     {"not_judged", result.not_judged},
                                     {"findings", std::move(findings)},
                                     {"fixed", std::move(written)}}) +
         "\n";
}

std::string fixed_text(const std::vector<Fixed>& fixed) {
  std::string out;
  for (const Fixed& one : fixed)
    out += fmt::format("{}:{}: {}: {}\n", one.file, one.line, one.rule, one.title);
  return out + fmt::format("{} written.\n\n", counted(fixed.size(), "edit", "edits"));
}

std::string explain_text(const Rule& rule) {
  std::string out = fmt::format("{} ({})\n  {}.\n\n{}\n\nInstead: {}\n", rule.id, to_string(rule.level),
                                rule.title, rule.why, rule.instead);
  if (!rule.source.empty()) out += fmt::format("Source: {}\n", rule.source);
  return out;
}

std::string rules_text() {
  std::vector<std::vector<std::string>> rows = {{"RULE", "LEVEL", "WHAT"}};
  for (const Rule& rule : simulator::lint::rules())
    rows.push_back({std::string(rule.id), std::string(to_string(rule.level)), std::string(rule.title)});
  return aligned(rows);
}

std::string rules_json(std::span<const Rule> rules) {
  Json out = Json::array();
  for (const Rule& rule : rules)
    out.push_back({{"rule", rule.id},
                   {"level", to_string(rule.level)},
                   {"title", rule.title},
                   {"why", rule.why},
                   {"instead", rule.instead},
                   {"source", rule.source}});
  return simulator::base::json_text({{"rules", std::move(out)}}) + "\n";
}

}  // namespace engine::app
