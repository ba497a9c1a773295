#include "simulator/deploy/page_timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "simulator/base/utf8.h"
#include "simulator/deploy/page_text.h"

namespace simulator::deploy::page {
namespace {

constexpr int row_height = 44;
constexpr int bar_height = 28;
constexpr int label_width = 132;
constexpr int plot_width = 900;
constexpr int narrowest_tick = 18;
constexpr int character = 8;  ///< of the labels' typeface, about
constexpr std::size_t tones = 4;

class Timeline {
 public:
  Timeline(const Scenario& scenario, const Trace& trace) : scenario_(scenario), trace_(trace) {
    const int ticks = std::max(1, static_cast<int>(trace.ticks.size()));
    tick_width_ = std::max(narrowest_tick, plot_width / ticks);
    width_ = tick_width_ * ticks;
  }

  std::string draw() {
    steps();
    traffic();
    schemas();
    for (std::size_t flag = 0; flag < scenario_.flags.size(); ++flag) flags(flag);
    for (const Lane& lane : trace_.lanes) node(lane);
    ticks();
    const int height = row_ * row_height;
    std::string out = "<div class=\"timeline\">\n";
    out += fmt::format(
        R"(<svg class="labels" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">)",
        label_width, height);
    out += "\n" + labels_ + "</svg>\n";
    out += fmt::format(
        R"(<svg class="plot" id="plot" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" )"
        R"(aria-label="What ran when. The table of moments below says the same in words." )"
        R"(data-tick="{2}">)",
        width_, height, tick_width_);
    out += "\n" + plot_;
    out += fmt::format(R"(<line class="cursor" id="cursor" x1="0" x2="0" y1="0" y2="{}"/>)", height);
    return out + "\n</svg>\n</div>\n";
  }

 private:
  [[nodiscard]] int x(std::size_t tick) const { return static_cast<int>(tick) * tick_width_; }
  [[nodiscard]] int top() const { return row_ * row_height; }

  /// A row begins: its name, and a hairline under it.
  void begin_row(std::string_view name) {
    labels_ += fmt::format(R"(<text x="0" y="{}">{}<title>{}</title></text>)", top() + 27,
                           escaped(cut(name, label_width)), escaped(name));
    for (std::string* side : {&labels_, &plot_}) {
      *side +=
          fmt::format(R"(<line class="hair" x1="0" x2="{}" y1="{}.5" y2="{}.5"/>)",
                      side == &plot_ ? width_ : label_width, top() + row_height - 1, top() + row_height - 1);
      *side += '\n';
    }
  }

