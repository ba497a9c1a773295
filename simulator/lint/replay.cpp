#include "simulator/lint/replay.h"

#include <algorithm>

#include "simulator/lint/sqlite_version.h"
#include "simulator/lint/statement_text.h"
#include "simulator/migration/script.h"
#include "simulator/sql/tokenizer.h"

namespace simulator::lint {
namespace {

using migration::Direction;

/// The double-quoted words of a statement, in their order.
std::vector<QuotedString> double_quoted(std::string_view statement) {
  std::vector<QuotedString> out;
  for (const sql::Token& token : sql::tokenize(statement)) {
    if (token.kind == sql::TokenKind::quoted_identifier && statement[token.offset] == '"')
      out.push_back({token.offset, token.length});
  }
  return out;
}

/// Asks SQLite with its old habit switched off: it stops at a quoted word that names nothing. That word is
/// turned into a string, and SQLite is asked again.
std::vector<QuotedString> find_quoted_strings(Shadow& shadow, std::string_view statement) {
  const std::vector<QuotedString> words = double_quoted(statement);
  if (words.empty()) return {};
  shadow.double_quoted_strings(false);
  std::string text(statement);
  std::vector<QuotedString> out;
  for (std::size_t round = 0; round <= words.size(); ++round) {
    const Shadow::Ran ran = shadow.prepare(text);
    if (!ran.error) break;
    // The place is a line and column; the word is the first whose name the message ends in.
    const auto guilty = std::find_if(words.begin(), words.end(), [&](const QuotedString& word) {
      const std::string name = sql::unquoted(statement.substr(word.offset, word.length));
      return text[word.offset] == '"' && ran.error->message.ends_with("no such column: " + name);
    });
    if (guilty == words.end()) break;
    text[guilty->offset] = '\'';
    text[guilty->offset + guilty->length - 1] = '\'';
    out.push_back(*guilty);
  }
  shadow.double_quoted_strings(true);
  std::sort(out.begin(), out.end(),
            [](const QuotedString& a, const QuotedString& b) { return a.offset < b.offset; });
  return out;
}

/// Tables whose foreign keys SQLite cannot check: they refer to columns that are neither primary key nor
/// unique. Only those are asked whose keys, or whose parents, the file has touched.
std::map<std::string, std::string> find_mismatches(Shadow& shadow, const Replay& replay) {
  const std::set<std::string> touched = touched_tables(replay);
  std::map<std::string, std::string> out;
  for (const schema::Table& table : replay.after->tables) {
    const bool asked =
        !table.foreign_keys.empty() && (touched.contains(schema::fold_name(table.name)) ||
                                        std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                                                    [&](const schema::ForeignKey& key) {
                                                      return touched.contains(schema::fold_name(key.parent));
                                                    }));
    if (!asked) continue;
    const auto checked = shadow.query("PRAGMA foreign_key_check(" + sql::quote_identifier(table.name) + ")");
    if (!checked && checked.error().message.find("mismatch") != std::string::npos)
      out[schema::fold_name(table.name)] = checked.error().message;
  }
  return out;
}

bool ends_transaction(std::string_view statement) {
  return begins_with(statement, "COMMIT") || begins_with(statement, "END");
}

void find_doubled_columns(Shadow& shadow, const std::string& view, Step& step) {
  const auto columns = shadow.query("PRAGMA table_info(" + sql::quote_identifier(view) + ")");
  if (!columns) return;
  std::set<std::string> names;
  for (const auto& row : columns->rows) names.insert(sql::to_display(row.at(1)));
  for (const std::string& name : names) {
    const std::size_t colon = name.rfind(':');
    if (colon != std::string::npos && names.contains(name.substr(0, colon)))
      step.doubled_columns.push_back(name.substr(0, colon));
  }
}

class Player {
 public:
  Player(Shadow& shadow, const migration::MigrationFile& file, Direction direction, const RunRules& rules)
      : shadow_(shadow), rules_(rules) {
    replay_.file = &file;
    replay_.direction = direction;
  }

  base::Result<Replay> play() {
    auto schema = shadow_.schema();
    if (!schema) return tl::make_unexpected(schema.error());
    replay_.before = now_ = *schema;
    replay_.stops_alter_before = stops_alter_ = what_stops(*now_);
    if (!now_->indexes.empty() || !now_->triggers.empty() || !now_->views.empty())
      replay_.objects_before = shadow_.object_texts();
    if (auto ran = run_statements(true); !ran) return tl::make_unexpected(ran.error());
    schema = shadow_.schema();
    if (!schema) return tl::make_unexpected(schema.error());
    replay_.after = *schema;
    if (!replay_.failed && replay_.after != replay_.before)
      replay_.mismatches = find_mismatches(shadow_, replay_);
    return std::move(replay_);
  }

  base::Result<bool> run_past() {
    if (auto ran = run_statements(false); !ran) return tl::make_unexpected(ran.error());
    return !replay_.failed;
  }

