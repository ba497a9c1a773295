// driftwood, the desktop program: the command line of it. Everything else is in desktop.cpp.
#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/app/desktop.h"
#include "engine/ui/fonts.h"
#include "simulator/migration/tool.h"

int main(int count, char** arguments) {
  engine::app::DesktopOptions options;
  std::string size;
  int text_percent = 0;
  CLI::App program("Driftwood: learn database schema migrations by running them.");
  program.add_option("content", options.content, "a course's folder, or a folder of courses");
  program.add_option("--lesson", options.lesson, "open this lesson: 01-what-a-migration-is");
  program.add_option("--screenshot", options.screenshot, "write a picture of the first screen (PNG) and end");
  program.add_option("--script", options.script, "make these moves and end; see engine/app/script.h");
  program.add_option("--size", size, "of the window: 1440x900");
  program.add_option("--theme", options.theme, "light, dark, contrast-light or contrast-dark");
  program.add_option("--text", text_percent, "text size in per cent")
      ->check(CLI::Range(engine::ui::smallest_text_percent, engine::ui::largest_text_percent));
  program.add_flag("--no-progress", options.no_progress, "keep nothing on disk");
  CLI::Option* folder = program.add_option(
      "--dir", options.folder, "a folder of migrations of your own, opened read-only beside its --db");
  CLI::Option* database =
      program.add_option("--db", options.database, "the SQLite database these migrations are for")
          ->needs(folder);
  folder->needs(database);
  std::vector<std::string> tools{"auto"};
  for (const auto tool : simulator::migration::all_tools()) tools.emplace_back(to_string(tool));
  program
      .add_option("--tool", options.tool,
                  "whose rules count there (auto: by the history, then by the folder)")
      ->check(CLI::IsMember(tools))
      ->needs(folder);
  program
      .add_option("--placeholder", options.placeholders,
                  "NAME=VALUE for Flyway's ${NAME} and goose's ENVSUB there")
      ->needs(folder);
  program.set_version_flag("--version", DRIFTWOOD_VERSION);
  try {
    program.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 2;
  }
  if (text_percent != 0) options.text_percent = text_percent;
  if (!size.empty()) {
    char by = 0;
    std::istringstream parts(size);
    if (!(parts >> options.width >> by >> options.height) || by != 'x' || options.width < 200 ||
        options.height < 200 || options.width > 8000 || options.height > 8000) {
      std::cerr << "--size is WIDTHxHEIGHT, for example 1440x900\n";
      return 2;
    }
  }
  return engine::app::run_desktop(options);
}
