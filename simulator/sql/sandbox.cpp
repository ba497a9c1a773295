#include "simulator/sql/sandbox.h"

#include <fmt/core.h>
#include <sqlite3.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/base/counted.h"
#include "simulator/sql/bounded_functions.h"
#include "simulator/sql/seeded_random.h"
#include "simulator/sql/statement_gate.h"

namespace simulator::sql {
namespace {

// At 250, a loop over LIKE on long texts could not be stopped for 0.8 s.
constexpr int operations_between_looks = 50;
// Every column a statement names is reported once; SQLite's planner takes time in the square of the terms.
constexpr int most_column_references = 5'000;
constexpr int most_costly_functions = 50;

constexpr std::pair<int, int> limits[] = {
    {SQLITE_LIMIT_LENGTH, 200'000},
    {SQLITE_LIMIT_SQL_LENGTH, 200'000},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 100},
    {SQLITE_LIMIT_COMPOUND_SELECT, 50},
    {SQLITE_LIMIT_VDBE_OP, 250'000},  // foreign_key_check on 2,000 tables needs about 60,000
    {SQLITE_LIMIT_FUNCTION_ARG, 32},  // RENAME COLUMN calls one with 9
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 250},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 20},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

// A fifth of the cost of the precise clock, and 4 ms are near enough for a deadline.
class CoarseClock final : public base::Clock {
 public:
  [[nodiscard]] std::int64_t unix_ms() const override { return read(CLOCK_REALTIME_COARSE); }
  [[nodiscard]] std::int64_t monotonic_ms() const override { return read(CLOCK_MONOTONIC_COARSE); }

 private:
  static std::int64_t read(clockid_t which) {
    timespec now{};
    clock_gettime(which, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
  }
};

enum class Stop { none, budget, deadline, cancelled };

std::string_view text(const char* c) { return c == nullptr ? std::string_view() : std::string_view(c); }

// SQLite's words when it stops at a limit. They are compared because it gives them all the code SQLITE_ERROR.
bool is_limit_message(std::string_view message) {
  constexpr std::array<std::string_view, 14> beginnings = {"Expression tree is too large",
                                                           "too many terms in compound SELECT",
                                                           "too many columns",
                                                           "too many arguments on function",
                                                           "too many SQL variables",
                                                           "variable number must be",
                                                           "too many levels of trigger recursion",
                                                           "LIKE or GLOB pattern too complex",
                                                           "statement too long",
                                                           "query string is too long",
                                                           "too many references to",
                                                           "at most ",
                                                           "too many FROM clause terms",
                                                           "parser stack overflow"};
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view one) { return message.starts_with(one); });
}

bool is_refusal_message(std::string_view message) {
  return message.starts_with("not authorized") || message.starts_with("authorization denied") ||
         message.find(" is prohibited") != std::string_view::npos;
}

}  // namespace

// What the hooks on the connection share with the Sandbox.
struct Sandbox::State final : FunctionHost {
  SandboxMode mode = SandboxMode::query;
  sqlite3* connection = nullptr;
  bool double_quoted_strings = false;
  CoarseClock system_clock;
  const base::Clock* clock = nullptr;
  base::Random own_random{0};
  std::optional<StatementGate> gate;
  Watcher watcher;

  Budget budget;
  std::stop_token token;
  std::int64_t deadline = 0;
  std::int64_t operations = 0;
  Stop stop = Stop::none;
  std::optional<Refusal> refusal;  // of the statement at hand
  std::optional<Refusal> too_big;  // likewise
  int column_references = 0;
  int costly_functions = 0;
  bool internal = false;  // the gate reads the schema

  void begin(const Budget& fresh, std::stop_token stop_token) {
    budget = fresh;
    token = std::move(stop_token);
    deadline = clock->monotonic_ms() + budget.wall.count();
    operations = 0;
    stop = Stop::none;
    start_statement();
  }

