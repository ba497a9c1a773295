#include "simulator/deploy/page_failures.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulator/base/sentence.h"
#include "simulator/deploy/failure_words.h"
#include "simulator/deploy/page_text.h"
#include "simulator/deploy/postgres_words.h"

namespace simulator::deploy::page {
namespace {

constexpr std::size_t most_shown = 60;

class Groups {
 public:
  Groups(const Scenario& scenario, const Trace& trace) : scenario_(scenario), trace_(trace) {}

  std::vector<AlikeFailures> all() {
    for (const Tick& tick : trace_.ticks) {
      // Within a tick the action comes first, then the requests, then what the oracles saw of them.
      if (tick.error) step_failed(tick);
      std::set<std::size_t> told;
      for (const std::size_t index : tick.findings) {
        const Finding& finding = trace_.findings[index];
        if (finding.request) told.insert(*finding.request);
        if (finding.request || !tick.error || finding.failure.message != tick.error->message)
          note(tick, finding);
      }
      for (const std::size_t index : tick.requests) {
        if (!trace_.requests[index].ok() && !told.contains(index)) note(tick, trace_.requests[index]);
      }
    }
    return std::move(groups_);
  }

 private:
  void step_failed(const Tick& tick) {
    AlikeFailures one;
    one.kind = FailureKind::step_failed;
    for (const std::size_t index : tick.findings) {
      const Failure& seen = trace_.findings[index].failure;
      if (seen.message == tick.error->message) one.kind = seen.kind;
    }
    one.message = tick.error->message;
    const Step* step = scenario_.step(tick.step);
    one.query = step == nullptr ? tick.title : step->title;
    one.error = &*tick.error;
    add(std::move(one), tick, {});
  }

  void note(const Tick& tick, const Finding& finding) {
    AlikeFailures one;
    one.kind = finding.failure.kind;
    one.message = finding.failure.message;
    one.version = finding.failure.version;
    one.query = finding.failure.query;
    if (finding.request) one.request = &trace_.requests[*finding.request];
    if (one.request != nullptr && one.request->error) one.error = &*one.request->error;
    add(std::move(one), tick, one.request == nullptr ? std::string() : one.request->node);
  }

  void note(const Tick& tick, const Request& request) {
    AlikeFailures one;
    one.kind = request.node.empty() ? FailureKind::no_node : FailureKind::sql_error;
    one.message = request.error->message;
    one.version = request.version;
    one.query = request.query;
    one.request = &request;
    one.error = &*request.error;
    add(std::move(one), tick, request.node);
  }

  void add(AlikeFailures one, const Tick& tick, const std::string& node) {
    if (const SchemaInterval* schema = trace_.schema_at(tick.number)) one.schema = schema->label;
    auto found = std::find_if(groups_.begin(), groups_.end(), [&](const AlikeFailures& each) {
      return each.kind == one.kind && each.message == one.message && each.version == one.version &&
             each.query == one.query && each.schema == one.schema;
    });
    if (found == groups_.end()) found = groups_.insert(groups_.end(), std::move(one));
    ++found->count;
    if (found->ticks.empty() || found->ticks.back() != tick.number) found->ticks.push_back(tick.number);
    if (!node.empty() && std::find(found->nodes.begin(), found->nodes.end(), node) == found->nodes.end())
      found->nodes.push_back(node);
  }

  const Scenario& scenario_;
  const Trace& trace_;
  std::vector<AlikeFailures> groups_;
};

/// "t = 4", "t = 4 to 9, 5 times".
std::string when(const AlikeFailures& group) {
  std::string out = fmt::format(R"(<a href="#t{0}">t = {0}</a>)", group.ticks.front());
  if (group.ticks.size() > 1) out += fmt::format(" to {}", group.ticks.back());
  if (group.count > 1) out += fmt::format(", {} times", group.count);
  return out;
}

std::string row(std::string_view name, std::string_view html) {
  return html.empty() ? std::string() : fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html);
}

std::string bindings(const world::Parameters& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += "<br>";
    out += fmt::format("<code>{} = {}</code>", escaped(name), escaped(sql::to_display(value)));
  }
  return out;
}

/// The text that SQLite refused: the request's, or the migration's file.
std::string_view refused_text(const Scenario& scenario, const AlikeFailures& group) {
  if (group.request != nullptr) return group.request->sql;
  if (group.error == nullptr || group.error->file.empty()) return {};
  for (const auto& file : scenario.start.files) {
    if (group.error->file.ends_with(file.name)) return file.text;
  }
  return {};
}

std::string card(const Scenario& scenario, const Trace& trace, const AlikeFailures& group) {
  std::string out = fmt::format("<article class=\"card\">\n<h3>{}</h3>\n<p class=\"muted\">{}",
                                heading(group.kind), when(group));
  for (const std::string& part :
       {fmt::format("{}", fmt::join(group.nodes, ", ")), group.version, group.query}) {
    if (!part.empty()) out += " &#183; " + escaped(part);
  }
  out += "</p>\n";
  if (group.request != nullptr && !group.request->sql.empty())
    out += fmt::format("<pre class=\"sql\">{}</pre>\n", sql_html(group.request->sql));
  else if (group.error != nullptr && !group.error->excerpt.empty())
    out += fmt::format("<pre class=\"sql\">{}</pre>\n", escaped(group.error->excerpt));
  out += fmt::format("<p class=\"says\">{}</p>\n<dl>\n", line(group.message));
  if (group.request != nullptr) {
    out += row("values", bindings(group.request->bindings));
    if (group.request->in_flight) out += row("in flight", "it began before this moment and ended after it");
  }
  const std::size_t tick = group.ticks.front();
  out += row("what happened", line(trace.ticks[tick].title));
  out += row("schema", group.schema.empty() ? std::string() : "<code>" + escaped(group.schema) + "</code>");
  if (tick > 0 && trace.schema_at(tick) != nullptr) {
    const SchemaInterval* before = trace.schema_at(tick - 1);
    if (before != nullptr && before->label != group.schema)
      out += row("schema before", "<code>" + escaped(before->label) + "</code>");
  }
  if (group.error != nullptr) {
    const auto* schema = trace.schema_at(tick);
    const bool known = schema != nullptr && schema->database != nullptr;
    const auto says = postgres_says(*group.error, refused_text(scenario, group),
                                    known ? &schema->database->schema : nullptr);
    if (says)
      out += row("PostgreSQL says",
                 escaped(*says) + " <span class=\"muted\">(quoted from 15, not executed)</span>");
  }
  return out + "</dl>\n</article>\n";
}

}  // namespace

std::string heading(FailureKind kind) { return base::sentence(spoken(kind)); }

std::vector<AlikeFailures> alike_failures(const Scenario& scenario, const Trace& trace) {
  return Groups(scenario, trace).all();
}

std::string failures(const Scenario& scenario, const Trace& trace) {
  const std::vector<AlikeFailures> groups = alike_failures(scenario, trace);
  std::string out;
  for (std::size_t index = 0; index < groups.size() && index < most_shown; ++index)
    out += card(scenario, trace, groups[index]);
  if (groups.size() > most_shown)
    out += fmt::format(
        "<p class=\"muted\">And {} other kinds of failure; the table of moments has them all.</p>\n",
        groups.size() - most_shown);
  return out;
}

}  // namespace simulator::deploy::page
