#include "simulator/deploy/page_moments.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "simulator/base/json_text.h"
#include "simulator/base/sentence.h"
#include "simulator/deploy/failure_words.h"
#include "simulator/deploy/page_text.h"

namespace simulator::deploy::page {
namespace {

using Json = nlohmann::ordered_json;

std::string step_title(const Scenario& scenario, const Tick& tick) {
  const Step* step = scenario.step(tick.step);
  return step == nullptr ? std::string() : step->title;
}

std::string schema_label(const Trace& trace, std::size_t tick) {
  const SchemaInterval* schema = trace.schema_at(tick);
  return schema == nullptr ? std::string() : schema->label;
}

/// Node, version, query, what came of it, in flight.
using Alike = std::tuple<std::string, std::string, std::string, std::string, bool, bool>;

Json requests_json(const Trace& trace, const Tick& tick) {
  std::map<Alike, int> alike;
  for (const std::size_t index : tick.requests) {
    const Request& request = trace.requests[index];
    const std::string came = request.error
                                 ? request.error->message
                                 : fmt::format("{} {}", request.rows, request.rows == 1 ? "row" : "rows");
    ++alike[{request.node, request.version, request.query, came, request.ok(), request.in_flight}];
  }
  Json json = Json::array();
  for (const auto& [request, count] : alike) {
    const auto& [node, version, query, came, ok, in_flight] = request;
    json.push_back({{"node", node.empty() ? "nobody" : node},
                    {"version", version},
                    {"query", in_flight ? query + " (in flight)" : query},
                    {"came", came},
                    {"ok", ok},
                    {"count", count}});
  }
  return json;
}

}  // namespace

std::string moments(const Scenario& scenario, const Trace& trace) {
  std::string out =
      "<table class=\"moments\" id=\"moments\">\n<thead><tr><th class=\"num\">t</th><th>what happened</th>"
      "<th>schema</th><th class=\"num\">requests</th><th class=\"num\">failed</th></tr></thead>\n<tbody>\n";
  for (const Tick& tick : trace.ticks) {
    const bool bad = tick.error || tick.failed_requests > 0 || !tick.findings.empty();
    out += fmt::format(R"(<tr id="t{0}"{1}><td class="num">{0}</td><td>{2})", tick.number,
                       bad ? R"( class="bad")" : "", line(tick.title));
    if (const std::string title = step_title(scenario, tick); !title.empty())
      out += fmt::format(R"(<span class="muted"> &#183; {}</span>)", line(title));
    if (tick.error) out += fmt::format(R"(<div class="says">{}</div>)", escaped(tick.error->message));
    for (const std::size_t index : tick.findings) {
      const Failure& failure = trace.findings[index].failure;
      if (failure.kind != FailureKind::sql_error)
        out += fmt::format(R"(<div class="says">{}: {}</div>)", escaped(base::sentence(spoken(failure.kind))),
                           line(failure.message));
    }
    out += fmt::format(R"(</td><td>{}</td><td class="num">{}</td><td class="num">{}</td></tr>)",
                       escaped(schema_label(trace, tick.number)), tick.requests.size(), tick.failed_requests);
    out += '\n';
  }
  return out + "</tbody>\n</table>\n";
}

std::string moments_json(const Scenario& scenario, const Trace& trace) {
  Json json = Json::array();
  for (const Tick& tick : trace.ticks) {
    Json one;
    one["t"] = tick.number;
    one["what"] = tick.title;
    one["step"] = step_title(scenario, tick);
    one["schema"] = schema_label(trace, tick.number);
    one["flags"] = Json::array();
    for (std::size_t flag = 0; flag < tick.flags.size() && flag < scenario.flags.size(); ++flag)
      one["flags"].push_back(fmt::format("{} = {}", scenario.flags[flag].name, tick.flags[flag]));
    one["says"] = Json::array();
    if (tick.error) one["says"].push_back(tick.error->message);
    for (const std::size_t index : tick.findings) {
      const Failure& failure = trace.findings[index].failure;
      if (failure.kind != FailureKind::sql_error)
        one["says"].push_back(fmt::format("{}: {}", base::sentence(spoken(failure.kind)), failure.message));
    }
    one["requests"] = requests_json(trace, tick);
    one["bad"] = tick.error || tick.failed_requests > 0 || !tick.findings.empty();
    json.push_back(std::move(one));
  }
  return base::json_line(json);
}

}  // namespace simulator::deploy::page
