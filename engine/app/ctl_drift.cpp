#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "engine/app/ctl.h"
#include "engine/app/schema_json.h"
#include "engine/app/schema_source.h"
#include "simulator/schema/difference.h"
#include "simulator/schema/sentence.h"

namespace engine::app {
namespace {

using simulator::schema::Difference;
using simulator::schema::DifferenceClass;

struct DriftFlags {
  std::string left;
  std::string right;
  bool json = false;
};

void print_group(const std::vector<Difference>& differences, DifferenceClass group, std::string_view meaning,
                 std::ostream& out) {
  const auto belongs = [&](const Difference& difference) { return difference.severity == group; };
  const auto count = std::count_if(differences.begin(), differences.end(), belongs);
  if (count == 0) return;
  out << fmt::format("{} {} {} ({})\n", count, to_string(group), count == 1 ? "difference" : "differences",
                     meaning);
  for (const Difference& difference : differences) {
    if (belongs(difference)) out << "  " << sentence(difference) << '\n';
  }
}

void print(const std::vector<Difference>& differences, std::ostream& out) {
  if (differences.empty()) out << "No difference.\n";
  print_group(differences, DifferenceClass::behavioural, "a statement can behave otherwise", out);
  print_group(differences, DifferenceClass::order_only,
              "only SELECT * and INSERT without column names can tell", out);
  print_group(differences, DifferenceClass::cosmetic, "no statement can tell", out);
}

}  // namespace

void add_drift_verb(CLI::App& program, Outcome& outcome) {
  auto options = std::make_shared<DriftFlags>();
  CLI::App* verb = program.add_subcommand("drift", "Tell how one schema differs in meaning from another");
  verb->add_option("LEFT", options->left, "How it should be: a database file or a folder of migrations")
      ->required();
  verb->add_option("RIGHT", options->right, "How it is: a database file or a folder of migrations")
      ->required();
  verb->add_flag(
      "--json", options->json,
      "Print {\"differences\": [{\"kind\", \"class\", \"object\", \"attribute\", \"left\", \"right\"}]}");
  verb->footer(
      "kind: missing, extra or changed, seen from LEFT. class: behavioural, order-only or cosmetic.\n"
      "Letter case, white space, comments, quotes and the place of a constraint are no difference.\n"
      "Exit code: 0 no behavioural difference (order-only and cosmetic ones are printed, and are fine),\n"
      "1 behavioural drift, 2 could not read a side.");
  verb->callback([options, &outcome] {
    const auto left = read_schema_source(options->left, outcome.err);
    if (!left) return outcome.could_not_run(left.error());
    const auto right = read_schema_source(options->right, outcome.err);
    if (!right) return outcome.could_not_run(right.error());
    const std::vector<Difference> differences = simulator::schema::difference(*left, *right);
    if (options->json) {
      outcome.out << drift_json(differences);
    } else {
      print(differences, outcome.out);
    }
    if (any_behavioural(differences)) outcome.exit = Exit::does_not_hold;
  });
}

}  // namespace engine::app