  void enter(SandboxMode next) {
    mode = next;
    const bool quotes = double_quoted_strings || mode == SandboxMode::application;
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, quotes ? 1 : 0, nullptr);
  }

  void start_statement() {
    refusal.reset();
    too_big.reset();
    column_references = 0;
    costly_functions = 0;
  }

  bool must_stop() override {
    if (stop != Stop::none) return true;
    if (token.stop_requested()) {
      stop = Stop::cancelled;
    } else if (clock->monotonic_ms() > deadline) {
      stop = Stop::deadline;
    }
    return stop != Stop::none;
  }

  static int look(void* self) {
    State& state = *static_cast<State*>(self);
    if (state.internal) return 0;
    state.operations += operations_between_looks;
    if (state.stop == Stop::none && state.operations > state.budget.vm_operations) state.stop = Stop::budget;
    return state.must_stop() ? 1 : 0;
  }

  static int authorize(void* self, int code, const char* first, const char* second, const char* /*database*/,
                       const char* /*trigger*/) {
    State& state = *static_cast<State*>(self);
    if (state.internal) return SQLITE_OK;
    const SandboxAction action{code, text(first), text(second)};
    if (state.watcher) state.watcher(action);
    return state.allows(action) ? SQLITE_OK : SQLITE_DENY;
  }

  bool allows(const SandboxAction& action) {
    if (action.code == SQLITE_READ && ++column_references > most_column_references) {
      too_big = Refusal{fmt::format("the statement names columns more than {} times", most_column_references),
                        "Write it as several statements."};
      return false;
    }
    if (action.code == SQLITE_FUNCTION && is_costly_function(action.second) &&
        ++costly_functions > most_costly_functions) {
      too_big = Refusal{fmt::format("the statement calls JSON functions, LIKE or GLOB in more than {} places",
                                    most_costly_functions),
                        "Write it as several statements."};
      return false;
    }
    if (column_references % 64 == 0 && must_stop()) return false;
    if (auto verdict = judge(mode, action)) {
      refusal = std::move(verdict);
      return false;
    }
    return true;
  }

  base::Result<void> admit(std::string_view statement) {
    start_statement();
    if (stop == Stop::none) static_cast<void>(must_stop());
    if (stop != Stop::none) return tl::make_unexpected(stopped());
    internal = true;
    auto refused = gate->refuse(statement);
    internal = false;
    if (!refused) return {};
    return base::failure("sandbox.too-big", std::move(refused->message), std::move(refused->help));
  }

