#include "simulator/migration/amendment.h"

#include <fmt/format.h>

#include <functional>

#include "simulator/base/known_words.h"
#include "simulator/migration/bookkeeping.h"
#include "simulator/migration/status.h"
#include "simulator/migration/transaction.h"

namespace simulator::migration {
namespace {

constexpr std::string_view schema_untouched =
    "Whether the schema has what these files make was not checked: `diff` "
    "compares the two.";

class Amender {
 public:
  Amender(sql::Database& database, const MigrationSet& set, const base::Clock& clock)
      : database_(database),
        set_(set),
        profile_(profile_of(set.tool)),
        books_(bookkeeping_of(set.tool)),
        clock_(clock),
        ledger_(database) {}

  /// Runs `changes` with the history read, in one transaction.
  base::Result<Amendment> run(bool dry_run, const std::function<base::Result<void>()>& changes) {
    const auto failed = [](base::Error error) { return tl::make_unexpected(explain_lock(std::move(error))); };
    if (database_.in_transaction())
      return base::failure("migration.in-transaction", "a transaction is open on this connection",
                           "Nothing was changed. Commit it or roll it back first.");
    if (auto begun = ledger_.run("BEGIN IMMEDIATE"); !begun) return failed(begun.error());
    RollbackUnlessCommitted transaction(database_);
    auto history = books_.read(database_);
    if (!history) return failed(history.error());
    history_ = std::move(*history);
    if (auto changed = changes(); !changed) return failed(changed.error());
    if (dry_run || amendment_.done.empty()) return std::move(amendment_);
    if (auto committed = ledger_.run("COMMIT"); !committed) return failed(committed.error());
    return std::move(amendment_);
  }

  base::Result<void> make_table() {
    if (history_.table_exists) return {};
    history_.table_exists = true;
    if (books_.prepare != nullptr) return books_.prepare(ledger_);
    return database_.execute(create_history_sql());
  }

  base::Result<void> write(Bookkeeping::Write how, const MigrationFile& file, std::string sentence) {
    Entry entry;
    entry.file = &file;
    entry.now_unix_ms = clock_.unix_ms();
    if (auto made = make_table(); !made) return made;
    if (auto written = how(ledger_, entry); !written) return written;
    amendment_.done.push_back(std::move(sentence));
    return {};
  }

  base::Result<const MigrationFile*> file_of(std::string_view version) const {
    for (const auto& file : set_.files)
      if (means_version(profile_.order, version, file.version)) return &file;
    std::vector<std::string> known;
    for (const auto& file : set_.files) known.push_back(file.version);
    const auto meant = base::did_you_mean(version, known);
    return base::failure("migration.unknown-version",
                         fmt::format("no file in the folder has the version {}", version),
                         meant ? fmt::format("Nothing was changed. Did you mean {}?", *meant)
                               : "Nothing was changed. Only a file can be recorded; `status` lists them.");
  }

  bool up_to(const MigrationFile& file, const MigrationFile& last) const {
    return file.kind != MigrationKind::repeatable &&
           !comes_before(profile_.order, last.version, file.version);
  }

  base::Result<void> mark_up_to(const MigrationFile& last) {
    for (const auto& file : set_.files) {
      if (!up_to(file, last) || file.kind == MigrationKind::cumulative) continue;
      if (history_.counts_as_applied(file.version)) continue;
      auto marked =
          write(books_.mark, file, fmt::format("{} counts as applied now; it was not run.", file.title()));
      if (!marked) return marked;
    }
    return {};
  }

  base::Result<void> set_mark(const MigrationFile& file) {
    return write(
        books_.mark, file,
        file.version == "-1"
            ? "The history is empty now: no migration counts as applied."
            : fmt::format("The history says version {} now, and not dirty; nothing was run.", file.version));
  }

  base::Result<void> baseline(const MigrationFile& last) {
    amendment_.not_checked = schema_untouched;
    if (profile_.shape == HistoryShape::high_water_mark) return set_mark(last);
    if (books_.baseline == nullptr) return mark_up_to(last);
    if (!history_.rows.empty())
      return base::failure("migration.not-empty",
                           fmt::format("{} makes a baseline only where nothing was recorded yet, and {} is",
                                       profile_.name, history_.rows.back().version),
                           "Nothing was changed.");
    return write(
        books_.baseline, last,
        fmt::format("{} is the baseline now: it and everything before it never run here.", last.version));
  }

  base::Result<void> force(std::string_view version) {
    amendment_.not_checked =
        "Nothing was compared with anything: neither the files with what ran here, nor the "
        "schema with either. `diff` does that.";
    const bool none = version == "0" || version == "-1";
    if (profile_.shape == HistoryShape::high_water_mark) {
      MigrationFile file;
      file.version = none ? "-1" : std::string(version);
      // The tool itself takes any number; one that no file has would stop the next run.
      if (!none)
        if (auto known = file_of(version); !known) return tl::make_unexpected(known.error());
      return set_mark(file);
    }
    if (books_.unmark == nullptr || profile_.shape == HistoryShape::log)
      return base::failure(
          "migration.no-force", fmt::format("{} has nothing like force", profile_.name),
          "Nothing was changed. Its history is a log: `mark-applied`, `baseline` and `repair` add "
          "to it.");
    const MigrationFile* last = nullptr;
    if (!none) {
      auto found = file_of(version);
      if (!found) return tl::make_unexpected(found.error());
      last = *found;
      if (auto marked = mark_up_to(*last); !marked) return marked;
    }
    for (const auto& row : history_.rows) {
      if (last != nullptr && !comes_before(profile_.order, last->version, row.version)) continue;
      auto gone = forget(row, "counts as never applied now; nothing was taken back.");
      if (!gone) return gone;
    }
    return {};
  }

