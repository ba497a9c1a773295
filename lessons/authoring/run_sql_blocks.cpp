#include "lessons/authoring/run_sql_blocks.h"

#include <fmt/format.h>

#include <optional>

#include "simulator/base/text_position.h"
#include "simulator/world/world.h"

namespace lessons::authoring {
namespace {

namespace base = simulator::base;
namespace world = simulator::world;

/// What the block says first when it fails; nothing when it works.
std::optional<base::Error> failure_of(world::World& world, const markdown::LivePart& part,
                                      std::stop_token stop) {
  const std::string environment(part.argument("on"));
  std::vector<world::Event> events;
  if (world.only_reads(environment, part.body)) {
    auto seen = world.look(environment, part.body, stop);
    if (!seen) return seen.error();
    events = std::move(*seen);
  } else {
    const auto node = world.apply(world::RunSql{environment, part.body}, stop);
    if (!node) return node.error();
    events = world.last_events();
  }
  for (const world::Event& event : events)
    if (event.error) return event.error;
  return std::nullopt;
}

}  // namespace

base::Diagnostics run_sql_blocks(const course::Lesson& lesson, std::stop_token stop) {
  base::Diagnostics out;
  const auto report = [&](std::string code, std::string message, base::Position at, std::string help) {
    base::Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = lesson.file;
    error.at = at;
    out.push_back({base::Severity::error, std::move(error)});
  };
  if (lesson.sql_world.environments.empty()) return out;
  auto world = world::World::create(lesson.sql_world);
  if (!world) {
    report("check.start-fails", fmt::format("the SQL of the lesson cannot run: {}", world.error().message),
           {}, world.error().help);
    return out;
  }
  for (const course::PlacedPart& placed : course::live_parts(lesson.document)) {
    const markdown::LivePart& part = *placed.part;
    if (part.kind != markdown::LiveKind::sql || part.argument("on").empty()) continue;
    const auto failure = failure_of(*world, part, stop);
    if (stop.stop_requested()) break;
    const bool expected = part.argument("expect") == "error";
    if (failure && !expected) {
      const base::Position at = failure->at.known() ? base::offset_by(failure->at, part.body_at) : placed.at;
      report("check.sql-fails", fmt::format("on {}: {}", part.argument("on"), failure->message), at,
             "The blocks of a lesson run in the order of the text, in one small world that starts empty. If "
             "it is meant to fail, write expect=error.");
    } else if (!failure && expected) {
      report("check.sql-passes", "this block is meant to fail, and it works", placed.at,
             "Leave out expect=error, or let it ask for something that is not there.");
    }
  }
  return out;
}

}  // namespace lessons::authoring
