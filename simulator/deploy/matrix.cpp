#include "simulator/deploy/matrix.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "simulator/lint/statement_use.h"
#include "simulator/migration/history.h"

namespace simulator::deploy {
namespace {

constexpr std::size_t most_matrix_rows = 64;

struct Answered {
  bool runs = false;
  std::string message;
  std::set<lint::ColumnUse> reads;
  std::set<lint::ColumnUse> updates;
};

std::string title_of(const migration::MigrationSet& files, const std::string& version) {
  const migration::MigrationFile* file = files.find(version);
  return file != nullptr ? fmt::format("{} {}", file->version, file->name) : version;
}

class Asking {
 public:
  Asking(const Experiment& experiment, const DataState& state)
      : experiment_(experiment), state_(state), store_({}) {
    store_.set_time(experiment.plan->scenario().start.start_unix_ms);
  }

  base::Result<std::string> label(std::set<std::string>& taken) {
    if (auto restored = store_.restore("matrix", state_.image); !restored)
      return tl::make_unexpected(restored.error());
    auto database = store_.open("matrix");
    if (!database) return tl::make_unexpected(database.error());
    const auto history = migration::read_history(*database, experiment_.plan->scenario().start.tool);
    if (!history) return std::string("a history that cannot be read");
    const migration::MigrationFile* newest = nullptr;
    const migration::MigrationFile* next = nullptr;
    for (const migration::MigrationFile& file : experiment_.files.files) {
      if (history->counts_as_applied(file.version)) {
        newest = &file;
        next = nullptr;
      } else if (next == nullptr) {
        next = &file;
      }
    }
    std::string name = newest != nullptr ? title_of(experiment_.files, newest->version) : "empty";
    // The same history and another schema: a file that is not one transaction stopped on its way.
    if (!taken.insert(name).second)
      name = next != nullptr ? fmt::format("a part of {}", title_of(experiment_.files, next->version))
                             : name + ", changed";
    return name;
  }

  base::Result<Answered> ask(const Asked& asked) {
    Answered out;
    if (auto restored = store_.restore("matrix", state_.image); !restored)
      return tl::make_unexpected(restored.error());
    auto line = Line::open(store_, "matrix", sql::SandboxMode::application);
    if (!line) return tl::make_unexpected(line.error());
    lint::StatementUse use;
    line->sandbox->watch(
        [&use](const sql::SandboxAction& action) { use.note(action.code, action.first, action.second); });
    line->sandbox->begin(Laboratory::budget, experiment_.stop);
    Sending sending(*line, asked, with_write(asked.parameters, fresh_number(state_, experiment_.reserved)));
    const std::string& text = experiment_.plan->version(asked.version).queries[asked.query].sql;
    const auto ran = sending.run(0, asked.statements.size(), text, false);
    if (!ran && is_interruption(ran.error())) return tl::make_unexpected(ran.error());
    out.runs = ran.has_value();
    if (!ran) out.message = ran.error().message;
    out.reads = std::move(use.reads);
    out.updates = std::move(use.updates);
    return out;
  }