  [[nodiscard]] base::Error stopped() const {
    base::Error error;
    constexpr std::string_view rolled_back =
        "The statement that was running has been rolled back, and so has its transaction if one was open. ";
    switch (stop) {
      case Stop::budget:
        error.code = "sandbox.budget";
        error.message =
            fmt::format("stopped after {} of the database engine, the most one command may take",
                        base::counted(static_cast<std::size_t>(budget.vm_operations), "step", "steps"));
        error.help =
            std::string(rolled_back) + "Look for a join without a condition or a recursion without an end.";
        break;
      case Stop::deadline:
        error.code = "sandbox.deadline";
        error.message =
            fmt::format("stopped after {} ms, the longest one command may take", budget.wall.count());
        error.help = std::string(rolled_back) + "Work on fewer rows at a time, or on shorter values.";
        break;
      case Stop::cancelled:
        error.code = "sandbox.cancelled";
        error.message = "stopped, because it was cancelled";
        error.help = rolled_back.substr(0, rolled_back.size() - 1);
        break;
      case Stop::none:
        break;
    }
    return error;
  }
};

namespace {

base::Result<void> configure(sqlite3* connection, const SandboxOptions& options) {
  for (const auto& [limit, value] : limits) sqlite3_limit(connection, limit, value);
  const int quotes = options.double_quoted_strings ? 1 : 0;
  const std::pair<int, int> switches[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
      {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
      {SQLITE_DBCONFIG_DQS_DDL, quotes},
      {SQLITE_DBCONFIG_DQS_DML, quotes},
  };
  for (const auto& [option, value] : switches) {
    if (sqlite3_db_config(connection, option, value, nullptr) != SQLITE_OK) {
      return base::failure("sandbox.setup", fmt::format("SQLite refused its switch number {}", option),
                           "The installed SQLite is older than 3.31 or was built without it.");
    }
  }
  const char* temporary =
      options.temporary_files_stay_in_memory ? "PRAGMA temp_store=FILE" : "PRAGMA temp_store=MEMORY";
  if (sqlite3_exec(connection, temporary, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return base::failure("sandbox.setup", fmt::format("{}: {}", temporary, sqlite3_errmsg(connection)));
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<Sandbox>> Sandbox::guard(Database& database, SandboxMode mode,
                                                      const SandboxOptions& options) {
  sqlite3* connection = database.handle();
  if (auto configured = configure(connection, options); !configured) {
    return tl::make_unexpected(configured.error());
  }
  auto state = std::make_shared<State>();
  state->connection = connection;
  state->double_quoted_strings = options.double_quoted_strings;
  state->enter(mode);
  state->clock = options.clock != nullptr ? options.clock : &state->system_clock;
  state->gate.emplace(connection);
  state->begin(Budget{}, {});
  // The functions hold the state until the connection is closed, so the plain pointers below stay good.
  base::Random& random = options.random != nullptr ? *options.random : state->own_random;
  if (register_bounded_functions(connection, state) != SQLITE_OK ||
      install_seeded_random(connection, random) != SQLITE_OK) {
    return base::failure("sandbox.setup",
                         fmt::format("the sandbox's functions: {}", sqlite3_errmsg(connection)));
  }
  sqlite3_set_authorizer(connection, State::authorize, state.get());
  sqlite3_progress_handler(connection, operations_between_looks, State::look, state.get());
  database.set_gate([state](std::string_view statement) { return state->admit(statement); });
  return std::unique_ptr<Sandbox>(new Sandbox(std::move(state)));
}

void Sandbox::set_mode(SandboxMode mode) { state_->enter(mode); }
SandboxMode Sandbox::mode() const { return state_->mode; }
void Sandbox::watch(Watcher watcher) { state_->watcher = std::move(watcher); }
void Sandbox::begin(const Budget& budget, std::stop_token stop) { state_->begin(budget, std::move(stop)); }
std::int64_t Sandbox::operations_used() const { return state_->operations; }

base::Error Sandbox::explain(base::Error error) const {
  const int code = error.native & 0xFF;
  const bool refused = code == SQLITE_AUTH || is_refusal_message(error.message);
  const auto with = [&error](std::string_view new_code, const Refusal& why) {
    error.code = new_code;
    error.message = why.message;
    error.help = why.help;
    return error;
  };
  if (state_->stop != Stop::none && (code == SQLITE_INTERRUPT || refused)) {
    const base::Error why = state_->stopped();
    return with(why.code, {why.message, why.help});
  }
  if (refused && state_->too_big) return with("sandbox.too-big", *state_->too_big);
  if (refused && state_->refusal) return with("sandbox.denied", *state_->refusal);
  if (code == SQLITE_TOOBIG || is_limit_message(error.message)) {
    return with(
        "sandbox.too-big",
        {fmt::format("too big for the simulator: {}", error.message),
         "One text or blob may be 200,000 bytes, one statement 200,000 bytes, 100 columns and 100 levels of "
         "parentheses; that is plenty for a lesson, so look for something that grows by itself."});
  }
  if (code == SQLITE_NOMEM) {
    return with("sandbox.too-big",
                {"the statement becomes too large a program for the simulator, or needs more memory "
                 "than there is",
                 "Write it as several smaller statements."});
  }
  return error;
}

}  // namespace simulator::sql
