#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "engine/app/ctl.h"
#include "engine/app/schema_json.h"
#include "engine/app/schema_source.h"
#include "simulator/schema/print.h"

namespace engine::app {
namespace {

struct SchemaFlags {
  std::string source;
  bool json = false;
};

}  // namespace

void add_schema_verb(CLI::App& program, Outcome& outcome) {
  auto options = std::make_shared<SchemaFlags>();
  CLI::App* verb =
      program.add_subcommand("schema", "Print the canonical schema of a database or of migrations");
  verb->add_option("SOURCE", options->source,
                   "A database file (opened read-only), or a folder of migrations (in the layout of any tool "
                   "that `migrate` knows; run on a blank database in memory)")
      ->required();
  verb->add_flag("--json", options->json, "Print JSON instead of SQL");
  verb->footer(
      "Comments, white space, quotes and the places of constraints do not show: compare two outputs with\n"
      "diff, or better with `driftwoodctl drift`. Tables in which a migration tool keeps its history\n"
      "are left out, whichever tool it is.\n"
      "Exit code: 0 printed, 2 could not read the source.");
  verb->callback([options, &outcome] {
    const auto schema = read_schema_source(options->source, outcome.err);
    if (!schema) return outcome.could_not_run(schema.error());
    outcome.out << (options->json ? schema_json(*schema) : simulator::schema::print_sql(*schema));
  });
}

}  // namespace engine::app
