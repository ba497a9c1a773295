#include "simulator/sql/bounded_functions.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "simulator/sql/bounded_printf.h"

namespace simulator::sql {
namespace {

using Context = sqlite3_context*;
using Arguments = sqlite3_value**;

FunctionHost& host_of(Context context) {
  return **static_cast<std::shared_ptr<FunctionHost>*>(sqlite3_user_data(context));
}

bool stopped(Context context) {
  if (!host_of(context).must_stop()) return false;
  sqlite3_result_error_code(context, SQLITE_INTERRUPT);
  return true;
}

bool is_null(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; }

std::string_view text(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

std::string_view blob(sqlite3_value* value) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

void give_text(Context context, std::string_view out) {
  sqlite3_result_text64(context, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// memmem is linear in glibc. npos when absent.
std::size_t position_of(std::string_view hay, std::string_view needle, std::size_t from) {
  if (needle.size() > hay.size() - from) return std::string_view::npos;
  const void* hit = ::memmem(hay.data() + from, hay.size() - from, needle.data(), needle.size());
  return hit == nullptr ? std::string_view::npos
                        : static_cast<std::size_t>(static_cast<const char*>(hit) - hay.data());
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

void instr(Context context, int /*count*/, Arguments arguments) {
  if (stopped(context)) return;
  if (is_null(arguments[0]) || is_null(arguments[1])) return;
  const bool both_blobs =
      sqlite3_value_type(arguments[0]) == SQLITE_BLOB && sqlite3_value_type(arguments[1]) == SQLITE_BLOB;
  const std::string_view hay = both_blobs ? blob(arguments[0]) : text(arguments[0]);
  const std::string_view needle = both_blobs ? blob(arguments[1]) : text(arguments[1]);
  if (needle.empty()) return sqlite3_result_int(context, 1);
  std::size_t hit = hay.empty() ? std::string_view::npos : position_of(hay, needle, 0);
  // A text is found only at the start of a character.
  while (!both_blobs && hit != std::string_view::npos && hit > 0 && continues_character(hay[hit])) {
    hit = position_of(hay, needle, hit + 1);
  }
  if (hit == std::string_view::npos) return sqlite3_result_int(context, 0);
  std::int64_t place = 1;
  for (std::size_t i = 1; i <= hit; ++i) {
    if (both_blobs || !continues_character(hay[i])) ++place;
  }
  sqlite3_result_int64(context, place);
}

void replace(Context context, int /*count*/, Arguments arguments) {
  if (stopped(context)) return;
  if (is_null(arguments[0]) || is_null(arguments[1])) return;
  const std::string_view subject = text(arguments[0]);
  const std::string_view pattern = text(arguments[1]);
  if (pattern.empty() || pattern.front() == '\0') return sqlite3_result_value(context, arguments[0]);
  if (is_null(arguments[2])) return;
  const std::string_view by = text(arguments[2]);
  const auto limit =
      static_cast<std::size_t>(sqlite3_limit(sqlite3_context_db_handle(context), SQLITE_LIMIT_LENGTH, -1));
  std::string out;
  std::size_t from = 0;
  while (from < subject.size()) {
    const std::size_t hit = position_of(subject, pattern, from);
    if (hit == std::string_view::npos) break;
    out.append(subject.substr(from, hit - from)).append(by);
    from = hit + pattern.size();
    if (out.size() > limit) return sqlite3_result_error_toobig(context);
  }
  out.append(subject.substr(from));
  give_text(context, out);
}

// A character as SQLite's trim() sees it: a byte of 0xC0 or more and the 10xxxxxx bytes behind it.
std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  if (static_cast<unsigned char>(text[at]) >= 0xC0U) {
    while (at + length < text.size() && continues_character(text[at + length])) ++length;
  }
  return length;
}

// At the right end SQLite compares bytes with every character of the set, whatever the bytes are part of. The
// lengths of the set's characters are few, so one look-up each is the same.
void trim(Context context, int count, Arguments arguments, bool left, bool right) {
  if (stopped(context)) return;
  if (is_null(arguments[0]) || (count == 2 && is_null(arguments[1]))) return;
  std::string_view rest = text(arguments[0]);
  const std::string_view given = count == 2 ? text(arguments[1]) : std::string_view(" ");
  std::unordered_set<std::string_view> set;
  std::vector<std::size_t> lengths;
  for (std::size_t i = 0; i < given.size();) {
    const std::size_t length = character_length(given, i);
    set.insert(given.substr(i, length));
    if (std::find(lengths.begin(), lengths.end(), length) == lengths.end()) lengths.push_back(length);
    i += length;
  }
  const auto strip = [&](bool front) {
    for (bool found = true; found && !rest.empty();) {
      found = false;
      for (const std::size_t length : lengths) {
        if (length > rest.size()) continue;
        if (!set.contains(front ? rest.substr(0, length) : rest.substr(rest.size() - length))) continue;
        front ? rest.remove_prefix(length) : rest.remove_suffix(length);
        found = true;
        break;
      }
    }
  };
  if (left) strip(true);
  if (right) strip(false);
  give_text(context, rest);
}

void trim_both(Context c, int n, Arguments a) { trim(c, n, a, true, true); }
void trim_left(Context c, int n, Arguments a) { trim(c, n, a, true, false); }
void trim_right(Context c, int n, Arguments a) { trim(c, n, a, false, true); }

void format(Context context, int count, Arguments arguments) {
  if (!stopped(context)) bounded_printf(context, count, arguments);
}

void drop_host(void* host) { delete static_cast<std::shared_ptr<FunctionHost>*>(host); }

}  // namespace

int register_bounded_functions(sqlite3* connection, const std::shared_ptr<FunctionHost>& host) {
  struct Function {
    const char* name;
    int arguments;
    int flags;
    void (*call)(Context, int, Arguments);
  };
  constexpr int repeatable = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
  constexpr Function functions[] = {
      {"printf", -1, repeatable, format},   {"format", -1, repeatable, format},
      {"instr", 2, repeatable, instr},      {"replace", 3, repeatable, replace},
      {"trim", 1, repeatable, trim_both},   {"trim", 2, repeatable, trim_both},
      {"ltrim", 1, repeatable, trim_left},  {"ltrim", 2, repeatable, trim_left},
      {"rtrim", 1, repeatable, trim_right}, {"rtrim", 2, repeatable, trim_right},
  };
  for (const Function& one : functions) {
    const int result = sqlite3_create_function_v2(connection, one.name, one.arguments, one.flags,
                                                  new std::shared_ptr<FunctionHost>(host), one.call, nullptr,
                                                  nullptr, drop_host);
    if (result != SQLITE_OK) return result;  // SQLite has called drop_host
  }
  return SQLITE_OK;
}

}  // namespace simulator::sql
