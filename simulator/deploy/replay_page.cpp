#include "simulator/deploy/replay_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/base/hash.h"
#include "simulator/deploy/page_exploration.h"
#include "simulator/deploy/page_failures.h"
#include "simulator/deploy/page_moments.h"
#include "simulator/deploy/page_style.h"
#include "simulator/deploy/page_text.h"
#include "simulator/deploy/page_timeline.h"

namespace simulator::deploy {
namespace {

using page::escaped;

std::string sha256_base64(std::string_view text) {
  base::RunningSha256 sum;
  sum.add(text);
  return base::base64(sum.digest());
}

std::string head(const Scenario& scenario) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n",
      sha256_base64(page::script()));
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += "<meta name=\"referrer\" content=\"no-referrer\">\n";
  out += fmt::format("<title>{}: a deploy, replayed</title>\n<style>", escaped(scenario.title));
  out += page::style();
  return out + "</style>\n</head>\n";
}

std::string verdict(const Scenario& scenario, const Trace& trace) {
  const bool safe = trace.safe();
  std::string out =
      fmt::format("<div class=\"verdict {0}\"><span class=\"mark {0}\"></span><div><strong>{1}</strong> {2}.",
                  safe ? "good" : "bad", safe ? "Production stays up." : "Production breaks.",
                  page::line(trace.summary()));
  const Order* known = scenario.find_order(trace.order);
  if (known != nullptr && !known->why.empty())
    out += fmt::format("<p class=\"why\">{}</p>", page::line(known->why));
  return out + "</div></div>\n";
}

std::string order(const Scenario& scenario, const Trace& trace) {
  std::string out = "<ol class=\"order\">\n";
  for (const std::string& id : trace.order) {
    const Step* step = scenario.step(id);
    const auto ran = std::find_if(trace.steps.begin(), trace.steps.end(),
                                  [&id](const StepInterval& each) { return each.id == id; });
    const bool failed = ran != trace.steps.end() && !ran->ok;
    out += fmt::format("<li{}>{}{}</li>\n", failed ? " class=\"bad\"" : "",
                       page::line(step == nullptr ? id : step->title), failed ? " (failed)" : "");
  }
  return out + "</ol>\n";
}

std::string controls(const Trace& trace) {
  const std::size_t last = trace.ticks.empty() ? 0 : trace.ticks.size() - 1;
  return fmt::format(
      "<div id=\"controls\"><button id=\"play\">Play</button><button id=\"back\">Back</button>"
      "<button id=\"forward\">Forward</button><input id=\"slider\" type=\"range\" min=\"0\" max=\"{}\" "
      "value=\"0\" "
      "aria-label=\"Moment\"><button id=\"next-failure\">Next failure</button></div>\n"
      "<article class=\"card\" id=\"now\" aria-live=\"polite\"></article>\n",
      last);
}

std::string plan(const Scenario& scenario) {
  std::string out;
  if (!scenario.plan.empty()) {
    out += "<h2>A safe plan</h2>\n<ol class=\"plan prose\">\n";
    for (const std::string& each : scenario.plan) out += fmt::format("<li>{}</li>\n", page::line(each));
    out += "</ol>\n";
  }
  if (!scenario.incident.empty())
    out +=
        fmt::format("<h2>It happened</h2>\n<div class=\"prose\">{}</div>\n", page::prose(scenario.incident));
  return out;
}

}  // namespace

std::string to_html(const Scenario& scenario, const Trace& trace, const Exploration* exploration) {
  std::string out = head(scenario);
  out += "<body>\n<main>\n<header>\n";
  out += fmt::format("<p class=\"kicker\">Deploy replay &#183; {} &#183; {} {} of {} &#183; seed {}</p>\n",
                     escaped(scenario.environment), scenario.nodes().count,
                     scenario.nodes().count == 1 ? "node" : "nodes", escaped(scenario.nodes().version),
                     trace.seed);
  out += fmt::format("<h1>{}</h1>\n{}</header>\n", page::line(scenario.title), page::prose(scenario.task));
  out += order(scenario, trace) + verdict(scenario, trace);
  out += "<h2>What ran when</h2>\n" + page::timeline(scenario, trace) + controls(trace);
  if (!trace.safe()) out += "<h2>What failed</h2>\n" + page::failures(scenario, trace);
  out += plan(scenario);
  if (exploration != nullptr) out += "<h2>All orders</h2>\n" + page::explored(scenario, *exploration);
  out += "<h2>Every moment</h2>\n" + page::moments(scenario, trace);
  out += fmt::format(
      "<p class=\"foot\">Made by Driftwood. Every request and every migration on this page was run on a real "
      "SQLite "
      "database; order <code>{}</code>, replay <code>{}</code>.</p>\n",
      escaped(fmt::format("{}", fmt::join(trace.order, ","))), hash_of(trace).substr(0, 12));
  out += "</main>\n<script type=\"application/json\" id=\"data\">";
  out += page::json_in_script(page::moments_json(scenario, trace));
  out += "</script>\n<script>";
  out += page::script();
  return out + "</script>\n</body>\n</html>\n";
}

}  // namespace simulator::deploy
