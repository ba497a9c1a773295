#include "simulator/sql/splitter.h"

#include "simulator/sql/tokenizer.h"

namespace simulator::sql {
namespace {

// The states a statement goes through. Everything but a trigger becomes `plain` after a word or two.
enum class State {
  start,           // nothing but trivia so far
  explain,         // EXPLAIN [QUERY PLAN]
  create,          // CREATE [TEMP|TEMPORARY]
  plain,           // the next semicolon ends it
  trigger_head,    // CREATE TRIGGER ... up to BEGIN
  trigger_body,    // inside BEGIN ... END
  after_semi,      // a semicolon inside the body: END may follow
  after_body_end,  // END followed a semicolon: the next semicolon ends the trigger
};

State next(State state, std::string_view word) {
  const auto is = [word](std::string_view other) { return same_word(word, other); };
  switch (state) {
    case State::start:
      if (is("EXPLAIN")) return State::explain;
      return is("CREATE") ? State::create : State::plain;
    case State::explain:
      if (is("QUERY") || is("PLAN")) return State::explain;
      return is("CREATE") ? State::create : State::plain;
    case State::create:
      if (is("TEMP") || is("TEMPORARY")) return State::create;
      return is("TRIGGER") ? State::trigger_head : State::plain;
    case State::plain:
      return State::plain;
    case State::trigger_head:
      return is("BEGIN") ? State::trigger_body : State::trigger_head;
    case State::after_semi:
      if (is(";")) return State::after_semi;
      return is("END") ? State::after_body_end : State::trigger_body;
    case State::trigger_body:
    case State::after_body_end:
      return is(";") ? State::after_semi : State::trigger_body;
  }
  return State::plain;
}

bool semicolon_ends(State state) { return state != State::trigger_body && state != State::after_semi; }

}  // namespace

StatementText first_statement(std::string_view script) {
  State state = State::start;
  std::size_t begin = 0;  // of the piece, once the state is past `start`
  std::size_t end = 0;    // behind its last token that is not trivia
  for (std::size_t offset = 0; offset < script.size();) {
    const Token token = token_at(script, offset);
    offset += token.length;
    if (is_trivia(token.kind)) continue;
    const std::string_view text = text_of(script, token);
    if (text == ";" && semicolon_ends(state)) {
      if (state == State::start) continue;
      return {script.substr(begin, offset - begin), begin, true};
    }
    if (state == State::start) begin = token.offset;
    end = offset;
    state = next(state, text);
  }
  return {script.substr(begin, end - begin), begin, false};
}

std::vector<StatementText> split_statements(std::string_view script) {
  std::vector<StatementText> pieces;
  for (std::size_t start = 0; start < script.size();) {
    StatementText piece = first_statement(script.substr(start));
    if (piece.text.empty()) break;
    piece.offset += start;
    start = piece.offset + piece.text.size();
    pieces.push_back(piece);
    if (!piece.finished) break;
  }
  return pieces;
}

}  // namespace simulator::sql
