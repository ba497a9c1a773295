// One run of files on one connection: the transactions, the locks, the history rows and what must be undone
// when something fails, by the rules of the folder's tool. Runner decides what to run; this runs it. See
// runner.h for the promises.
//
// The history is read again inside a file's transaction only when another connection has committed since our
// last look: SQLITE_FCNTL_DATA_VERSION tells without running SQL, so a thousand files cost no thousand
// readings.
//
// Ownership: nothing is owned; everything given must outlive the Execution. Not thread-safe.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/migration/bookkeeping.h"
#include "simulator/migration/choice.h"
#include "simulator/migration/foreign_keys.h"
#include "simulator/migration/run_report.h"
#include "simulator/migration/script.h"
#include "simulator/sql/database.h"

namespace simulator::migration {

struct PreparedFile {
  const MigrationFile* file = nullptr;
  Script script;
};

class Execution {
 public:
  Execution(sql::Database& database, const MigrationSet& set, const base::Clock& clock, const RunHooks& hooks,
            Direction direction, const Target& target);

  /// Runs the files in order, stops at the first failure, and writes everything into the report.
  void run(std::span<const PreparedFile> files, History history, std::stop_token stop, RunReport& report);

 private:
  enum class Outcome { done, done_by_others, failed };
  /// One file on its way, and how far it came.
  struct Attempt {
    explicit Attempt(const PreparedFile& file) : prepared(file) {}
    const PreparedFile& prepared;
    std::size_t first = 0;             ///< where it goes on (Atlas); 0: at its beginning
    std::size_t ran = 0;               ///< statements that ran through
    std::size_t kept = 0;              ///< ... and are beyond any rollback
    std::optional<std::size_t> broke;  ///< the statement that failed
    std::string sqlite_says;
    bool at_commit = false;
    bool unrecorded = false;  ///< over and done, but for the row that says so
    std::vector<KeyAction> spared;
    std::string hashes;  ///< JSON, of the statements that are done (Atlas)
    const MigrationFile& file() const { return *prepared.file; }
    const Script& script() const { return prepared.script; }
  };

  Outcome run_file(const PreparedFile& prepared, std::stop_token stop, RunReport& report);
  /// Between the bookkeeping before and after: done, or why not.
  base::Result<Outcome> attempt_file(Attempt& attempt, std::stop_token stop, RunReport& report);
  Outcome stopped(Attempt& attempt, base::Error error, RunReport& report);
  /// False: another process has done this file meanwhile, or the report now has the reason to stop.
  base::Result<bool> still_wanted(const MigrationFile& file, RunReport& report);
  base::Result<void> run_script(Attempt& attempt, std::stop_token stop);
  base::Result<void> run_statement(Attempt& attempt, const ScriptStatement& statement);
  /// Counts what dropping the table will take with it. Fails only when counting cost us the transaction.
  base::Result<void> expect_drop(Attempt& attempt, const std::string& table);
  /// Every statement ran, and the history has the version already: of another file, or of a part before this
  /// one.
  [[nodiscard]] bool is_twin(const Attempt& attempt, const RunReport& report) const;
  base::Result<void> end_transaction(Attempt& attempt);
  base::Result<void> write(Bookkeeping::Write how, const Attempt& attempt);
  /// True when the file's rows hold; false when it must be run again with the violations of before known.
  base::Result<bool> check_keys(const PreparedFile& prepared,
                                const std::optional<std::vector<Violation>>& before);
  [[nodiscard]] KeyReach reach_of(const Script& script) const;
  /// Reads again what another connection may have changed: history, obstacles, keys.
  base::Result<void> look_again();
  base::Result<void> look_for_keys();
  void note_progress(Progress::Kind kind, const PreparedFile& prepared, std::size_t statement,
                     std::int64_t elapsed_ms);
  void note_rows(const Attempt& attempt, const AppliedMigration& done, RunReport& report);
  [[nodiscard]] base::Error place(base::Error error, const MigrationFile& file,
                                  const ScriptStatement& statement) const;
  [[nodiscard]] std::string version_after(const MigrationFile& file) const;

  sql::Database& database_;
  const MigrationSet& set_;
  const ToolProfile& profile_;
  const Bookkeeping& books_;
  const base::Clock& clock_;
  const RunHooks& hooks_;
  Direction direction_;
  const Target& target_;
  Ledger ledger_;
  RowCounter counter_;

  History history_;                       ///< as others left it; without what this run has done since
  std::vector<Problem> obstacles_;        ///< that came with somebody else's migration
  std::optional<unsigned> data_version_;  ///< at which all of this was read
  bool has_keys_ = false;
  bool has_widening_ = false;
  bool old_violations_ = false;  ///< the database had violations before: always compare with before
  std::size_t file_index_ = 0;
  std::size_t file_count_ = 0;
  std::int64_t file_started_ms_ = 0;
};

}  // namespace simulator::migration
