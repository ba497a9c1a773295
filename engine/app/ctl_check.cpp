#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/app/ctl.h"
#include "lessons/authoring/check.h"
#include "simulator/base/counted.h"
#include "simulator/base/json_text.h"

namespace engine::app {
namespace {

using lessons::authoring::Checked;
using simulator::base::Diagnostic;
using simulator::base::Folder;
using simulator::base::Severity;

struct CheckFlags {
  std::string folder;
  bool json = false;
};

using Json = nlohmann::ordered_json;

std::string to_json(const Checked& checked, std::size_t errors) {
  Json diagnostics = Json::array();
  for (const Diagnostic& diagnostic : checked.diagnostics) {
    Json entry;
    entry["severity"] = diagnostic.severity == Severity::error ? "error" : "warning";
    entry["code"] = diagnostic.what.code;
    entry["file"] = diagnostic.what.file;
    entry["line"] = diagnostic.what.at.line;
    entry["column"] = diagnostic.what.at.column;
    entry["message"] = diagnostic.what.message;
    entry["help"] = diagnostic.what.help;
    diagnostics.push_back(std::move(entry));
  }
  Json json;
  json["errors"] = errors;
  json["warnings"] = checked.diagnostics.size() - errors;
  json["courses"] = checked.courses;
  json["lessons"] = checked.lessons;
  json["questions"] = checked.questions;
  json["labs"] = checked.labs;
  json["deploys"] = checked.deploys;
  json["diagnostics"] = std::move(diagnostics);
  return simulator::base::json_text(json) + "\n";
}

}  // namespace

void add_check_verb(CLI::App& program, Outcome& outcome) {
  auto options = std::make_shared<CheckFlags>();
  CLI::App* verb =
      program.add_subcommand("check", "Prove a course: its files, links, answer keys, labs and deploys");
  verb->add_option("DIR", options->folder, "The folder of a course, or a folder that holds courses")
      ->required();
  verb->add_flag(
      "--json", options->json,
      "Print {\"errors\", \"warnings\", \"courses\", \"lessons\", \"questions\", \"labs\", \"deploys\", "
      "\"diagnostics\": [{\"severity\", \"code\", \"file\", \"line\", \"column\", \"message\", \"help\"}]}");
  verb->footer(
      "Runs every lab's solution (must reach its goals), every start (must not), every wrong example (must "
      "fail\n"
      "as its author says), every deploy order and every SQL block, all in a sandbox.\n"
      "Exit code: 0 no error (warnings are fine), 1 errors, 2 could not read the folder.");
  verb->callback([options, &outcome] {
    const auto folder = Folder::open(options->folder);
    if (!folder) return outcome.could_not_run(folder.error());
    const Checked checked = lessons::authoring::check(*folder);
    const auto errors = static_cast<std::size_t>(
        std::count_if(checked.diagnostics.begin(), checked.diagnostics.end(),
                      [](const Diagnostic& d) { return d.severity == Severity::error; }));
    if (options->json) {
      outcome.out << to_json(checked, errors);
    } else {
      for (const Diagnostic& diagnostic : checked.diagnostics) outcome.err << to_string(diagnostic) << '\n';
      outcome.out << fmt::format(
          "{}, {}: {}, {}, {}, {}\n", simulator::base::counted(errors, "error", "errors"),
          simulator::base::counted(checked.diagnostics.size() - errors, "warning", "warnings"),
          simulator::base::counted(checked.lessons, "lesson", "lessons"),
          simulator::base::counted(checked.questions, "question", "questions"),
          simulator::base::counted(checked.labs, "lab", "labs"),
          simulator::base::counted(checked.deploys, "deploy scenario", "deploy scenarios"));
    }
    if (errors > 0) outcome.exit = checked.courses == 0 ? Exit::could_not_run : Exit::does_not_hold;
  });
}

}  // namespace engine::app
