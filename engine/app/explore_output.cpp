#include "engine/app/explore_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/base/counted.h"
#include "simulator/base/utf8.h"
#include "simulator/deploy/failure_words.h"
#include "simulator/deploy/region_words.h"

namespace engine::app {
namespace base = simulator::base;
namespace deploy = simulator::deploy;
namespace {

/// More lines than anybody reads; `--json` has all.
constexpr std::size_t most_orders = 40;

std::string joined(const std::vector<std::string>& order) {
  return fmt::format("{}", fmt::join(order, ", "));
}

const deploy::Failure* first_failure(const deploy::OrderVerdict& verdict,
                                     const deploy::Exploration& exploration) {
  if (!verdict.story || !exploration.stories[*verdict.story].failure) return nullptr;
  return &*exploration.stories[*verdict.story].failure;
}

std::string order_line(const deploy::OrderVerdict& verdict, const deploy::Exploration& exploration) {
  std::string out = "  " + joined(verdict.order) + '\n';
  const deploy::Failure* failure = first_failure(verdict, exploration);
  if (failure == nullptr) return out;
  const std::size_t acts = exploration.stories[*verdict.story].acts.size();
  out += fmt::format("      {}, after {}\n", deploy::describe(*failure), base::counted(acts, "act", "acts"));
  if (!verdict.no_way_back.empty())
    out += fmt::format("      no way back once \"{}\" has begun\n", verdict.no_way_back);
  return out;
}

template <class Condition>
std::string order_list(std::string_view heading, const deploy::Exploration& exploration, Condition fits) {
  std::string out;
  std::size_t count = 0;
  for (const deploy::OrderVerdict& verdict : exploration.orders) {
    if (!fits(verdict)) continue;
    if (++count <= most_orders) out += order_line(verdict, exploration);
  }
  if (count > most_orders) out += fmt::format("  and {} more (--json lists them)\n", count - most_orders);
  return count == 0 ? std::string() : fmt::format("\n{}\n{}", heading, out);
}

std::string story_text(const deploy::Plan& plan, const deploy::Story& story) {
  std::string out =
      fmt::format("\nThe shortest way into it, {}:\n", base::counted(story.acts.size(), "act", "acts"));
  for (std::size_t index = 0; index < story.acts.size(); ++index)
    out += fmt::format("{:4}. {}\n", index + 1, deploy::describe(story.acts[index], plan));
  if (story.failure) out += fmt::format("      x {}\n", deploy::describe(*story.failure));
  return out;
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1024 * 1024) return fmt::format("{} KiB", (bytes + 1023) / 1024);
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024.0 * 1024.0));
}

constexpr std::size_t columns = 9;
using Row = std::array<std::string, columns>;

Row row_of(const ExploredFile& file) {
  const deploy::Exploration& found = file.exploration;
  if (!file.problem.empty())
    return {file.id.empty() ? file.file : file.id, "", "", "", "", "", file.problem, "", ""};
  const std::string safe = found.complete ? fmt::format("{}", found.orders_safe) : "?";
  std::string failure = "nothing fails";
  if (!found.complete) failure = "not known";
  if (found.shortest && found.stories[*found.shortest].failure) {
    const deploy::Story& story = found.stories[*found.shortest];
    failure = fmt::format("{}, {}", base::counted(story.acts.size(), "act", "acts"),
                          deploy::describe(*story.failure));
  }
  return {file.id,
          fmt::format("{}", file.steps),
          fmt::format("{}", found.nodes),
          fmt::format("{}", found.states),
          fmt::format("{}", found.executed),
          fmt::format("{}/{}", safe, found.orders_total),
          failure,
          found.complete ? "yes" : "no, " + found.stopped,
          fmt::format("{}", found.elapsed_ms)};
}

/// Numbers to the right, words to the left.
constexpr std::array<bool, columns> to_the_right = {false, true, true, true, true, true, false, false, true};

std::string cut(const std::string& text, std::size_t most) {
  if (base::code_points(text) <= most) return text;
  std::size_t bytes = 0;
  for (std::size_t count = 0; count + 3 < most; ++count) {
    ++bytes;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) ++bytes;
  }
  return text.substr(0, bytes) + "...";
}

std::string table_text(std::vector<Row> rows) {
  constexpr std::size_t widest = 84;
  std::array<std::size_t, columns> width{};
  for (Row& row : rows) {
    for (std::size_t column = 0; column < columns; ++column) {
      // A message may have several lines, a table's row has one.
      std::replace(row[column].begin(), row[column].end(), '\n', ' ');
      row[column] = cut(row[column], widest);
      width[column] = std::max(width[column], base::code_points(row[column]));
    }
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t column = 0; column < columns; ++column) {
      const std::string space(width[column] - base::code_points(row[column]), ' ');
      line += (column == 0 ? "" : "  ") + (to_the_right[column] ? space + row[column] : row[column] + space);
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + '\n';
  }
  return out;
}

}  // namespace

std::string exploration_text(const deploy::Plan& plan, const deploy::Exploration& found) {
  std::string out = fmt::format("{}\n{}\n", plan.scenario().title, deploy::summary(found));
  if (found.mishaps.rollback) out += "with a rollback of the code at any point\n";
  if (found.mishaps.crash) out += "with a crash of the migrator\n";
  const deploy::RegionWords region = deploy::region_words(found);
  out += '\n' + region.headline + '\n';
  for (const std::string& line : region.lines) out += "  " + line + '\n';
  using Verdict = deploy::OrderVerdict;
  out += order_list("Safe orders:", found, [](const Verdict& each) { return each.safe; });
  out += order_list("Orders that are safe only without a rollback:", found,
                    [](const Verdict& each) { return each.rollback_story.has_value(); });
  out += order_list("Unsafe orders:", found,
                    [](const Verdict& each) { return each.unsafe() && !each.rollback_story; });
  if (found.shortest) out += story_text(plan, found.stories[*found.shortest]);
  out += fmt::format(
      "\n{}, {}, {}; SQL was run {}; {} at the most; {} ms\n", base::counted(found.states, "state", "states"),
      base::counted(found.moves, "move", "moves"), base::counted(found.databases, "database", "databases"),
      base::counted(found.executed, "time", "times"), bytes_text(found.bytes), found.elapsed_ms);
  return out;
}

std::string exploration_table(const std::vector<ExploredFile>& files) {
  std::vector<Row> rows = {
      {"scenario", "steps", "nodes", "states", "executed", "safe", "shortest failure", "complete", "ms"}};
  std::size_t states = 0;
  std::size_t executed = 0;
  std::size_t complete = 0;
  std::int64_t elapsed_ms = 0;
  for (const ExploredFile& file : files) {
    rows.push_back(row_of(file));
    states += file.exploration.states;
    executed += file.exploration.executed;
    elapsed_ms += file.exploration.elapsed_ms;
    if (file.problem.empty() && file.exploration.complete) ++complete;
  }
  rows.push_back({base::counted(files.size(), "scenario", "scenarios"), "", "", fmt::format("{}", states),
                  fmt::format("{}", executed), "", "", fmt::format("{} complete", complete),
                  fmt::format("{}", elapsed_ms)});
  return table_text(std::move(rows));
}

Exit exit_of(const deploy::Exploration& exploration) {
  return exploration.complete && exploration.orders_safe > 0 ? Exit::fine : Exit::does_not_hold;
}

}  // namespace engine::app
