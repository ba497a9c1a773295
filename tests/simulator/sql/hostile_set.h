// The scripts of hostile/: each tries to get out of the sandbox, or to take the machine's time or memory. A
// script's first line says how it must end: an error code of Sandbox::explain(), or "ok" for a bounded
// result; others may name a mode, or how many steps it gets. A new case is a new file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/base/files.h"
#include "simulator/sql/sandbox.h"

namespace simulator::sql::testing_support {

struct HostileScript {
  std::string text;
  std::string expect;
  SandboxMode mode = SandboxMode::learner;
  std::int64_t steps = 2'000'000;
};

inline base::Folder hostile_folder() {
  return base::Folder::open(DRIFTWOOD_SOURCE_DIR "/tests/simulator/sql/hostile").value();
}

/// Their names, without ".sql".
inline std::vector<std::string> hostile_names() {
  std::vector<std::string> names = hostile_folder().list("").value();
  for (std::string& name : names) name.resize(name.rfind('.'));
  return names;
}

inline HostileScript hostile_script(const std::string& name) {
  HostileScript script;
  script.text = hostile_folder().read(name + ".sql").value();
  const auto note = [&text = script.text](const std::string& key) {
    const std::string mark = "-- " + key + ": ";
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) return std::string();
    const std::size_t begin = at + mark.size();
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  script.expect = note("expect");
  if (note("mode") == "query") script.mode = SandboxMode::query;
  if (const std::string steps = note("steps"); !steps.empty()) script.steps = std::stoll(steps);
  return script;
}

}  // namespace simulator::sql::testing_support
