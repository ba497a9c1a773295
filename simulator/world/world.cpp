#include "simulator/world/world.h"

#include <fmt/format.h>

#include <array>

#include "simulator/base/hash.h"
#include "simulator/sql/first_word.h"
#include "simulator/sql/splitter.h"
#include "simulator/sql/tokenizer.h"
#include "simulator/world/prefix_snapshots.h"
#include "simulator/world/statement_runner.h"
#include "simulator/world/world_state.h"

namespace simulator::world {
namespace {

constexpr RowLimit query_limit{10'000, 16U << 20U};

bool is_reading_word(std::string_view word) {
  constexpr std::array<std::string_view, 5> words = {"SELECT", "WITH", "VALUES", "EXPLAIN", "PRAGMA"};
  for (const std::string_view each : words) {
    if (sql::same_word(each, word)) return true;
  }
  return false;
}

/// What a look could not finish is told as such: nothing could have happened in the first place.
base::Error look_stopped(const base::Error& interruption) {
  base::Error error = interruption;
  error.code = interruption.code == "sandbox.deadline" ? "world.deadline" : "world.cancelled";
  return error;
}

}  // namespace

World::World(std::unique_ptr<State> state) : state_(std::move(state)) {}
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;
World::~World() = default;

base::Result<World> World::create(const WorldStart& start, std::shared_ptr<PrefixSnapshots> snapshots) {
  if (snapshots == nullptr) snapshots = std::make_shared<PrefixSnapshots>();
  auto state = std::make_unique<State>(std::make_shared<const WorldStart>(start), std::move(snapshots));
  if (auto begun = state->begin(); !begun) return tl::unexpected(begun.error());
  return World(std::move(state));
}

base::Result<NodeId> World::apply(const Command& command, std::stop_token stop, const Limits& limits) {
  return state_->apply(command, std::move(stop), limits);
}

const std::vector<Event>& World::last_events() const {
  static const std::vector<Event> none;
  const auto& record = tree().node(tree().cursor()).record;
  return record != nullptr ? record->events : none;
}

bool World::only_reads(std::string_view environment, std::string_view sql) {
  if (sql.size() > command_text_limit) return false;
  const std::vector<sql::StatementText> statements = sql::split_statements(sql);
  if (statements.size() > statement_limit) return false;
  for (const sql::StatementText& statement : statements) {
    if (!is_reading_word(sql::first_word(statement.text))) return false;
  }
  auto connection = state_->open_for_looking(tree().cursor(), environment, sql::SandboxMode::learner);
  if (!connection) return false;
  Allowance::refill_for_housekeeping(*connection->sandbox);
  for (const sql::StatementText& statement : statements) {
    auto prepared = connection->database.prepare(statement.text);
    if (prepared && !prepared->readonly()) return false;
  }
  return true;
}

base::Result<std::vector<Event>> World::look(std::string_view environment, std::string_view sql,
                                             std::stop_token stop, const Limits& limits) {
  if (auto good = check_text(sql); !good) return tl::unexpected(good.error());
  auto connection = state_->open_for_looking(tree().cursor(), environment, sql::SandboxMode::query);
  if (!connection) return tl::unexpected(connection.error());
  Allowance allowance(limits, std::move(stop));
  auto events = run_text(*connection, std::string(environment), sql, RowLimit{}, allowance);
  if (const base::Error* interrupted = interruption(events))
    return tl::unexpected(look_stopped(*interrupted));
  return events;
}

base::Result<sql::ResultSet> World::query(std::string_view environment, std::string_view sql,
                                          std::stop_token stop, const Limits& limits) {
  return query_at(tree().cursor(), environment, sql, std::move(stop), limits);
}

base::Result<sql::ResultSet> World::query_at(NodeId moment, std::string_view environment,
                                             std::string_view sql, std::stop_token stop,
                                             const Limits& limits) {
  if (moment >= tree().size()) {
    return base::failure("world.unknown-moment", fmt::format("there is no moment {}", moment));
  }
  if (auto good = check_text(sql); !good) return tl::unexpected(good.error());
  auto connection = state_->open_for_looking(moment, environment, sql::SandboxMode::query);
  if (!connection) return tl::unexpected(connection.error());
  const Allowance allowance(limits, std::move(stop));
  allowance.refill(*connection->sandbox);
  auto outcome = run_statement(*connection, sql, {}, query_limit);
  if (!outcome) return tl::unexpected(outcome.error());
  return outcome->result ? std::move(*outcome->result) : sql::ResultSet{};
}

std::vector<AppNodeView> World::nodes() { return state_->moment(tree().cursor())->nodes; }

std::shared_ptr<const DatabaseView> World::database_view(std::string_view environment) {
  return state_->database_view(environment);
}

WorldView World::view() { return state_->view(tree().cursor()); }

WorldView World::view_at(NodeId moment) {
  return state_->view(moment < tree().size() ? moment : tree().cursor());
}

bool World::undo() { return state_->tree().undo(); }

bool World::redo() { return state_->tree().redo(); }

base::Result<void> World::go_to(NodeId moment) {
  if (state_->tree().go_to(moment)) return {};
  return base::failure("world.unknown-moment", fmt::format("there is no moment {}", moment),
                       fmt::format("There are {}, counted from 0.", tree().size()));
}

const CommandTree& World::tree() const { return std::as_const(*state_).tree(); }

World World::fork() const { return World(state_->fork()); }

const WorldStart& World::start() const { return state_->start(); }

void World::set_memory_budget(std::size_t bytes) { state_->set_memory_budget(bytes); }

std::size_t World::kept_moments() const { return state_->kept_moments(); }

std::shared_ptr<const sql::Image> World::image(std::string_view environment) const {
  const std::shared_ptr<const Moment> moment = state_->moment(tree().cursor());
  const Environment* found = std::as_const(*moment).environment(environment);
  return found != nullptr ? found->image : nullptr;
}

std::string World::image_hash() const {
  const std::shared_ptr<const Moment> moment = state_->moment(tree().cursor());
  std::string all;
  const auto add = [&all](const std::string& name, const sql::Image& image) {
    const std::vector<std::byte> bytes = image.bytes();
    all += fmt::format("{}:{}\n", name,
                       base::sha256_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  };
  for (const Environment& environment : moment->environments) {
    add(environment.name, *environment.image);
    for (const Backup& backup : environment.backups) add(environment.name + "/" + backup.name, *backup.image);
  }
  return base::sha256_hex(all);
}

}  // namespace simulator::world