 private:
  const Experiment& experiment_;
  const DataState& state_;
  sql::EnvironmentStore store_;
};

/// The row that this version was written for.
std::size_t home_of(const std::vector<std::vector<Answered>>& answers, std::size_t from, std::size_t to,
                    bool from_start) {
  std::size_t home = 0;
  std::size_t most = 0;
  for (std::size_t row = 0; row < answers.size(); ++row) {
    const auto begin = answers[row].begin();
    std::size_t reads = 1;
    bool runs = true;
    for (auto each = begin + static_cast<std::ptrdiff_t>(from);
         each != begin + static_cast<std::ptrdiff_t>(to); ++each) {
      runs = runs && each->runs;
      reads += each->reads.size();
    }
    if (!runs || reads <= most) continue;
    home = row;
    most = reads;
    if (from_start && row == 0) break;
  }
  return home;
}

/// `query` asks for the table, or still reads from it. What foreign keys and triggers read on the way is not
/// what it asked for.
bool is_about(const Answered& now, std::string_view query, const std::string& table) {
  const auto part_of_name = [&](std::size_t at) {
    return at < query.size() &&
           (std::isalnum(static_cast<unsigned char>(query[at])) != 0 || query[at] == '_');
  };
  for (auto at = query.find(table); at != std::string_view::npos; at = query.find(table, at + 1))
    if ((at == 0 || !part_of_name(at - 1)) && !part_of_name(at + table.size())) return true;
  return std::any_of(now.reads.begin(), now.reads.end(),
                     [&](const lint::ColumnUse& each) { return each.table == table; });
}

MatrixCell cell_of(const Answered& now, const Answered& home, std::string_view query) {
  if (!now.runs) return {MatrixCell::Answer::fails, now.message};
  std::vector<std::string> lost;
  for (const lint::ColumnUse& each : home.reads) {
    // An UPDATE of a view reads what it changes, to hand it to the view's trigger; one of a table does not.
    if (now.reads.contains(each) || now.updates.contains(each) || each.column.empty()) continue;
    if (is_about(now, query, each.table)) lost.push_back(fmt::format("{}.{}", each.table, each.column));
  }
  const auto columns = [](const Answered& answer) {
    return std::count_if(answer.reads.begin(), answer.reads.end(),
                         [](const lint::ColumnUse& each) { return !each.column.empty(); });
  };
  if (!home.runs || lost.empty() || columns(now) >= columns(home)) return {MatrixCell::Answer::works, {}};
  return {MatrixCell::Answer::changed, fmt::format("it runs and no longer reads {}", fmt::join(lost, ", "))};
}

}  // namespace

base::Result<Matrix> matrix_of(const Experiment& experiment, const Effects& effects) {
  Matrix matrix;
  const std::vector<world::AppVersion>& versions = experiment.plan->scenario().start.versions;
  for (const world::AppVersion& version : versions) {
    for (const world::AppQuery& query : version.queries) matrix.columns.push_back({version.name, query.name});
  }
  std::set<std::string> schemas;
  std::set<std::string> labels;
  std::vector<std::vector<Answered>> answers;
  for (DataId data = 0; data < effects.states() && matrix.rows.size() < most_matrix_rows; ++data) {
    if (!schemas.insert(effects.state(data).dump->schema).second) continue;
    Asking asking(experiment, effects.state(data));
    auto label = asking.label(labels);
    if (!label) return tl::make_unexpected(label.error());
    matrix.rows.push_back({std::move(*label), {}});
    std::vector<Answered>& row = answers.emplace_back();
    for (std::size_t version = 0; version < versions.size(); ++version) {
      for (std::size_t query = 0; query < versions[version].queries.size(); ++query) {
        const std::uint16_t first = experiment.asked.of(static_cast<VersionIndex>(version), query).front();
        auto answered = asking.ask(experiment.asked.all()[first]);
        if (!answered) return tl::make_unexpected(answered.error());
        row.push_back(std::move(*answered));
      }
    }
  }
  std::size_t from = 0;
  for (const world::AppVersion& version : versions) {
    const std::size_t to = from + version.queries.size();
    const std::vector<NodeGroup>& groups = experiment.plan->scenario().groups;
    const bool from_start = std::any_of(
        groups.begin(), groups.end(), [&](const NodeGroup& group) { return group.version == version.name; });
    const std::size_t home = home_of(answers, from, to, from_start);
    for (std::size_t row = 0; row < answers.size(); ++row) {
      for (std::size_t column = from; column < to; ++column)
        matrix.rows[row].cells.push_back(
            cell_of(answers[row][column], answers[home][column], version.queries[column - from].sql));
    }
    from = to;
  }
  return matrix;
}

}  // namespace simulator::deploy