  base::Result<void> mark_one(const MigrationFile& file) {
    amendment_.not_checked = schema_untouched;
    if (profile_.shape == HistoryShape::high_water_mark) return set_mark(file);
    if (const auto* row = history_.find(file.version); row != nullptr && row->state != RecordState::failed)
      return base::failure(
          "migration.already-applied",
          fmt::format("{} is already {} here", file.title(), row->marked ? "marked as applied" : "applied"),
          "Nothing was changed.");
    return write(books_.mark, file, fmt::format("{} is recorded as applied; nothing was run.", file.title()));
  }

  base::Result<void> forget(const HistoryRow& row, std::string_view what) {
    MigrationFile file;
    file.version = row.version;
    file.name = row.name;
    file.file_name = row.name;
    return write(books_.unmark, file, fmt::format("{} {}", file.title(), what));
  }

  base::Result<void> repair() {
    if (profile_.failure == FailureRecord::dirty)
      return base::failure(
          "migration.no-repair", fmt::format("{} has no repair", profile_.name),
          "Nothing was changed. Look at the schema, make the failed file whole or take it away by "
          "hand, then say with `force VERSION` which version that is.");
    amendment_.not_checked =
        "This changes the history, never the schema: what a failed or edited file left in "
        "the database is still there. `diff` shows it.";
    for (const auto& problem : history_problems(set_, history_)) {
      const HistoryRow* row = history_.find(problem.version);
      if (row == nullptr) continue;
      if (auto mended = mend(problem, *row); !mended) return mended;
    }
    if (amendment_.done.empty()) amendment_.not_checked = nothing_repaired();
    return {};
  }

 private:
  [[nodiscard]] std::string nothing_repaired() const {
    if (profile_.failure == FailureRecord::progress_if_kept)
      return fmt::format(
          "The history of {} has nothing to repair: a file that stopped goes on with the next run. `diff` "
          "compares the "
          "schema.",
          profile_.name);
    if (profile_.checksum == ChecksumRule::none && profile_.failure == FailureRecord::nothing)
      return fmt::format(
          "The history of {} has nothing that could be repaired: it keeps neither checksums nor failures. "
          "`diff` "
          "compares the schema.",
          profile_.name);
    return "Only the history was compared with the folder, and it has no failure, no edited and no missing "
           "file that "
           "can be taken over. `diff` compares the schema.";
  }

  base::Result<void> mend(const Problem& problem, const HistoryRow& row) {
    const MigrationFile* file = set_.find(problem.version);
    switch (problem.kind) {
      case Problem::Kind::edited:
        if (books_.realign == nullptr || file == nullptr) return {};
        return write(
            books_.realign, *file,
            fmt::format("{}: the history has the checksum of the file as it is now.", file->title()));
      case Problem::Kind::missing:
        if (!profile_.refuses_missing) return {};
        return forget(row,
                      profile_.shape == HistoryShape::log
                          ? "is marked as deleted in the history, as its file is no longer in the folder."
                          : "is no longer in the history, as its file is no longer in the folder.");
      case Problem::Kind::failed_before: {
        if (books_.clear_failed == nullptr) return {};
        MigrationFile stub;
        stub.version = row.version;
        stub.name = row.name;
        return write(books_.clear_failed, file != nullptr ? *file : stub,
                     fmt::format("{}: the failed attempt no longer stands in the way; it will run again.",
                                 row.version));
      }
      case Problem::Kind::out_of_order:
      case Problem::Kind::not_reversible:
      case Problem::Kind::refused_statement:
      case Problem::Kind::unknown_current:
      case Problem::Kind::not_clean:
        return {};
    }
    return {};
  }

  sql::Database& database_;
  const MigrationSet& set_;
  const ToolProfile& profile_;
  const Bookkeeping& books_;
  const base::Clock& clock_;
  Ledger ledger_;
  History history_;
  Amendment amendment_;
};

}  // namespace

base::Result<Amendment> mark_applied(sql::Database& database, const MigrationSet& set,
                                     const base::Clock& clock, std::string_view version, bool dry_run) {
  Amender amender(database, set, clock);
  const auto file = amender.file_of(version);
  if (!file) return tl::make_unexpected(file.error());
  return amender.run(dry_run, [&] { return amender.mark_one(**file); });
}

base::Result<Amendment> baseline(sql::Database& database, const MigrationSet& set, const base::Clock& clock,
                                 std::string_view version, bool dry_run) {
  Amender amender(database, set, clock);
  MigrationFile stub;
  const MigrationFile* last = &stub;
  if (set.tool == Tool::flyway) {
    stub.version = version;  // Flyway's baseline need not be a file's version
  } else {
    auto file = amender.file_of(version);
    if (!file) return tl::make_unexpected(file.error());
    last = *file;
  }
  return amender.run(dry_run, [&] { return amender.baseline(*last); });
}

base::Result<Amendment> force(sql::Database& database, const MigrationSet& set, const base::Clock& clock,
                              std::string_view version, bool dry_run) {
  Amender amender(database, set, clock);
  return amender.run(dry_run, [&] { return amender.force(version); });
}

base::Result<Amendment> repair(sql::Database& database, const MigrationSet& set, const base::Clock& clock,
                               bool dry_run) {
  Amender amender(database, set, clock);
  return amender.run(dry_run, [&] { return amender.repair(); });
}

}  // namespace simulator::migration
