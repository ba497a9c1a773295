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
      : failure.unrecorded
          ? fmt::format("ran every statement, and then could not write so in its history: {}",
                        failure.sqlite_says)
      : failure.statement.empty()
          ? fmt::format("stopped after {} of the file", base::counted(failure.ran, "statement", "statements"))
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
  if (failure.kept == 0)
    return fmt::format("Nothing of {} {}", title, back ? "took effect" : "is in the database");
  if (failure.at_commit || failure.unrecorded)
    return fmt::format("All {} of {} took effect and stay",
                       base::counted(failure.kept, "statement", "statements"), title);
  if (failure.kept == 1) return fmt::format("The first statement of {} took effect and stays", title);
  return fmt::format("The first {} statements of {} took effect and stay", failure.kept, title);
}

std::string history_state(const ToolProfile& profile, const FileFailure& failure) {
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
  if (failure.kept > 0)
    return fmt::format("Undo by hand what took effect, or the next run fails on it; mend the file, then {}.",
                       again);
  return fmt::format("Mend the file, then {}.", again);
}

std::string driftwood_instead(const ToolProfile& profile, const FileFailure& failure) {
  if (profile.tool == Tool::driftwood) return {};
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

namespace {

std::string titled(const Standing& standing) {
  return standing.name.empty() ? standing.version : fmt::format("{} ({})", standing.version, standing.name);
}

std::string flyway_validation(std::string_view message) {
  return fmt::format(
      "Validate failed: Migrations have failed validation\n{}\nNeed more flexibility with validation rules?",
      message);
}

std::string standing_said(Tool tool, const Standing& at) {
  using Kind = Standing::Kind;
  if (tool == Tool::golang_migrate) {
    if (at.kind == Kind::failed_before)
      return fmt::format("Dirty database version {}. Fix and force version.", at.version);
    if (at.kind == Kind::unknown_current)
      return fmt::format(
          "no migration found for version {0}: read down for version {0} .: file does not exist", at.version);
  }
  if (tool == Tool::flyway) {
    switch (at.kind) {
      case Kind::edited:
        return flyway_validation(fmt::format(
            "Migration checksum mismatch for migration version {}\n-> Applied to database : {}\n-> Resolved "
            "locally    : {}\nEither revert the changes to the migration, or run repair to update the schema "
            "history.",
            at.version, at.there, at.here));
      case Kind::missing:
        return flyway_validation(
            fmt::format("Detected applied migration not resolved locally: {}.\nIf you removed this migration "
                        "intentionally, run repair to mark the migration as deleted.",
                        at.version));
      case Kind::out_of_order:
        return flyway_validation(fmt::format(
            "Detected resolved migration not applied to database: {}.\nTo ignore this migration, set "
            "-ignoreMigrationPatterns='*:ignored'. To allow executing this migration, set -outOfOrder=true.",
            at.version));
      case Kind::failed_before:
        return flyway_validation(
            fmt::format("Detected failed migration to version {} ({}).\nPlease remove any half-completed "
                        "changes then run "
                        "repair to fix the schema history.",
                        at.version, at.name));
      case Kind::not_clean:
        return "Found non-empty schema(s) \"main\" but no schema history table. Use baseline() or set "
               "baselineOnMigrate to true to initialize the schema history table.";
      case Kind::unknown_current:
      case Kind::no_way_back:
        return {};
    }
  }
  if (tool == Tool::prisma && at.kind == Kind::failed_before)
    return fmt::format(
        "P3009\nmigrate found failed migrations in the target database, new migrations will not be applied. "
        "Read more about how to resolve migration issues in a production database: "
        "https://pris.ly/d/migrate-resolve\nThe `{}` migration started at {} failed",
        at.version, at.there);
  if (tool == Tool::prisma && at.kind == Kind::not_clean) return "P3005\nThe database schema is not empty.";
  if (tool == Tool::atlas && at.kind == Kind::out_of_order)
    return fmt::format(
        "migration file {} was added out of order. See: "
        "https://atlasgo.io/versioned/apply#non-linear-error",
        at.path.substr(at.path.rfind('/') + 1));
  if (tool == Tool::atlas && at.kind == Kind::not_clean)
    return fmt::format(
        "sql/migrate: connected database is not clean: found table \"{}\". baseline version or "
        "allow-dirty is required",
        at.there);
  if (tool == Tool::goose && at.kind == Kind::out_of_order)
    return fmt::format("error: found 1 missing migrations before current version {}:\n\tversion {}: {}",
                       at.there, at.version, at.path);
  if (tool == Tool::dbmate && at.kind == Kind::out_of_order)
    return fmt::format(
        "migration `{}` is out of order with already applied migrations, the version number has to be higher "
        "than the applied migration `{}` in --strict mode",
        at.version, at.there);
  return {};
}

}  // namespace

Explanation explain_standing(const ToolProfile& profile, const Standing& at) {
  using Kind = Standing::Kind;
  Explanation told;
  told.said = standing_said(profile.tool, at);
  told.state = "Nothing was run and nothing was changed.";
  const bool ours = profile.tool == Tool::driftwood;
  switch (at.kind) {
    case Kind::edited:
      told.did = fmt::format(
          "{} compares the checksum of every applied file and stops: {} was changed after it ran.",
          profile.name, titled(at));
      told.next =
          "Put the file back as it was and write the change as a new migration. Only when the change "
          "means nothing (a comment, a blank), take the new checksum over with `repair`, which changes "
          "the history and never the schema.";
      if (!ours) told.driftwood = "The same: an applied file that changed stops it.";
      break;
    case Kind::missing:
      told.did =
          fmt::format("{} stops because {} is applied and its file is gone.", profile.name, titled(at));
      told.next =
          "Bring the file back (is this an older checkout, or another branch?). If it was removed on "
          "purpose, `repair` marks it as deleted in the history; the schema keeps what it made.";
      if (!ours) told.driftwood = "The same: an applied file that is missing stops it.";
      break;
    case Kind::out_of_order:
      told.did = fmt::format("{} stops because {} never ran here, but {}, which comes after it, did.",
                             profile.name, titled(at), at.there);
      told.next =
          "Give the file a version above all applied ones; or, when the order does not matter, allow "
          "it with --out-of-order.";
      if (!ours) told.driftwood = "The same: it runs such a file only when asked to.";
      break;
    case Kind::failed_before:
      told.did = fmt::format("{} refuses to do anything because {} failed before.", profile.name, titled(at));
      told.next =
          profile.failure == FailureRecord::dirty
              ? "Look at the schema: how much of that file is there? Make it whole or take it away by "
                "hand, then say with `force VERSION` which version that is. force checks nothing."
          : profile.failure == FailureRecord::unfinished_row
              ? "Look which statements took effect. Take them away by hand and mark the attempt as "
                "rolled back (`repair`), or finish it by hand and mark it as applied (`mark-applied`)."
              : "Take half-done changes away by hand, then remove the failed row with `repair`.";
      told.driftwood = "It has no such state: a file that fails leaves neither a row nor a change.";
      break;
    case Kind::not_clean:
      told.did =
          fmt::format("{} stops because the database has tables (the first is {}) and no history of its own.",
                      profile.name, at.there);
      told.next =
          "Is this the database you mean? If it came about before the migrations, say with `baseline "
          "VERSION` which of them it already has.";
      told.driftwood =
          "It would run the first file, which fails if it makes a table that is there, and keeps nothing.";
      break;
    case Kind::unknown_current:
      told.did = fmt::format("{} stops because the database is at version {} and no file has that version.",
                             profile.name, at.version);
      told.next = "Bring the file back (is this an older checkout, or another branch?).";
      told.driftwood = "It also stops when an applied file is missing, whichever one it is.";
      break;
    case Kind::no_way_back:
      told.did = fmt::format("{} has no file that takes {} back.", profile.name, titled(at));
      told.next = "Undo it by a new migration, which is also what works for databases of other people.";
      break;
  }
  return told;
}

}  // namespace simulator::migration
