#include "simulator/world/picture.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/migration/layout.h"
#include "simulator/migration/tool_profile.h"
#include "simulator/schema/read.h"
#include "simulator/sql/database.h"

namespace simulator::world {
namespace {

constexpr std::size_t most_known = 128;
constexpr std::int64_t looking_quota = 256LL << 20;
const std::string looking_name = "looking";

Moment only(const SharedImage& image) {
  Moment moment;
  moment.environments.push_back({looking_name, image, {}});
  return moment;
}

std::vector<TableRows> count_rows(Connection& connection, const schema::Schema& schema,
                                  std::optional<base::Error>& problem) {
  std::vector<TableRows> counts;
  for (const schema::Table& table : schema.tables) {
    auto count = connection.database.query("SELECT count(*) FROM main." + sql::quote_identifier(table.name));
    if (!count) {
      problem = count.error();
      continue;
    }
    const auto* rows = count->rows.empty() ? nullptr : std::get_if<std::int64_t>(&count->rows[0][0]);
    counts.push_back({table.name, rows != nullptr ? *rows : 0});
  }
  return counts;
}

std::optional<migration::MigrationState> state_of(const std::vector<migration::StatusRow>& status,
                                                  const std::string& version) {
  for (const migration::StatusRow& row : status) {
    if (row.version == version) return row.state;
  }
  return std::nullopt;
}

}  // namespace

Painter Painter::fork() const {
  Painter other(nullptr);
  other.known_ = known_;
  other.shadows_ = shadows_.fork();
  other.tool_ = tool_;
  return other;
}

WorldView Painter::paint(const Moment& moment, const WorldStart& start) {
  tool_ = start.tool;
  WorldView view;
  auto read = migration::read_layout(tool_, moment.sources(), start.migrations_folder);
  view.file_diagnostics = std::move(read.diagnostics);
  for (const Environment& each : moment.environments) {
    view.environments.push_back(environment(each, moment, read.set));
  }
  for (const auto& [name, text] : moment.files) {
    FileView file{name, text, "", {}};
    const auto found = std::find_if(read.set.files.begin(), read.set.files.end(),
                                    [&file](const auto& each) { return each.file_name == file.name; });
    if (found != read.set.files.end()) {
      file.version = found->version;
      for (const EnvironmentView& each : view.environments) {
        file.on.push_back({each.name, state_of(each.status, file.version)});
      }
    }
    view.files.push_back(std::move(file));
  }
  view.nodes = moment.nodes;
  view.time_unix_ms = moment.time_unix_ms;
  return view;
}

EnvironmentView Painter::environment(const Environment& environment, const Moment& moment,
                                     const migration::MigrationSet& set) {
  EnvironmentView view;
  view.name = environment.name;
  view.database = look(environment.image);
  view.status = migration::status_rows(set, view.database->history);
  view.problems = migration::history_problems(set, view.database->history);
  for (const Backup& backup : environment.backups) view.backups.push_back(backup.name);
  if (view.database->problem) {
    view.shadow_failure = view.database->problem;
    return view;
  }
  const Shadows::Found shadow = shadows_.schema_of(view.database->history, set, moment.applied_files);
  if (shadow) {
    view.drift = schema::difference(**shadow, view.database->schema);
  } else {
    view.shadow_failure = shadow.error();
  }
  return view;
}

std::shared_ptr<const DatabaseView> Painter::database(const SharedImage& image, const WorldStart& start) {
  tool_ = start.tool;
  return look(image);
}

std::shared_ptr<const DatabaseView> Painter::look(const SharedImage& image) {
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const Known& each) { return each.image == image; });
  if (found != known_.end()) {
    known_.splice(known_.begin(), known_, found);
    return known_.front().view;
  }
  if (known_.size() >= most_known) known_.pop_back();
  known_.push_front({image, read(image)});
  return known_.front().view;
}

std::shared_ptr<const DatabaseView> Painter::read(const SharedImage& image) {
  auto view = std::make_shared<DatabaseView>();
  view->image_hash = fmt::format("{:016x}", image->hash());
  const auto unreadable = [&view](const base::Error& error) {
    view->problem = error;
    return view;
  };
  if (databases_ == nullptr) databases_ = std::make_unique<Databases>(0, looking_quota);
  if (auto begun = databases_->begin(only(image)); !begun) return unreadable(begun.error());
  // Learner's mode, because reading the schema asks PRAGMAs; nothing here writes.
  auto connection = databases_->open(looking_name, sql::SandboxMode::learner);
  if (!connection) return unreadable(connection.error());
  Allowance::refill_for_housekeeping(*connection->sandbox);
  auto schema = schema::read_schema(connection->database,
                                    {.ignore = {std::string(migration::profile_of(tool_).history_table)}});
  if (!schema) return unreadable(connection->sandbox->explain(schema.error()));
  view->schema = std::move(*schema);
  view->row_counts = count_rows(*connection, view->schema, view->problem);
  auto history = migration::read_history(connection->database, tool_);
  if (!history) return unreadable(history.error());
  view->history = std::move(*history);
  return view;
}

std::vector<MomentView> strip_of(const CommandTree& tree) {
  std::vector<MomentView> strip;
  std::vector<NodeId> line = tree.line();
  line.insert(line.begin(), start_node_id);
  for (std::size_t index = 0; index < line.size(); ++index) {
    const CommandNode& node = tree.node(line[index]);
    MomentView moment;
    moment.id = node.id;
    moment.title = node.record ? title(node.record->command) : "start";
    moment.ok = !node.record || node.record->ok;
    moment.future = node.depth > tree.node(tree.cursor()).depth;
    for (const NodeId child : node.children) {
      if (index + 1 >= line.size() || child != line[index + 1]) moment.other_branches.push_back(child);
    }
    strip.push_back(std::move(moment));
  }
  return strip;
}

}  // namespace simulator::world