  /// As much of a text as fits into a width.
  static std::string cut(std::string_view text, int width) {
    const auto room = static_cast<std::size_t>(std::max(0, (width - 14) / character));
    if (base::code_points(text) <= room) return std::string(text);
    if (room < 3) return {};
    std::size_t bytes = 0;
    for (std::size_t count = 0; count + 1 < room && bytes < text.size(); ++count) {
      ++bytes;
      while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) ++bytes;
    }
    return std::string(text.substr(0, bytes)) + "\xE2\x80\xA6";
  }

  void bar(std::size_t from, std::size_t to, std::string_view style, std::string_view label,
           std::string_view tells) {
    const int width = (static_cast<int>(to - from) + 1) * tick_width_ - 2;
    plot_ += fmt::format(
        R"(<g class="bar {}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="5"/>)", style,
        escaped(tells), x(from), top() + (row_height - bar_height) / 2, width, bar_height);
    if (const std::string text = cut(label, width); !text.empty())
      plot_ += fmt::format(R"(<text x="{}" y="{}">{}</text>)", x(from) + 8, top() + 27, escaped(text));
    plot_ += "</g>\n";
  }

  /// At the right end of its tick where there is room, so that the label before it can be read.
  void cross(std::size_t tick, int y, std::string_view tells) {
    plot_ += fmt::format(
        R"html(<g class="cross" transform="translate({} {})"><title>{}</title><rect x="-9" y="-9" width="18")html"
        R"html( height="18" rx="9"/><path d="M-4-4 4 4M4-4-4 4"/></g>)html",
        x(tick) + (tick_width_ < 40 ? tick_width_ / 2 : tick_width_ - 14), y, escaped(tells));
    plot_ += '\n';
  }

  void steps() {
    begin_row("steps");
    for (const StepInterval& each : trace_.steps) {
      const Step* step = scenario_.step(each.id);
      const std::string title = step == nullptr ? each.id : step->title;
      bar(each.from, each.to, each.ok ? "step" : "bad", each.id, title);
    }
    for (const Tick& tick : trace_.ticks) {
      if (tick.error) cross(tick.number, top() + 34, tick.error->message);
    }
    ++row_;
  }

  /// Requests a tick, those that failed from the bottom up.
  void traffic() {
    begin_row("requests");
    std::size_t most = 1;
    for (const Tick& tick : trace_.ticks) most = std::max(most, tick.requests.size());
    const auto height_of = [most](std::size_t requests) {
      return static_cast<int>(requests * std::size_t{30} / most);
    };
    for (const Tick& tick : trace_.ticks) {
      const int all = height_of(tick.requests.size());
      const int failed = tick.failed_requests == 0 ? 0 : std::max(3, height_of(tick.failed_requests));
      const int bottom = top() + row_height - 6;
      plot_ += fmt::format("<g><title>t = {}: requests {}, failed {}</title>", tick.number,
                           tick.requests.size(), tick.failed_requests);
      plot_ += fmt::format(R"(<rect class="served" x="{}" y="{}" width="{}" height="{}"/>)", x(tick.number),
                           bottom - all, tick_width_ - 2, std::max(0, all - failed));
      if (failed > 0)
        plot_ += fmt::format(R"(<rect class="failed" x="{}" y="{}" width="{}" height="{}"/>)", x(tick.number),
                             bottom - failed, tick_width_ - 2, failed);
      plot_ += "</g>\n";
    }
    ++row_;
  }

  void schemas() {
    begin_row("schema");
    for (const SchemaInterval& each : trace_.schemas)
      bar(each.from, each.to, each.from == 0 ? "plain" : "changed", each.label, "schema: " + each.label);
    ++row_;
  }

  void flags(std::size_t flag) {
    begin_row("flag " + scenario_.flags[flag].name);
    const auto value = [&](std::size_t tick) {
      const std::vector<std::string>& values = trace_.ticks[tick].flags;
      return flag < values.size() ? values[flag] : scenario_.flags[flag].value;
    };
    for (std::size_t from = 0; from < trace_.ticks.size();) {
      std::size_t to = from;
      while (to + 1 < trace_.ticks.size() && value(to + 1) == value(from)) ++to;
      bar(from, to, from == 0 ? "plain" : "changed", value(from),
          fmt::format("{} = {}", scenario_.flags[flag].name, value(from)));
      from = to + 1;
    }
    ++row_;
  }

  [[nodiscard]] std::size_t tone(const std::string& version) const {
    const auto& versions = scenario_.start.versions;
    const auto found = std::find_if(versions.begin(), versions.end(),
                                    [&](const world::AppVersion& each) { return each.name == version; });
    return static_cast<std::size_t>(found - versions.begin()) % tones;
  }

  void node(const Lane& lane) {
    begin_row(lane.node);
    for (const LaneInterval& each : lane.intervals) {
      const bool serving = each.state == LaneState::serving;
      const std::string state(to_string(each.state));
      const std::string style = each.state == LaneState::down
                                    ? std::string("down")
                                    : fmt::format("v{}{}", tone(each.version), serving ? "" : " aside");
      bar(each.from, each.to, style, serving ? each.version : state,
          fmt::format("{} {}, {}", lane.node, each.version, state));
    }
    std::map<std::size_t, std::vector<std::string>> failed;
    for (const Tick& tick : trace_.ticks) {
      for (const std::size_t index : tick.requests) {
        const Request& request = trace_.requests[index];
        if (!request.ok() && request.node == lane.node)
          failed[tick.number].push_back(request.query + ": " + request.error->message);
      }
    }
    for (const Finding& finding : trace_.findings) {
      if (!finding.request || trace_.requests[*finding.request].node != lane.node) continue;
      if (trace_.requests[*finding.request].ok())
        failed[finding.tick].push_back(finding.failure.query + ": " + finding.failure.message);
    }
    for (const auto& [tick, messages] : failed)
      cross(tick, top() + 22, fmt::format("t = {}\n{}", tick, fmt::join(messages, "\n")));
    ++row_;
  }

  /// Invisible columns to choose a moment by; without the script they lead to the moment's row.
  void ticks() {
    for (const Tick& tick : trace_.ticks) {
      plot_ += fmt::format(
          R"(<a href="#t{0}" data-t="{0}" tabindex="-1"><title>t = {0}: {1}</title><rect class="column" x="{2}" )"
          R"(y="0" width="{3}" height="14"/></a>)",
          tick.number, escaped(tick.title), x(tick.number), tick_width_);
      plot_ += '\n';
    }
  }

  const Scenario& scenario_;
  const Trace& trace_;
  int tick_width_ = narrowest_tick;
  int width_ = plot_width;
  int row_ = 0;
  std::string labels_;
  std::string plot_;
};

}  // namespace

std::string timeline(const Scenario& scenario, const Trace& trace) {
  return Timeline(scenario, trace).draw();
}

}  // namespace simulator::deploy::page
