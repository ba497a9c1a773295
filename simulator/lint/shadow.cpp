#include "simulator/lint/shadow.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

#include "simulator/schema/read.h"
#include "simulator/sql/sandbox.h"
#include "simulator/sql/sqlite_error.h"

namespace simulator::lint {
namespace {

using std::chrono::steady_clock;

constexpr int operations_between_looks = 10'000;

std::string_view text(const char* c) { return c == nullptr ? std::string_view() : std::string_view(c); }

}  // namespace

struct Shadow::State {
  sql::Database database;
  ShadowOptions options;
  std::unique_ptr<sql::Sandbox> sandbox;  // of other people's SQL
  StatementUse* recording = nullptr;
  steady_clock::time_point deadline = steady_clock::time_point::max();
  SchemaPointer schema;  // as it was read at this version; null when it may have gone back since
  sql::Value schema_version;
  std::shared_ptr<schema::ReadMemory> memory = std::make_shared<schema::ReadMemory>();  // with all copies

  State(sql::Database opened, ShadowOptions wanted)
      : database(std::move(opened)), options(std::move(wanted)) {}

  void note(int action, std::string_view first, std::string_view second) const {
    if (recording != nullptr) recording->note(action, first, second);
  }

  static int authorize(void* self, int action, const char* first, const char* second,
                       const char* /*database*/, const char* /*trigger*/) {
    const State& state = *static_cast<State*>(self);
    state.note(action, text(first), text(second));
    // VACUUM attaches a database without a name to itself.
    if (action == SQLITE_ATTACH && !text(first).empty()) return SQLITE_DENY;
    if (action == SQLITE_FUNCTION && sqlite3_stricmp(second, "load_extension") == 0) return SQLITE_DENY;
    return SQLITE_OK;
  }

  static int look(void* self) {
    const State& state = *static_cast<State*>(self);
    return state.options.stop.stop_requested() || steady_clock::now() > state.deadline ? 1 : 0;
  }

  base::Result<void> guard() {
    if (options.trust == Trust::others) {
      auto guarded =
          sql::Sandbox::guard(database, sql::SandboxMode::learner, {.double_quoted_strings = true});
      if (!guarded) return tl::make_unexpected(guarded.error());
      sandbox = std::move(*guarded);
      sandbox->watch(
          [this](const sql::SandboxAction& action) { note(action.code, action.first, action.second); });
      return {};
    }
    sqlite3_set_authorizer(database.handle(), authorize, this);
    sqlite3_progress_handler(database.handle(), operations_between_looks, look, this);
    return database.execute("PRAGMA temp_store = MEMORY");
  }

  void begin() {
    deadline = steady_clock::now() + options.wall;
    if (sandbox) sandbox->begin({.vm_operations = 20'000'000, .wall = options.wall}, options.stop);
  }

  base::Error explain(base::Error error) const {
    if (sandbox) return sandbox->explain(std::move(error));
    if ((error.native & 0xFF) == SQLITE_INTERRUPT) {
      error.code = "lint.stopped";
      error.message = options.stop.stop_requested()
                          ? "stopped, because it was cancelled"
                          : fmt::format("stopped after {} ms, the longest one statement may take here",
                                        options.wall.count());
    }
    return error;
  }
};

Shadow::Shadow(std::unique_ptr<State> state) : state_(std::move(state)) {}
Shadow::Shadow(Shadow&&) noexcept = default;
Shadow& Shadow::operator=(Shadow&&) noexcept = default;
Shadow::~Shadow() = default;

base::Result<Shadow> Shadow::make(const ShadowOptions& options, const ImageBytes& start) {
  auto opened = sql::Database::open({.path = ":memory:", .vfs = {}, .read_only = false, .create = true});
  if (!opened) return tl::make_unexpected(opened.error());
  auto state = std::make_unique<State>(std::move(*opened), options);
  if (start && !start->empty()) {
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(start->size()));
    if (copy == nullptr) return base::failure("sqlite.nomem", "there is not enough memory for a copy");
    std::memcpy(copy, start->data(), start->size());
    const auto size = static_cast<sqlite3_int64>(start->size());
    if (sqlite3_deserialize(state->database.handle(), "main", copy, size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) != SQLITE_OK)
      return tl::make_unexpected(sql::last_error(state->database.handle()));
  }
  if (auto guarded = state->guard(); !guarded) return tl::make_unexpected(guarded.error());
  Shadow shadow(std::move(state));
  shadow.keys(false);
  return shadow;
}

