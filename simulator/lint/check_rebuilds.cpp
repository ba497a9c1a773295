#include <fmt/format.h>

#include <algorithm>

#include "simulator/lint/check.h"
#include "simulator/lint/statement_text.h"
#include "simulator/sql/database.h"

namespace simulator::lint {
namespace {

using schema::same_name;
using Kind = Change::Kind;

/// Behind it the new table has its name and the old one is gone.
const Step& finish_of(const Replay& replay, const Rebuild& rebuild) {
  const Step* last = std::max(rebuild.leave, rebuild.arrive);
  for (const Step& step : replay.steps) {
    for (const Change& change : step.changes)
      if (change.kind == Kind::drop_table && same_name(change.name, rebuild.temporary))
        last = std::max(last, &step);
  }
  return *last;
}

bool dropped_on_purpose(const Replay& replay, const std::string& name) {
  return std::any_of(replay.steps.begin(), replay.steps.end(), [&](const Step& step) {
    return std::any_of(step.changes.begin(), step.changes.end(), [&](const Change& change) {
      return (change.kind == Kind::drop_index || change.kind == Kind::drop_trigger) &&
             same_name(change.name, name);
    });
  });
}

/// The same index under another name, or a UNIQUE constraint that does the same.
bool index_is_covered(const schema::Index& index, const schema::Schema& after, const schema::Table& now) {
  const bool other_name =
      std::any_of(after.indexes.begin(), after.indexes.end(), [&](const schema::Index& other) {
        return same_name(other.table, index.table) && other.parts == index.parts &&
               other.where == index.where && other.unique == index.unique;
      });
  const bool constraint = index.where.empty() && std::any_of(now.uniques.begin(), now.uniques.end(),
                                                             [&](const schema::Unique& unique) {
                                                               return unique.parts == index.parts;
                                                             });
  return other_name || constraint;
}

std::vector<const ObjectText*> lost_objects(const Replay& replay, const Rebuild& rebuild) {
  std::vector<const ObjectText*> out;
  for (const ObjectText& object : replay.objects_before) {
    if (!same_name(object.table, rebuild.table) || dropped_on_purpose(replay, object.name)) continue;
    bool lost = false;
    if (object.type == "index") {
      const schema::Index* index = replay.before->find_index(object.name);
      lost = index != nullptr && replay.after->find_index(object.name) == nullptr &&
             !index_is_covered(*index, *replay.after, *rebuild.now);
    } else if (object.type == "trigger") {
      lost = replay.after->find_trigger(object.name) == nullptr;
    }
    if (lost) out.push_back(&object);
  }
  return out;
}

/// Does it still work on the new table?
bool can_be_made(Shadow& after, const std::string& sql) {
  const bool made = after.execute("SAVEPOINT driftwood_lint; " + sql).has_value();
  static_cast<void>(after.execute("ROLLBACK TO driftwood_lint; RELEASE driftwood_lint"));
  return made;
}

void check_lost(Review& review, const Rebuild& rebuild) {
  const std::vector<const ObjectText*> lost = lost_objects(review.replay, rebuild);
  if (lost.empty()) return;
  std::vector<std::string> names;
  std::vector<std::string> cannot;
  std::string again;
  for (const ObjectText* object : lost) {
    names.push_back(fmt::format("the {} {}", object->type, object->name));
    if (!can_be_made(review.after, object->sql)) {
      cannot.push_back(object->name);
      continue;
    }
    again += (again.empty() ? "" : "\n") + object->sql + ";";
  }
  std::string help = "Make them again behind the statement that gives the new table its name.";
  if (!cannot.empty())
    help += fmt::format(" {} cannot be made as before, because the new table lacks something they name.",
                        listed(cannot));
  Finding& finding = review.report("rebuild-loses-objects", *rebuild.leave, rebuild.leave->range,
                                   fmt::format("rebuilding {} loses {}", rebuild.table, listed(names)), help);
  if (again.empty()) return;
  finding.edits = {line_behind(review.replay.text(), finish_of(review.replay, rebuild).range, again)};
  finding.fix_title = "make them again behind the rebuild";
}

/// What other objects now name instead of the table: they followed the old one.
std::vector<std::string> followers(const Replay& replay, const Rebuild& rebuild) {
  std::vector<std::string> out;
  const schema::Schema& after = *replay.after;
  for (const schema::Table& table : after.tables) {
    const bool follows =
        std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                    [&](const schema::ForeignKey& key) { return same_name(key.parent, rebuild.temporary); });
    if (follows) out.push_back("the foreign key of " + table.name);
  }
  for (const schema::View& view : after.views)
    if (!find_names(view.body, rebuild.temporary).empty()) out.push_back("the view " + view.name);
  for (const schema::Trigger& trigger : after.triggers)
    if (!find_names(trigger.body, rebuild.temporary).empty()) out.push_back("the trigger " + trigger.name);
  return out;
}

std::string free_name(const Replay& replay, const std::string& table) {
  std::string name = table + "_new";
  while (replay.before->find_table(name) || replay.after->find_table(name) ||
         !find_names(replay.text(), name).empty())
    name += "_";
  return name;
}

/// Swaps the parts of the two tables: the new one is made under another name, filled from the table itself,
/// and renamed when the old one is gone. Only where the names cannot mean anything else.
void offer_order_edit(Review& review, const Rebuild& rebuild, Finding& finding) {
  const Replay& replay = review.replay;
  const Step& drop = finish_of(replay, rebuild);
  const auto ambiguous = [&](const schema::Table& table) {
    return table.find(rebuild.table) != nullptr || table.find(rebuild.temporary) != nullptr;
  };
  const bool views_in_the_way =
      std::any_of(replay.objects_before.begin(), replay.objects_before.end(), [&](const ObjectText& object) {
        return object.type != "index" && !same_name(object.table, rebuild.table) &&
               !find_names(object.sql, rebuild.table).empty();
      });
  if (&drop == rebuild.leave || &drop == rebuild.arrive || rebuild.leave > rebuild.create ||
      views_in_the_way || ambiguous(*rebuild.was) || ambiguous(*rebuild.now))
    return;
  const std::string fresh = free_name(replay, rebuild.table);
  const auto edit_names = [&](const Step& step, const std::string& name, const std::string& text,
                              std::size_t most) {
    for (const Range& range : find_names(step.text, name)) {
      if (most-- == 0) break;
      finding.edits.push_back(
          {{step.range.offset + range.offset, range.length}, sql::quote_identifier(text)});
    }
  };
  finding.edits.push_back(deletion(replay.text(), rebuild.leave->range));
  for (const Step* step = rebuild.create; step <= &drop; ++step) {
    // A key of the table to itself stays: it means the name the table will have.
    edit_names(*step, rebuild.table, fresh, step == rebuild.create ? 1 : ~std::size_t{0});
    edit_names(*step, rebuild.temporary, rebuild.table, ~std::size_t{0});
  }
  finding.edits.push_back(
      line_behind(replay.text(), drop.range,
                  fmt::format("ALTER TABLE {} RENAME TO {};", sql::quote_identifier(fresh),
                              sql::quote_identifier(rebuild.table))));
  std::stable_sort(finding.edits.begin(), finding.edits.end(),
                   [](const TextEdit& a, const TextEdit& b) { return a.range.offset < b.range.offset; });
  finding.fix_title = fmt::format("make the new table as {}, and rename it when the old one is gone", fresh);
}

void check_order(Review& review, const Rebuild& rebuild) {
  if (rebuild.order != Rebuild::Order::old_away) return;
  const std::vector<std::string> follow = followers(review.replay, rebuild);
  Finding& finding =
      follow.empty()
          ? review.report("rename-old-away", *rebuild.leave, rebuild.leave->range,
                          fmt::format("this renames {} away before the new one is made", rebuild.table),
                          "Nothing refers to it yet. The first foreign key, view or trigger that does would "
                          "follow the old table.")
          : review.report(
                "rename-old-away", *rebuild.leave, rebuild.leave->range,
                fmt::format("renaming {} away takes {} along: now {} {}", rebuild.table, listed(follow),
                            follow.size() == 1 ? "it names" : "they name", rebuild.temporary),
                fmt::format("When {0} is dropped they point nowhere, and fail with `no such table: "
                            "main.{0}`.",
                            rebuild.temporary));
  if (follow.empty()) finding.level = Level::warning;
  offer_order_edit(review, rebuild, finding);
}

void check_autoincrement(Review& review, const Rebuild& rebuild) {
  if (!rebuild.was->primary_key || !rebuild.was->primary_key->autoincrement) return;
  const bool kept = rebuild.now->primary_key && rebuild.now->primary_key->autoincrement;
  if (!kept) {
    review.report("autoincrement-lost", *rebuild.create, rebuild.create->range,
                  fmt::format("{} no longer has AUTOINCREMENT: ids of deleted rows can be given out again",
                              rebuild.table),
                  "If that is meant, say so with driftwood:ignore.");
    return;
  }
  const bool cared_for = std::any_of(
      review.replay.steps.begin(), review.replay.steps.end(),
      [](const Step& step) { return !step.use.defines && step.use.writes_table("sqlite_sequence"); });
  if (cared_for) return;
  Finding& finding = review.report(
      "autoincrement-lost", *rebuild.leave, rebuild.leave->range,
      fmt::format("rebuilding {} forgets the highest number AUTOINCREMENT has given out", rebuild.table),
      "Copy it from sqlite_sequence before the old table is dropped.");
  if (rebuild.temporary.empty()) return;
  const bool new_first = rebuild.order == Rebuild::Order::new_first;
  const std::string to = sql::quote_text(new_first ? rebuild.temporary : rebuild.table);
  const std::string from = sql::quote_text(new_first ? rebuild.table : rebuild.temporary);
  const Step& drop = new_first ? *rebuild.leave : finish_of(review.replay, rebuild);
  finding.edits = {line_before(
      review.replay.text(), drop.range,
      fmt::format("DELETE FROM sqlite_sequence WHERE name = {0};\nINSERT INTO sqlite_sequence (name, seq) "
                  "SELECT {0}, seq FROM sqlite_sequence WHERE name = {1};",
                  to, from))};
  finding.fix_title = "copy the number before the old table is dropped";
}

}  // namespace

void check_rebuilds(Review& review) {
  for (const Rebuild& rebuild : review.rebuilds) {
    check_lost(review, rebuild);
    check_order(review, rebuild);
    check_autoincrement(review, rebuild);
  }
}

}  // namespace simulator::lint