 private:
  base::Result<void> run_statements(bool looking) {
    const migration::Script script = migration::read_script(*replay_.file, replay_.direction);
    // A file that ends transactions itself cannot be rolled back as a whole.
    ImageBytes start;
    if (!rules_.one_transaction || !script.refused.empty()) {
      auto copy = shadow_.image();
      if (!copy) return tl::make_unexpected(copy.error());
      start = *copy;
    }
    wrapped_ = rules_.one_transaction && shadow_.execute("BEGIN IMMEDIATE").has_value();
    for (const migration::ScriptStatement& statement : script.statements) {
      if (replay_.failed) break;
      Step step;
      step.text = statement.text;
      step.range = {statement.offset, statement.text.size()};
      if (!looking) {
        run(step);
      } else if (auto looked = look(step); looked) {
        replay_.steps.push_back(std::move(step));
      } else {
        return looked;
      }
    }
    if (!replay_.failed && shadow_.in_transaction()) static_cast<void>(shadow_.execute("COMMIT"));
    shadow_.rollback();
    if (!replay_.failed || !start) return {};
    auto back = shadow_.beside(start);
    if (!back) return tl::make_unexpected(back.error());
    shadow_ = std::move(*back);
    return {};
  }

  void run(Step& step) {
    Shadow::Ran ran =
        ends_transaction(step.text) && begun_inside_ > 0 ? leave_out(step) : shadow_.run(step.text);
    step.use = std::move(ran.use);
    step.error = std::move(ran.error);
    if (step.error && may_go_on(step)) step.skipped = true;
    replay_.failed = step.error && !step.skipped;
    if (!shadow_.in_transaction()) wrapped_ = false;
  }

  /// Runs it, and notes what there was before and is after.
  base::Result<void> look(Step& step) {
    step.before = now_;
    step.in_transaction = shadow_.in_transaction();
    step.own_transaction = step.in_transaction && !wrapped_;
    step.quoted_strings = find_quoted_strings(shadow_, step.text);
    run(step);
    auto schema = shadow_.schema();
    if (!schema) return tl::make_unexpected(schema.error());
    step.after = now_ = *schema;
    if (step.before != step.after) step.changes = changes_between(*step.before, *step.after);
    for (const Change& change : step.changes)
      if (change.kind == Change::Kind::create_view) find_doubled_columns(shadow_, change.name, step);
    step.stops_alter_after = step.changes.empty() ? stops_alter_ : what_stops(*now_);
    stops_alter_ = step.stops_alter_after;
    return {};
  }

  /// Without views and triggers nothing can.
  std::string what_stops(const schema::Schema& schema) {
    return schema.views.empty() && schema.triggers.empty() ? std::string() : what_stops_alter(shadow_);
  }

  /// The COMMIT of a BEGIN that was refused: run, it would end the tool's transaction instead.
  Shadow::Ran leave_out(Step& step) {
    --begun_inside_;
    step.skipped = true;
    return shadow_.prepare(step.text);
  }

  /// The statement failed, but neither its effect nor its failure matters to those behind it.
  bool may_go_on(const Step& step) {
    if (wrapped_ && begins_with(step.text, "BEGIN")) {
      ++begun_inside_;
      return true;
    }
    return begins_with(step.text, "VACUUM") || begins_with(step.text, "PRAGMA") ||
           ends_transaction(step.text) || begins_with(step.text, "ROLLBACK") ||
           newer_syntax(step.text).has_value();
  }

  Shadow& shadow_;
  const RunRules& rules_;
  Replay replay_;
  SchemaPointer now_;
  std::string stops_alter_;
  int begun_inside_ = 0;  ///< BEGINs that were refused because the tool's transaction is open
  bool wrapped_ = false;  ///< in the transaction that the tool opened
};

}  // namespace

std::set<std::string> touched_tables(const Replay& replay) {
  std::set<std::string> out;
  for (const Step& step : replay.steps) {
    if (!step.use.altered.empty()) out.insert(step.use.altered);
    for (const Change& change : step.changes) {
      out.insert(schema::fold_name(change.table));
      if (change.kind == Change::Kind::rename_table) out.insert(schema::fold_name(change.was));
    }
  }
  return out;
}

std::string what_stops_alter(Shadow& shadow) {
  // A table of our own is renamed a column of: nothing but the other objects' texts can stop that.
  constexpr std::string_view probe =
      "SAVEPOINT driftwood_probe; CREATE TABLE driftwood_probe(a); "
      "ALTER TABLE driftwood_probe RENAME COLUMN a TO b";
  const auto tried = shadow.execute(probe);
  static_cast<void>(shadow.execute("ROLLBACK TO driftwood_probe; RELEASE driftwood_probe"));
  return tried ? std::string() : tried.error().message;
}

base::Result<Replay> replay(Shadow& shadow, const migration::MigrationFile& file, Direction direction,
                            const RunRules& rules) {
  return Player(shadow, file, direction, rules).play();
}

base::Result<bool> run_past(Shadow& shadow, const migration::MigrationFile& file, const RunRules& rules) {
  return Player(shadow, file, Direction::up, rules).run_past();
}

}  // namespace simulator::lint
