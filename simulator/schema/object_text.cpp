#include "simulator/schema/object_text.h"

#include <algorithm>

namespace simulator::schema {
namespace {

/// Steps over CREATE [TEMP] <kind> [IF NOT EXISTS] [schema.]name.
void skip_head(Cursor& cursor, std::string_view kind) {
  while (!cursor.at_end() && !cursor.is(kind)) cursor.skip();
  cursor.take(kind);
  if (cursor.is("if") && cursor.is("not", 1)) {
    for (int word = 0; word < 3; ++word) cursor.skip();
  }
  cursor.skip();
  if (cursor.take(".")) cursor.skip();
}

/// BEGIN is also a name; the one that opens a body is followed by a statement.
bool opens_body(const Cursor& cursor) {
  if (!cursor.is("begin")) return false;
  for (const std::string_view word : {"insert", "replace", "update", "delete", "select", "with", "values"}) {
    if (cursor.is(word, 1)) return true;
  }
  return false;
}

std::string event(Cursor& cursor) {
  std::string text = fold_name(cursor.text());
  cursor.skip();
  if (!cursor.take("of")) return text;
  std::vector<std::string> columns;  // a set: their order means nothing
  while (!cursor.at_end() && !cursor.is("on")) {
    columns.push_back(fold_name(cursor.take_name()));
    cursor.take(",");
  }
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? " of " : ", ") + print_name(columns[i]);
  return text;
}

}  // namespace

IndexText read_index_text(Cursor& cursor) {
  IndexText index;
  cursor.take("create");
  index.unique = cursor.is("unique");
  skip_head(cursor, "index");
  while (!cursor.at_end() && !cursor.is("(")) cursor.skip();
  index.parts = read_parts(cursor.sql(), cursor.take_group());
  if (cursor.take("where")) {
    const std::size_t first = cursor.position();
    while (!cursor.at_end()) cursor.skip();
    index.where = cursor.since(first);
  }
  return index;
}

Trigger read_trigger_text(Cursor& cursor, const Names& names) {
  skip_head(cursor, "trigger");
  Trigger trigger;
  trigger.timing = "before";
  if (cursor.take("after")) trigger.timing = "after";
  if (cursor.take("instead")) {
    cursor.take("of");
    trigger.timing = "instead of";
  }
  cursor.take("before");
  trigger.event = event(cursor);
  while (!cursor.at_end() && !cursor.is("when") && !opens_body(cursor)) cursor.skip();
  if (cursor.take("when")) {
    const std::size_t first = cursor.position();
    while (!cursor.at_end() && !opens_body(cursor)) cursor.skip();
    const Tokens when = without_outer_parentheses(cursor.sql(), cursor.since(first));
    trigger.when = canonical_text(cursor.sql(), when, names);
  }
  cursor.take("begin");
  const std::size_t first = cursor.position();
  while (!cursor.at_end()) cursor.skip();
  Tokens body = cursor.since(first);
  if (!body.empty() && is_word(cursor.sql(), body.back(), "end")) body = body.first(body.size() - 1);
  trigger.body = canonical_text(cursor.sql(), body, names);
  return trigger;
}

View read_view_text(Cursor& cursor, const Names& names) {
  skip_head(cursor, "view");
  View view;
  for (const Tokens column : split_at_commas(cursor.sql(), cursor.take_group())) {
    if (!column.empty()) {
      view.columns.push_back(fold_name(sql::unquoted(sql::text_of(cursor.sql(), column[0]))));
    }
  }
  cursor.take("as");
  const std::size_t first = cursor.position();
  while (!cursor.at_end()) cursor.skip();
  view.body = canonical_text(cursor.sql(), cursor.since(first), names);
  return view;
}

}  // namespace simulator::schema
