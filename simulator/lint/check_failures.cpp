#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulator/lint/check.h"
#include "simulator/lint/sqlite_version.h"
#include "simulator/lint/statement_text.h"
#include "simulator/migration/explanation.h"
#include "simulator/sql/database.h"

namespace simulator::lint {
namespace {

Range place_of(const Step& step) {
  std::size_t offset = 0;
  if (step.error->at.known()) {
    offset = offset_of(step.text, step.error->at);
  } else if (const auto named = migration::named_place(step.error->message, step.text)) {
    offset = *named;
  } else {
    return step.range;
  }
  const Range token = token_range(step.text, offset);
  return {step.range.offset + token.offset, token.length};
}

/// "error in view v: ..." and the like: ALTER TABLE was stopped by another object.
bool stopped_by_object(const base::Error& error) {
  return error.message.starts_with("error in view ") || error.message.starts_with("error in trigger ");
}

/// The statement that dropped a table and so broke a view or trigger; null when it was broken before.
const Step* breaking_drop(const Replay& replay, const Step& failed) {
  for (const Step* step = replay.steps.data(); step != &failed; ++step) {
    const bool drops = std::any_of(step->changes.begin(), step->changes.end(), [](const Change& change) {
      return change.kind == Change::Kind::drop_table;
    });
    if (drops && !step->stops_alter_after.empty()) return step;
  }
  return nullptr;
}

/// Views and triggers that name the table, and those that name them.
std::vector<ObjectText> dependents(const Replay& replay, const std::string& table) {
  std::set<std::string> names = {schema::fold_name(table)};
  std::vector<ObjectText> out;
  for (const ObjectText& object : replay.objects_before) {  // in the order they were made: users come later
    if (object.type == "index" || schema::same_name(object.table, table)) continue;
    const bool uses = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return !find_names(object.sql, name).empty();
    });
    if (!uses) continue;
    if (object.type == "view") names.insert(schema::fold_name(object.name));
    out.push_back(object);
  }
  return out;
}

void offer_view_edit(Review& review, const Step& drop, const Step& failed, Finding& finding) {
  const auto dropped = std::find_if(drop.changes.begin(), drop.changes.end(), [](const Change& change) {
    return change.kind == Change::Kind::drop_table;
  });
  const std::vector<ObjectText> objects = dependents(review.replay, dropped->name);
  if (objects.empty()) return;
  const std::string& text = review.replay.text();
  std::string drops;
  std::string creates;
  for (const ObjectText& object : objects) {
    creates += (creates.empty() ? "" : "\n") + object.sql + ";";
    // A trigger goes with its view.
    const bool with_view = std::any_of(objects.begin(), objects.end(), [&](const ObjectText& other) {
      return other.type == "view" && object.type == "trigger" && schema::same_name(other.name, object.table);
    });
    if (with_view) continue;
    drops += fmt::format("{}DROP {} {};", drops.empty() ? "" : "\n",
                         object.type == "view" ? "VIEW" : "TRIGGER", sql::quote_identifier(object.name));
  }
  finding.edits = {line_before(text, drop.range, drops), line_behind(text, failed.range, creates)};
  finding.fix_title = "drop the views and triggers before the old table, make them again at the end";
}

/// What SQLite's message means for a folder that was replayed from nothing.
std::string hint_for(const std::string& message) {
  const auto says = [&](std::string_view words) { return message.find(words) != std::string::npos; };
  if (says("after drop column"))
    return "What it names still uses the column: drop or change that before this statement.";
  if (says("cannot drop")) return "ALTER TABLE cannot drop this one: rebuild the table without it.";
  if (says("duplicate column name") || says("already exists"))
    return "A statement before this one made it already.";
  if (says("no such table") || says("no such column") || says("no such index") || says("no such view"))
    return "No statement before this one makes it, or one took it away.";
  return {};
}

/// An index alone stands in the way of DROP COLUMN.
void offer_drop_index(Review& review, const Step& step, Finding& finding) {
  constexpr std::string_view beginning = "error in index ";
  const std::string& message = step.error->message;
  const std::size_t end = message.find(" after drop column");
  if (!message.starts_with(beginning) || end == std::string::npos) return;
  const std::string name = message.substr(beginning.size(), end - beginning.size());
  if (step.before->find_index(name) == nullptr) return;
  finding.edits = {line_before(review.replay.text(), step.range,
                               fmt::format("DROP INDEX {};", sql::quote_identifier(name)))};
  finding.fix_title = fmt::format("drop the index {} first", name);
}

void report_failure(Review& review, const Step& step) {
  const base::Error& error = *step.error;
  const std::string message = fmt::format("this fails: {}", error.message);
  if (stopped_by_object(error) && !step.use.altered.empty()) {
    if (const Step* drop = breaking_drop(review.replay, step)) {
      Finding& finding = review.report("view-blocks-rebuild", step, place_of(step), message,
                                       "Nothing after this statement was looked at. Drop the view or trigger "
                                       "before the old table, and make it again behind this statement.");
      offer_view_edit(review, *drop, step, finding);
      return;
    }
    review.report("blocked-by-view", step, place_of(step), message,
                  "It was broken before this file. Drop or mend it before this statement.");
    return;
  }
  std::string help = error.help.empty() ? hint_for(error.message) : error.help;
  if (help.empty()) help = instead_of_unknown_syntax(step.text);
  if (!step.skipped)
    help += std::string(help.empty() ? "" : "\n  ") + "Nothing after this statement was looked at.";
  Finding& finding =
      review.report(review.up() ? "fails" : "down-fails", step, place_of(step), message, std::move(help));
  offer_drop_index(review, step, finding);
}

void report_broken(Review& review) {
  const Replay& replay = review.replay;
  if (replay.failed || replay.steps.empty()) return;
  const std::string& left = replay.steps.back().stops_alter_after;
  if (left.empty() || left == replay.stops_alter_before) return;
  const Step* since = &replay.steps.back();
  while (since != replay.steps.data() && (since - 1)->stops_alter_after == left) --since;
  review.report("broken-view", *since, since->range, fmt::format("this leaves behind an {}", left),
                "Every RENAME and DROP COLUMN after this file fails with that message.");
}

/// Settings that other checks speak about are told there.
bool is_unknown_pragma(const Step& step) {
  const std::string& name = step.use.pragma;
  return begins_with(step.text, "PRAGMA") && name != "journal_mode" && name != "synchronous" &&
         name != "busy_timeout";
}

}  // namespace

void check_failures(Review& review) {
  for (const Step& step : review.replay.steps) {
    if (!step.error) continue;
    if (const auto newer = step.skipped ? newer_syntax(step.text) : std::nullopt) {
      review.report(
          "newer-sqlite", step, step.range,
          fmt::format("{} needs SQLite {}; this is {}", newer->what, newer->since, sqlite_version()),
          "Older programs that open this database cannot run it. The files behind it were looked at "
          "as if this statement were not there.");
    } else if (!step.skipped || is_unknown_pragma(step)) {
      report_failure(review, step);
    }
  }
  report_broken(review);
}

}  // namespace simulator::lint
