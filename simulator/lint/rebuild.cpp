#include "simulator/lint/rebuild.h"

#include <algorithm>

namespace simulator::lint {
namespace {

using schema::same_name;
using Kind = Change::Kind;

const Change* change_of(const Step& step, Kind kind, const std::string& table) {
  for (const Change& change : step.changes) {
    const std::string& about = kind == Kind::rename_table ? change.was : change.table;
    if (change.kind == kind && same_name(about, table)) return &change;
  }
  return nullptr;
}

/// The last statement before `end` that made a table of this name.
const Step* creation_of(const Replay& replay, const std::string& table, const Step* end) {
  const Step* found = nullptr;
  for (const Step& step : replay.steps) {
    if (&step == end) break;
    if (change_of(step, Kind::create_table, table) != nullptr) found = &step;
  }
  return found;
}

std::vector<const Step*> insertions_into(const std::string& table, const Step* from, const Step* to) {
  std::vector<const Step*> out;
  for (const Step* step = from; step != to; ++step) {
    if (step->use.inserts.contains(schema::fold_name(table))) out.push_back(step);
  }
  return out;
}

/// How the table of this name came back after it had left; nothing when it did not.
bool find_return(const Replay& replay, Rebuild& rebuild) {
  const Step* end = replay.steps.data() + replay.steps.size();
  for (const Step* step = rebuild.leave + 1; step < end; ++step) {
    for (const Change& change : step->changes) {
      if (!same_name(change.name, rebuild.table)) continue;
      if (change.kind == Kind::rename_table) {
        rebuild.arrive = step;
        rebuild.temporary = change.was;
        rebuild.create = creation_of(replay, change.was, step);
        if (rebuild.create == nullptr) return false;
        rebuild.copies = insertions_into(change.was, rebuild.create, step);
        return true;
      }
      if (change.kind == Kind::create_table) {
        rebuild.arrive = rebuild.create = step;
        rebuild.copies = insertions_into(rebuild.table, step, end);
        return true;
      }
    }
  }
  return false;
}

void examine(const Replay& replay, const Step& step, const Change& change, std::vector<Rebuild>& out) {
  const bool dropped = change.kind == Kind::drop_table;
  if (!dropped && change.kind != Kind::rename_table) return;
  Rebuild rebuild;
  rebuild.table = dropped ? change.name : change.was;
  rebuild.was = step.before->find_table(rebuild.table);
  rebuild.now = replay.after->find_table(rebuild.table);
  rebuild.leave = &step;
  const bool was_there = replay.before->find_table(rebuild.table) != nullptr;
  if (!was_there || rebuild.was == nullptr || rebuild.now == nullptr || !find_return(replay, rebuild)) return;
  if (!dropped) {
    rebuild.order = Rebuild::Order::old_away;
    rebuild.temporary = change.name;
  } else if (rebuild.arrive == rebuild.create) {
    rebuild.order = Rebuild::Order::by_backup;
  }
  out.push_back(std::move(rebuild));
}

}  // namespace

std::vector<Rebuild> find_rebuilds(const Replay& replay) {
  std::vector<Rebuild> out;
  if (replay.failed) return out;
  for (const Step& step : replay.steps)
    for (const Change& change : step.changes) examine(replay, step, change, out);
  return out;
}

}  // namespace simulator::lint
