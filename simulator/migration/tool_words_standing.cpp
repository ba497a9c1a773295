// What a tool says, and what it does, where the folder and the history do not fit together.
#include <fmt/format.h>

#include "simulator/migration/tool_words.h"

namespace simulator::migration {
namespace {

std::string titled(const Standing& standing) {
  return standing.name.empty() ? standing.version : fmt::format("{} ({})", standing.version, standing.name);
}

/// One line or more of Flyway's validation.
std::string flyway_message(const Standing& at) {
  using Kind = Standing::Kind;
  switch (at.kind) {
    case Kind::edited:
      return fmt::format(
          "Migration checksum mismatch for migration version {}\n-> Applied to database : {}\n-> Resolved "
          "locally    "
          ": {}\nEither revert the changes to the migration, or run repair to update the schema history.",
          at.version, at.there, at.here);
    case Kind::missing:
      return fmt::format(
          "Detected applied migration not resolved locally: {}.\nIf you removed this migration "
          "intentionally, run "
          "repair to mark the migration as deleted.",
          at.version);
    case Kind::out_of_order:
      return fmt::format(
          "Detected resolved migration not applied to database: {}.\nTo ignore this migration, set "
          "-ignoreMigrationPatterns='*:ignored'. To allow executing this migration, set -outOfOrder=true.",
          at.version);
    case Kind::failed_before:
      return fmt::format(
          "Detected failed migration to version {} ({}).\nPlease remove any half-completed changes then run "
          "repair to "
          "fix the schema history.",
          at.version, at.name);
    case Kind::not_clean:
    case Kind::unknown_current:
    case Kind::half_done_missing:
    case Kind::no_way_back:
    case Kind::by_mark:
      return {};
  }
  return {};
}

std::string standing_said(Tool tool, const Standing& at) {
  using Kind = Standing::Kind;
  if (tool == Tool::golang_migrate) {
    if (at.kind == Kind::failed_before)
      return fmt::format("Dirty database version {}. Fix and force version.", at.version);
    if (at.kind == Kind::by_mark) return "no change";
    if (at.kind == Kind::unknown_current)
      return fmt::format(
          "no migration found for version {0}: read down for version {0} .: file does not exist", at.version);
  }
  if (said_with_others(tool, at.kind)) {
    const Standing* alone = &at;
    return said_together(tool, {&alone, 1});
  }
  if (tool == Tool::flyway && at.kind == Kind::not_clean)
    return "Found non-empty schema(s) \"main\" but no schema history table. Use baseline() or set "
           "baselineOnMigrate "
           "to true to initialize the schema history table.";
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
  if (tool == Tool::dbmate && at.kind == Kind::out_of_order && at.strict)
    return fmt::format(
        "migration `{}` is out of order with already applied migrations, the version number has to be higher "
        "than the applied migration `{}` in --strict mode",
        at.version, at.there);
  return {};
}

Explanation edited(const ToolProfile& profile, const Standing& at) {
  Explanation told;
  told.next = "Put the file back as it was and write the change as a new migration.";
  if (profile.refuses_edited) {
    told.did =
        fmt::format("{} compares the checksum of every applied file and stops: {} was changed after it ran.",
                    profile.name, titled(at));
    told.next +=
        " Only when the change means nothing (a comment, a blank), take the new checksum over with `repair`, "
        "which "
        "changes the history and never the schema.";
    told.driftwood = "The same: an applied file that changed stops it.";
    return told;
  }
  told.did =
      fmt::format("{} does not compare: `{}` goes on without a word, although {} was changed after it ran.",
                  profile.name, profile.up_command, titled(at));
  if (profile.tool == Tool::prisma)
    told.did += " `prisma migrate dev` does compare, and wants to reset the database.";
  told.driftwood = "It stops: an applied file that changed is no longer what this database has.";
  return told;
}

Explanation missing(const ToolProfile& profile, const Standing& at) {
  Explanation told;
  told.next = "Bring the file back (is this an older checkout, or another branch?).";
  if (profile.refuses_missing) {
    told.did = fmt::format("{} stops because {} is applied and its file is gone.", profile.name, titled(at));
    told.next += fmt::format(" If it was removed on purpose, `repair` {}; the schema keeps what it made.",
                             profile.shape == HistoryShape::log ? "marks it as deleted in the history"
                                                                : "takes it out of the history");
    told.driftwood = "The same: an applied file that is missing stops it.";
    return told;
  }
  told.did =
      fmt::format("{} does not look: it goes on without a word, although {} is applied and its file is gone.",
                  profile.name, titled(at));
  if (profile.down != DownOrder::never) told.did += " It stops only when that file is to be taken back.";
  told.driftwood = "It stops: without the file nobody else can reach this schema.";
  return told;
}

Explanation out_of_order(const ToolProfile& profile, const Standing& at) {
  Explanation told;
  const bool runs = profile.out_of_order == OutOfOrder::run;
  if (runs && !at.strict) {
    told.did = fmt::format("{} runs {} all the same, after {}, which comes behind it.", profile.name,
                           titled(at), at.there);
    told.next =
        "A new database runs the two in the other order: see that both orders give one schema, or give the "
        "file a "
        "version above all applied ones.";
    told.driftwood = "It stops, unless it is told that the order does not matter (--out-of-order).";
    return told;
  }
  told.did = fmt::format("{} stops because {} never ran here, but {}, which comes after it, did.",
                         profile.name, titled(at), at.there);
  told.next =
      fmt::format("Give the file a version above all applied ones; or, when the order does not matter, {}.",
                  runs ? "leave --strict out" : "allow it with --out-of-order");
  told.driftwood = "The same: it runs such a file only when asked to.";
  return told;
}

Explanation failed_before(const ToolProfile& profile, const Standing& at) {
  Explanation told;
  told.did = fmt::format("{} refuses to do anything because {} failed before.", profile.name, titled(at));
  told.driftwood = "It has no such state: a file that fails leaves neither a row nor a change.";
  switch (profile.failure) {
    case FailureRecord::dirty:
      told.next =
          "Look at the schema: how much of that file is there? Make it whole or take it away by hand, then "
          "say with "
          "`force VERSION` which version that is. force checks nothing.";
      break;
    case FailureRecord::unfinished_row:
      told.next =
          "Look which statements took effect. Take them away by hand and mark the attempt as rolled back "
          "(`repair`), "
          "or finish it by hand and mark it as applied (`mark-applied`).";
      break;
    case FailureRecord::progress_if_kept:
      told.did = fmt::format("{} will go on with {} at the statement that failed.", profile.name, titled(at));
      told.next = fmt::format(
          "Mend the statement that failed, and leave those before it as they are; then run `{}` again.",
          profile.up_command);
      break;
    case FailureRecord::row_if_kept:
    case FailureRecord::nothing:
      told.next = "Take half-done changes away by hand, then remove the failed row with `repair`.";
      break;
  }
  return told;
}

}  // namespace

bool said_with_others(Tool tool, Standing::Kind kind) {
  using Kind = Standing::Kind;
  if (tool == Tool::goose) return kind == Kind::out_of_order;
  return tool == Tool::flyway && (kind == Kind::edited || kind == Kind::missing ||
                                  kind == Kind::out_of_order || kind == Kind::failed_before);
}

std::string said_together(Tool tool, std::span<const Standing* const> standings) {
  if (standings.empty()) return {};
  std::string out;
  if (tool == Tool::goose) {
    out = fmt::format("error: found {} missing migrations before current version {}:", standings.size(),
                      standings.front()->there);
    for (const Standing* at : standings) out += fmt::format("\n\tversion {}: {}", at->version, at->path);
    return out;
  }
  for (const Standing* at : standings) out += "\n" + flyway_message(*at);
  return fmt::format(
      "Validate failed: Migrations have failed validation{}\nNeed more flexibility with validation rules?",
      out);
}

Explanation explain_standing(const ToolProfile& profile, const Standing& at) {
  using Kind = Standing::Kind;
  Explanation told;
  switch (at.kind) {
    case Kind::edited:
      told = edited(profile, at);
      break;
    case Kind::missing:
      told = missing(profile, at);
      break;
    case Kind::out_of_order:
      told = out_of_order(profile, at);
      break;
    case Kind::failed_before:
      told = failed_before(profile, at);
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
    case Kind::half_done_missing:
      told.did = fmt::format("{} stops because {} ran by half and its file is gone, so it cannot go on.",
                             profile.name, titled(at));
      told.next = "Bring the file back (is this an older checkout, or another branch?).";
      told.driftwood = "It has no such state: a file that fails leaves neither a row nor a change.";
      break;
    case Kind::no_way_back:
      told.did = fmt::format("{} has no file that takes {} back.", profile.name, titled(at));
      told.next = "Undo it by a new migration, which is also what works for databases of other people.";
      break;
    case Kind::by_mark:
      told.did = fmt::format(
          "{0} keeps one number, {1}, and takes every file below it to have run: here {2}. A file that is "
          "merged late with a lower number never runs, and {0} says nothing.",
          profile.name, at.there, at.here);
      told.next = fmt::format(
          "`diff`, and in a lab the board, shows whether the schema has what these files make. A file that "
          "never ran needs a version above {}.",
          at.there);
      told.driftwood =
          "It keeps a row for every file that ran, and stops at one that comes before an applied one.";
      break;
  }
  told.said = standing_said(profile.tool, at);
  told.state = at.kind == Kind::by_mark ? "Nothing was run. Which of them ran, the history does not know."
                                        : "Nothing was run and nothing was changed.";
  if (profile.tool == Tool::driftwood) told.driftwood.clear();
  return told;
}

}  // namespace simulator::migration
