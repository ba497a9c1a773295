// How an Execution runs the statements of one part of a file.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text_position.h"
#include "simulator/migration/atlas_sum.h"
#include "simulator/migration/execution.h"
#include "simulator/migration/explanation.h"

namespace simulator::migration {
namespace {

/// Around the statements of a file: RunHooks::enter_script and leave_script.
class InScript {
 public:
  explicit InScript(const RunHooks& hooks) : hooks_(hooks) {
    if (hooks_.enter_script) hooks_.enter_script();
  }
  InScript(const InScript&) = delete;
  InScript& operator=(const InScript&) = delete;
  ~InScript() {
    if (hooks_.leave_script) hooks_.leave_script();
  }

 private:
  const RunHooks& hooks_;
};

}  // namespace

base::Result<void> Execution::run_script(Attempt& attempt, std::stop_token stop) {
  const Script& script = attempt.script();
  const bool counts_hashes = books_.statement_done != nullptr && !script.transaction;
  const auto hashes = counts_hashes ? statement_hashes(script) : std::vector<std::string>();
  for (std::size_t i = 0; counts_hashes && i < attempt.first; ++i)
    attempt.hashes += fmt::format("{}\"{}\"", i == 0 ? "[" : ",", hashes[i]);
  if (attempt.first > 0 && counts_hashes) attempt.hashes += ']';
  std::optional<InScript> in_script(std::in_place, hooks_);
  for (std::size_t index = attempt.first; index < script.statements.size(); ++index) {
    const ScriptStatement& statement = script.statements[index];
    if (stop.stop_requested()) return tl::make_unexpected(cancelled());
    note_progress(Progress::Kind::statement_started, attempt.prepared, index,
                  clock_.monotonic_ms() - file_started_ms_);
    if (!statement.passed_over) {
      if (!statement.drops.empty())
        if (auto counted = expect_drop(attempt, statement.drops); !counted) return counted;
      counter_.start();
      auto ran = run_statement(attempt, statement);
      counter_.stop();
      counter_.statement_done();
      if (!ran) {
        attempt.broke = index;
        return ran;
      }
    }
    attempt.ran = index + 1;
    if (!database_.in_transaction()) attempt.kept = attempt.ran;
    if (!counts_hashes) continue;
    if (attempt.hashes.ends_with(']')) attempt.hashes.pop_back();
    attempt.hashes += fmt::format("{}\"{}\"]", index == 0 ? "[" : ",", hashes[index]);
    in_script.reset();
    if (auto written = write(books_.statement_done, attempt); !written) return written;
    in_script.emplace(hooks_);
  }
  return {};
}

base::Result<void> Execution::expect_drop(Attempt& attempt, const std::string& table) {
  const bool wrapped = database_.in_transaction();
  // Only a report hangs on these numbers, and a table that is not there is an error of the statement itself.
  // But without memory, or when the file cannot be read, SQLite rolls everything back even while it only
  // counts: the statement would then run, and count, on its own.
  const auto unless_lost = [&](const base::Error& error) -> base::Result<void> {
    if (wrapped && !database_.in_transaction()) return tl::make_unexpected(error);
    return {};
  };
  auto rows = database_.query("SELECT count(*) FROM main." + sql::quote_identifier(table));
  if (!rows) return unless_lost(rows.error());
  counter_.expect_drop(table, std::get<std::int64_t>(rows->rows.at(0).at(0)));
  if (profile_.foreign_keys != ForeignKeys::off_while_running || !has_keys_) return {};
  auto actions = actions_of_dropping(database_, table);
  if (!actions) return unless_lost(actions.error());
  attempt.spared.insert(attempt.spared.end(), actions->begin(), actions->end());
  return {};
}

base::Result<void> Execution::run_statement(Attempt& attempt, const ScriptStatement& statement) {
  const auto fail = [&](base::Error error) {
    attempt.sqlite_says = error.message;
    if (hooks_.explain) error = hooks_.explain(std::move(error));
    return tl::make_unexpected(place(std::move(error), attempt.file(), statement));
  };
  auto prepared = database_.prepare(statement.text);
  if (!prepared) return fail(prepared.error());
  for (;;) {
    auto more = prepared->step();
    if (!more) return fail(more.error());
    if (!*more) return {};
  }
}

base::Error Execution::place(base::Error error, const MigrationFile& file,
                             const ScriptStatement& statement) const {
  const std::string& whole = file.text_of(direction_);
  const base::Position start = base::position_at(whole, statement.offset);
  if (!error.at.known())
    error.at = base::position_at(statement.text, named_place(error.message, statement.text).value_or(0));
  error.file = file.path_of(direction_);
  error.at = base::offset_by(error.at, start);
  error.excerpt = base::caret_excerpt(whole, error.at);
  const bool from_sqlite = error.code.starts_with("sqlite.");
  if (from_sqlite) {
    error.code = "migration.failed";
    const std::string hint = hint_for(error.message);
    if (!hint.empty()) error.help = error.help.empty() ? hint : error.help + "\n" + hint;
    error.message = fmt::format("{} failed: {}", file.title(), error.message);
  }
  return error;
}

void Execution::note_progress(Progress::Kind kind, const PreparedFile& prepared, std::size_t statement,
                              std::int64_t elapsed_ms) {
  if (!hooks_.progress) return;
  Progress progress;
  progress.kind = kind;
  progress.direction = direction_;
  progress.version = prepared.file->version;
  progress.name = prepared.file->name;
  progress.file_index = file_index_;
  progress.file_count = file_count_;
  progress.statement_index = statement;
  progress.statement_count = prepared.script.statements.size();
  progress.elapsed_ms = elapsed_ms;
  if (kind == Progress::Kind::statement_started) {
    const auto& running = prepared.script.statements[statement];
    progress.sql = running.text;
    progress.at = base::position_at(prepared.file->text_of(direction_), running.offset);
  }
  hooks_.progress(progress);
}

}  // namespace simulator::migration
