#include "simulator/deploy/page_exploration.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/deploy/page_failures.h"
#include "simulator/deploy/page_text.h"
#include "simulator/deploy/region_words.h"

namespace simulator::deploy::page {
namespace {

constexpr std::size_t most_orders = 100;
constexpr int box_height = 34;
constexpr int box_row_height = 50;
constexpr int gap = 44;
constexpr int box_character = 8;

std::string mark(bool good) {
  return good ? R"(<span class="mark good"></span>)" : R"(<span class="mark bad"></span>)";
}

std::string joined(const std::vector<std::string>& order) {
  std::string out;
  for (const std::string& id : order) out += (out.empty() ? "" : " &#8594; ") + escaped(id);
  return out;
}

std::string order_row(const OrderVerdict& verdict, const Exploration& exploration) {
  std::string out = "<tr><td>";
  out += verdict.rollback_story ? mark(false) + "safe only without a rollback"
         : verdict.unsafe()     ? mark(false) + "unsafe"
         : verdict.safe         ? mark(true) + "safe"
                                : "not known";
  out += fmt::format("</td><td><code>{}</code></td><td>", joined(verdict.order));
  if (verdict.story) {
    const Story& story = exploration.stories[*verdict.story];
    if (story.failure)
      out += fmt::format("{}: {}", heading(story.failure->kind), line(story.failure->message));
    out += fmt::format(R"( <span class="muted">after {} {}</span>)", story.acts.size(),
                       story.acts.size() == 1 ? "act" : "acts");
  }
  if (!verdict.no_way_back.empty())
    out += fmt::format("; no way back once <code>{}</code> began", escaped(verdict.no_way_back));
  return out + "</td></tr>\n";
}

std::string orders(const Exploration& exploration) {
  if (exploration.orders.empty()) return {};
  std::string out =
      "<table><thead><tr><th>verdict</th><th>order</th><th>first failure</th></tr></thead><tbody>\n";
  std::size_t shown = 0;
  for (const bool safe : {true, false}) {
    for (const OrderVerdict& verdict : exploration.orders) {
      if (verdict.safe != safe || shown == most_orders) continue;
      ++shown;
      out += order_row(verdict, exploration);
    }
  }
  out += "</tbody></table>\n";
  if (shown < exploration.orders_total)
    out += fmt::format("<p class=\"muted\">And {} other orders.</p>\n", exploration.orders_total - shown);
  return out;
}

std::string shortest_story(const Scenario& scenario, const Exploration& exploration) {
  if (!exploration.shortest) return {};
  const Story& story = exploration.stories[*exploration.shortest];
  const Plan plan(scenario, story.nodes);
  std::string out = "<h3>The shortest way into it</h3>\n<ol class=\"story\">\n";
  for (const Act& act : story.acts) out += fmt::format("<li>{}</li>\n", escaped(describe(act, plan)));
  out += "</ol>\n";
  if (story.failure)
    out += fmt::format("<p><strong>{}.</strong> <span class=\"says\">{}</span></p>\n",
                       heading(story.failure->kind), line(story.failure->message));
  return out;
}

std::string cell(const MatrixCell& cell) {
  std::string_view style = "good";
  std::string_view word = "works";
  if (cell.answer == MatrixCell::Answer::fails) style = "bad", word = "fails";
  if (cell.answer == MatrixCell::Answer::changed) style = "half", word = "changed";
  std::string out = fmt::format(R"(<td><span class="mark {}"></span>{})", style, word);
  if (!cell.message.empty()) out += fmt::format(R"(<div class="muted">{}</div>)", escaped(cell.message));
  return out + "</td>";
}

/// Queries down, schemas across: there are more queries than schemas, and their names are long.
std::string matrix(const Matrix& matrix) {
  if (matrix.rows.empty() || matrix.columns.empty()) return {};
  std::string out =
      "<h3>Who breaks on which schema</h3>\n<div class=\"wide\"><table class=\"matrix\"><thead><tr><th></th>";
  for (const MatrixRow& row : matrix.rows)
    out += fmt::format("<th><code>{}</code></th>", escaped(row.schema));
  out += "</tr></thead><tbody>\n";
  for (std::size_t column = 0; column < matrix.columns.size(); ++column) {
    out += fmt::format("<tr><th>{} <span class=\"muted\">{}</span></th>",
                       escaped(matrix.columns[column].version), escaped(matrix.columns[column].query));
    for (const MatrixRow& row : matrix.rows) {
      if (column < row.cells.size()) out += cell(row.cells[column]);
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace

std::string precedence_graph(const Scenario& scenario, const std::vector<Precedence>& constraints) {
  std::map<std::string, int> column;
  for (const Step& step : scenario.steps) column[step.id] = 0;
  // As often as there are steps is enough for the longest path, and ends also where the pairs are a circle.
  for (std::size_t round = 0; round < scenario.steps.size(); ++round) {
    for (const Precedence& pair : constraints)
      column[pair.then] = std::max(column[pair.then], column[pair.first] + 1);
  }
  std::size_t longest = 4;
  for (const Step& step : scenario.steps)
    longest = std::max(longest, std::min<std::size_t>(step.id.size(), 24));
  const int box_width = static_cast<int>(longest) * box_character + 20;
  std::map<int, int> filled;
  std::map<std::string, std::pair<int, int>> at;
  int columns = 1;
  int rows = 1;
  std::string boxes;
  for (const Step& step : scenario.steps) {
    const int place = column[step.id];
    const int row = filled[place]++;
    columns = std::max(columns, place + 1);
    rows = std::max(rows, row + 1);
    at[step.id] = {place * (box_width + gap), row * box_row_height};
    boxes += fmt::format(
        R"(<g class="box"><title>{}</title><rect x="{}.5" y="{}.5" width="{}" height="{}" rx="7"/>)",
        escaped(step.title), at[step.id].first, at[step.id].second, box_width, box_height);
    boxes += fmt::format("<text x=\"{}\" y=\"{}\">{}</text></g>\n", at[step.id].first + box_width / 2,
                         at[step.id].second + 22, escaped(step.id));
  }
  std::string arrows;
  for (const Precedence& pair : constraints) {
    if (!at.contains(pair.first) || !at.contains(pair.then)) continue;
    const auto [from_x, from_y] = at[pair.first];
    const auto [to_x, to_y] = at[pair.then];
    const int x1 = from_x + box_width + 2;
    const int y1 = from_y + box_height / 2;
    const int x2 = to_x - 3;
    const int y2 = to_y + box_height / 2;
    arrows +=
        fmt::format("<path class=\"arrow\" d=\"M{} {}C{} {} {} {} {} {}\" marker-end=\"url(#head)\"/>\n", x1,
                    y1, x1 + gap / 2, y1, x2 - gap / 2, y2, x2, y2);
  }
  const int width = columns * (box_width + gap) - gap + 1;
  const int height = rows * box_row_height - (box_row_height - box_height) + 1;
  return fmt::format(
      "<div class=\"wide\"><svg class=\"graph\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "role=\"img\" aria-label=\"The constraints as a graph\"><defs><marker id=\"head\" "
      "viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
      "orient=\"auto\"><path d=\"M0 0 8 4 0 8z\"/></marker></defs>\n{2}{3}</svg></div>\n",
      width, height, arrows, boxes);
}

std::string explored(const Scenario& scenario, const Exploration& exploration) {
  std::string out = fmt::format("<p>{}", escaped(summary(exploration)));
  if (exploration.mishaps.rollback) out += ", with a rollback of the code at any point";
  if (exploration.mishaps.crash) out += ", with a crash of the migrator";
  out += ".</p>\n";
  const RegionWords region = region_words(exploration);
  out += fmt::format("<p><strong>{}</strong></p>\n", escaped(region.headline));
  if (!region.lines.empty() && exploration.region.is_partial_order()) {
    out += precedence_graph(scenario, exploration.region.constraints);
  } else if (!region.lines.empty()) {
    out += "<ul>\n";
    for (const std::string& each : region.lines)
      out += fmt::format("<li><code>{}</code></li>\n", escaped(each));
    out += "</ul>\n";
  }
  return out + orders(exploration) + shortest_story(scenario, exploration) + matrix(exploration.matrix);
}

}  // namespace simulator::deploy::page
