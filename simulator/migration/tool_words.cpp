#include "simulator/migration/tool_words.h"

#include <fmt/format.h>

#include "simulator/base/counted.h"

namespace simulator::migration {
namespace {

/// It prints that the file was applied before it looks whether that went well, and when its ROLLBACK fails
/// too it reports that instead of what went wrong first.
std::string said_by_dbmate(const FileFailure& failure) {
  const bool cannot_roll_back = failure.wrapped && failure.kept > 0 && !failure.at_commit;
  const std::string_view error =
      cannot_roll_back ? "cannot rollback - no transaction is active" : failure.sqlite_says;
  const std::string& file = failure.file->file_name;
  return failure.direction == Direction::up
             ? fmt::format("Applying: {0}\nApplied: {0}\nError: {1}", file, error)
             : fmt::format("Rolling back: {0}\nRolled back: {0}\nError: {1}", file, error);
}

std::string said_by(const ToolProfile& profile, const FileFailure& failure) {
  const MigrationFile& file = *failure.file;
  switch (profile.tool) {
    case Tool::dbmate:
      return said_by_dbmate(failure);
    case Tool::golang_migrate:
      if (failure.at_commit)
        return "error: transaction commit failed in line 0:  (details: cannot commit - no transaction is "
               "active)";
      return fmt::format("error: {} in line 0: {}", failure.sqlite_says, file.text_of(failure.direction));
    case Tool::flyway:
      return fmt::format("Migration of schema \"main\" to version \"{}\" failed! {}",
                         file.name.empty() ? file.version : file.version + " - " + file.name,
                         failure.kept == 0 && failure.wrapped
                             ? "Changes successfully rolled back."
                             : "Please restore backups and roll back database and code!");
    case Tool::prisma:
      return fmt::format(
          "P3018\nA migration failed to apply. New migrations cannot be applied before the error is "
          "recovered "
          "from.\n\nMigration name: {}\n\nDatabase error code: 1\n\nDatabase error:\n{}",
          file.version, failure.sqlite_says);
    case Tool::atlas:
      return fmt::format("sql/migrate: executing statement \"{}\" from version \"{}\": {}", failure.statement,
                         file.version, failure.sqlite_says);
    case Tool::driftwood:
    case Tool::goose:
      return {};
  }
  return {};
}

std::string did_of(const ToolProfile& profile, const FileFailure& failure) {
  const std::string how =
      failure.at_commit ? "ran every statement, and at its own COMMIT there was no transaction left: a "
                          "COMMIT or ROLLBACK in the file had ended it"
      : failure.twin
          ? fmt::format(
                "ran every statement, and then could not record it: the history has version {} already",
                failure.file->version)
      : failure.unrecorded
          ? fmt::format("ran every statement, and then could not write so in its history: {}",
                        failure.sqlite_says)
      : failure.statement.empty()
          ? fmt::format("stopped after {} of the file", base::counted(failure.ran, "statement", "statements"))
      : failure.ran == 0 ? fmt::format("{}, on line {}, failed: {}",
                                       failure.kept == 0 ? "stopped: the first statement"
                                                         : "went on where it had stopped, and that statement",
                                       failure.line, failure.sqlite_says)
                         : fmt::format("ran {}, then line {} failed: {}",
                                       base::counted(failure.ran, "statement", "statements"), failure.line,
                                       failure.sqlite_says);
  std::string wrapped;
  if (!failure.wrapped)
    wrapped = profile.transaction == TransactionRule::none
                  ? fmt::format(" {} runs a file without a transaction on SQLite.", profile.name)
                  : " The file asks to be run without a transaction.";
  else if (failure.kept == 0)
    wrapped = " The file's transaction was rolled back.";
  else if (!failure.at_commit && !failure.unrecorded)
    wrapped = " The file had ended the tool's transaction before, so there was nothing to roll back.";
  return fmt::format("{} {}.{}", profile.name, how, wrapped);
}

std::string schema_state(const FileFailure& failure) {
  const bool back = failure.direction == Direction::down;
  const std::string title = (back ? "the way back of " : "") + failure.file->title();
  if (failure.kept == 0 && !failure.wrapped)
    return fmt::format(
        "Nothing of {} took effect in this run; what an earlier attempt left of it is still there", title);
  if (failure.kept == 0)
    return fmt::format("Nothing of {} {}", title, back ? "took effect" : "is in the database");
  if (failure.at_commit || failure.unrecorded || (failure.twin && failure.kept == failure.ran))
    return fmt::format("All {} of {} took effect and stay",
                       base::counted(failure.kept, "statement", "statements"), title);
  if (failure.kept == 1) return fmt::format("The first statement of {} took effect and stays", title);
  return fmt::format("The first {} statements of {} took effect and stay", failure.kept, title);
}

std::string history_state(const ToolProfile& profile, const FileFailure& failure) {
  if (failure.twin)
    return "; the history has its version all the same, so from now on it counts as applied, and never runs.";
  switch (profile.failure) {
    case FailureRecord::dirty:
      return fmt::format(
          "; the history says version {}, dirty, and every command refuses until that is cleared.",
          failure.recorded);
    case FailureRecord::unfinished_row:
      return fmt::format(
          "; the history has a row for {} that never finished, and no migration runs until it "
          "is resolved.",
          failure.recorded);
    case FailureRecord::row_if_kept:
      if (!failure.recorded.empty())
        return fmt::format(
            "; the history has a row for {} with success = 0, and no migration runs until it is "
            "gone.",
            failure.recorded);
      break;
    case FailureRecord::progress_if_kept:
      if (!failure.recorded.empty())
        return fmt::format(
            "; the history says how far {} came, and the next run goes on at the statement that "
            "failed.",
            failure.recorded);
      break;
    case FailureRecord::nothing:
      if (failure.at_commit) return ", and the history row stays too, although the tool reports a failure.";
      break;
  }
  return failure.direction == Direction::down ? "; the history still counts it as applied."
                                              : "; the history does not mention it.";
}

std::string next_of(const ToolProfile& profile, const FileFailure& failure) {
  const std::string again = fmt::format(
      "run `{}` again", failure.direction == Direction::up ? profile.up_command : profile.down_command);
  if (failure.twin)
    return fmt::format(
        "Put it into a file with a version of its own, above all that were applied anywhere; then {}.",
        again);
  if (failure.unrecorded && !failure.recorded.empty())
    return fmt::format("The file needs nothing more: say so with `{} {}`, then {}.",
                       profile.failure == FailureRecord::dirty ? "force" : "mark-applied", failure.recorded,
                       again);
  switch (profile.failure) {
    case FailureRecord::dirty:
      return fmt::format(
          "Look which statements took effect and undo them by hand (here: {}), mend the file, set "
          "the last version that is wholly there with `force VERSION`, then {}.",
          failure.kept == 0 ? "none" : fmt::format("the first {}", failure.kept), again);
    case FailureRecord::unfinished_row:
      return failure.kept == 0
                 ? fmt::format(
                       "Mend the file, mark the attempt as rolled back (`repair`; prisma migrate resolve "
                       "--rolled-back {}), then {}.",
                       failure.file->version, again)
                 : fmt::format(
                       "Undo the statements that took effect by hand, mend the file, mark the attempt as "
                       "rolled back (`repair`; prisma migrate resolve --rolled-back {0}), then {1}. Or run "
                       "the "
                       "rest by hand and mark it as applied (`mark-applied {0}`).",
                       failure.file->version, again);
    case FailureRecord::row_if_kept:
      if (!failure.recorded.empty())
        return fmt::format(
            "Undo by hand what took effect, mend the file, remove the failed row with `repair`, "
            "then {}.",
            again);
      break;
    case FailureRecord::progress_if_kept:
      if (!failure.recorded.empty())
        return fmt::format("Mend the statement that failed, and leave those before it as they are; then {}.",
                           again);
      break;
    case FailureRecord::nothing:
      break;
  }
  if (failure.at_commit) return "Take the COMMIT out of the file: the tool makes the transaction.";
  if (failure.kept > 0 || !failure.wrapped)
    return fmt::format("Undo by hand what {}, or the next run fails on it; mend the file, then {}.",
                       failure.kept > 0 ? "took effect" : "an earlier attempt left", again);
  return fmt::format("Mend the file, then {}.", again);
}

std::string driftwood_instead(const ToolProfile& profile, const FileFailure& failure) {
  if (profile.tool == Tool::driftwood) return {};
  if (failure.twin) return "It runs nothing of a folder in which a version is there twice.";
  if (failure.at_commit)
    return "It refuses a file with COMMIT in it before anything runs, because nothing could be rolled back.";
  const bool same = profile.transaction == TransactionRule::file_and_row && failure.wrapped &&
                    failure.kept == 0 && failure.recorded.empty();
  if (same) return "The same: nothing of the file is kept, and the next run begins with it again.";
  std::string out =
      "It runs the file and its history row in one transaction: nothing of the file would be there, and the "
      "next run would simply begin with it again.";
  if (profile.failure == FailureRecord::dirty && failure.kept == 0)
    out += " Nothing would be dirty, because nothing is.";
  return out;
}

}  // namespace

Explanation explain_failure(const ToolProfile& profile, const FileFailure& failure) {
  Explanation told;
  told.said = said_by(profile, failure);
  told.did = did_of(profile, failure);
  told.state = schema_state(failure) + history_state(profile, failure);
  told.next = next_of(profile, failure);
  told.driftwood = driftwood_instead(profile, failure);
  return told;
}

Explanation explain_unreadable(const ToolProfile& profile, const MigrationFile& file, std::string state) {
  Explanation told;
  told.did = fmt::format("{} reads a file when it comes to it, and stopped at {}, which it cannot read.",
                         profile.name, file.file_name);
  told.state = std::move(state);
  told.next = fmt::format("Mend the file, then run `{}` again.", profile.up_command);
  if (profile.tool != Tool::driftwood)
    told.driftwood = "It reads the whole folder first, and runs nothing while a file has a mistake.";
  return told;
}

Explanation explain_changed_start(const ToolProfile& profile, const MigrationFile& file, std::size_t ran,
                                  std::size_t changed) {
  Explanation told;
  told.said = fmt::format("sql/migrate: history changed: statement {} from file \"{}\" changed", changed,
                          file.file_name);
  told.did = fmt::format(
      "{} goes on where a file stopped, and compares what ran before: statement {} of {} is another one now, "
      "so it "
      "stopped.",
      profile.name, changed, file.title());
  told.state = fmt::format("{} of {} took effect in an earlier run and {} still there; nothing was run now.",
                           ran == 1 ? "The first statement" : fmt::format("The first {} statements", ran),
                           file.title(), ran == 1 ? "is" : "are");
  told.next = fmt::format(
      "Put statement {} back as it was, and mend only what comes after the first{}; then run `{}` again.",
      changed, ran == 1 ? "" : fmt::format(" {}", ran), profile.up_command);
  told.driftwood =
      "It runs the file and its history row in one transaction, so no file is ever there by half, and it may "
      "be "
      "changed until it ran through.";
  return told;
}

}  // namespace simulator::migration