base::Result<ImageBytes> Shadow::image_of(sql::Database& database) {
  // A read transaction keeps all pages of one moment; inside a transaction there is one already.
  const bool own = !database.in_transaction();
  if (own) {
    auto begun = database.execute("BEGIN; SELECT count(*) FROM sqlite_schema");
    if (!begun) return tl::make_unexpected(begun.error());
  }
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> bytes(
      sqlite3_serialize(database.handle(), "main", &size, 0), sqlite3_free);
  if (own) static_cast<void>(database.execute("ROLLBACK"));
  if (!bytes && size > 0) return base::failure("sqlite.nomem", "there is not enough memory for a copy");
  const auto* first = reinterpret_cast<const std::byte*>(bytes.get());
  std::vector<std::byte> image;
  if (bytes) image.assign(first, first + size);
  // Bytes 18 and 19 of the header say that a write-ahead log belongs to the file; a copy has none, and a
  // database in memory refuses to open with them (https://www.sqlite.org/fileformat.html §1.3.3).
  if (image.size() > 19) image[18] = image[19] = std::byte{1};
  return std::make_shared<const std::vector<std::byte>>(std::move(image));
}

base::Result<ImageBytes> Shadow::image() { return image_of(state_->database); }

base::Result<Shadow> Shadow::fork() {
  auto copy = image();
  if (!copy) return tl::make_unexpected(copy.error());
  return beside(*copy);
}

base::Result<Shadow> Shadow::beside(const ImageBytes& start) const {
  auto copy = make(state_->options, start);
  if (copy) copy->state_->memory = state_->memory;
  return copy;
}

Shadow::Ran Shadow::prepare(std::string_view statement) {
  Ran ran;
  state_->begin();
  state_->recording = &ran.use;
  auto prepared = state_->database.prepare(statement);
  state_->recording = nullptr;
  ran.prepared = prepared.has_value();
  if (!prepared) ran.error = state_->explain(prepared.error());
  return ran;
}

Shadow::Ran Shadow::run(std::string_view statement) {
  Ran ran;
  state_->begin();
  state_->recording = &ran.use;
  auto prepared = state_->database.prepare(statement);
  state_->recording = nullptr;
  ran.prepared = prepared.has_value();
  if (!prepared) {
    ran.error = state_->explain(prepared.error());
    return ran;
  }
  for (;;) {
    auto more = prepared->step();
    // After going back, SQLite counts the schema's versions from the old one: the same number, another
    // schema.
    const bool may_go_back = ran.use.transaction == "ROLLBACK" || ran.use.savepoint || !more;
    if (may_go_back) state_->schema.reset();
    if (!more) {
      ran.error = state_->explain(more.error());
      return ran;
    }
    if (!*more) return ran;
  }
}

base::Result<Shadow::Answer> Shadow::ask(std::string_view statement) {
  Answer answer;
  state_->begin();
  state_->recording = &answer.use;
  auto prepared = state_->database.prepare(statement);
  state_->recording = nullptr;
  if (!prepared) return tl::make_unexpected(state_->explain(prepared.error()));
  answer.columns = prepared->column_count();
  return answer;
}

base::Result<SchemaPointer> Shadow::schema() {
  state_->begin();
  auto version = state_->database.query("PRAGMA schema_version");
  if (!version) return tl::make_unexpected(state_->explain(version.error()));
  if (state_->schema && version->rows.at(0).at(0) == state_->schema_version) return state_->schema;
  auto read = schema::read_schema(state_->database, {}, state_->memory.get());
  if (!read) return tl::make_unexpected(state_->explain(read.error()));
  state_->schema = std::make_shared<const schema::Schema>(std::move(*read));
  state_->schema_version = version->rows.at(0).at(0);
  return state_->schema;
}

base::Result<void> Shadow::execute(std::string_view script) {
  state_->begin();
  return state_->database.execute(script);
}

base::Result<sql::ResultSet> Shadow::query(std::string_view statement) {
  state_->begin();
  return state_->database.query(statement);
}

std::vector<ObjectText> Shadow::object_texts() {
  std::vector<ObjectText> out;
  const auto found = query(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL "
      "ORDER BY rowid");
  if (!found) return out;
  for (const auto& row : found->rows) {
    out.push_back(
        {sql::to_display(row[0]), sql::to_display(row[1]), sql::to_display(row[2]), sql::to_display(row[3])});
  }
  return out;
}

base::Result<std::vector<migration::Violation>> Shadow::violations() {
  state_->begin();
  return migration::find_violations(state_->database, {});
}

std::int64_t Shadow::count(std::string_view table, std::string_view where) {
  state_->begin();
  std::string sql = "SELECT count(*) FROM " + sql::quote_identifier(table);
  if (!where.empty()) sql += fmt::format(" WHERE {}", where);
  auto counted = state_->database.query(sql);
  if (!counted || counted->rows.empty()) return -1;
  const auto* number = std::get_if<std::int64_t>(&counted->rows[0][0]);
  return number != nullptr ? *number : -1;
}

void Shadow::keys(bool on) {
  state_->begin();
  static_cast<void>(state_->database.execute(on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF"));
}

void Shadow::double_quoted_strings(bool allowed) {
  for (const int option : {SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML})
    sqlite3_db_config(state_->database.handle(), option, allowed ? 1 : 0, nullptr);
}

void Shadow::rollback() {
  state_->begin();
  if (!in_transaction()) return;
  state_->schema.reset();
  static_cast<void>(state_->database.execute("ROLLBACK"));
}

bool Shadow::in_transaction() const { return state_->database.in_transaction(); }

}  // namespace simulator::lint
