#include "simulator/sql/seeded_random.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

namespace simulator::sql {
namespace {

base::Random& random_of(sqlite3_context* context) {
  return *static_cast<base::Random*>(sqlite3_user_data(context));
}

void random_integer(sqlite3_context* context, int, sqlite3_value**) {
  sqlite3_result_int64(context, static_cast<sqlite3_int64>(random_of(context).next()));
}

void random_blob(sqlite3_context* context, int, sqlite3_value** arguments) {
  const sqlite3_int64 size = std::max<sqlite3_int64>(sqlite3_value_int64(arguments[0]), 1);
  if (size > sqlite3_limit(sqlite3_context_db_handle(context), SQLITE_LIMIT_LENGTH, -1)) {
    sqlite3_result_error_toobig(context);
    return;
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  base::Random& source = random_of(context);
  for (std::size_t i = 0; i < bytes.size(); i += sizeof(std::uint64_t)) {
    const std::uint64_t word = source.next();
    std::memcpy(bytes.data() + i, &word, std::min(sizeof word, bytes.size() - i));
  }
  sqlite3_result_blob64(context, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

}  // namespace

int install_seeded_random(sqlite3* handle, base::Random& random) {
  constexpr int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
  const int first = sqlite3_create_function_v2(handle, "random", 0, flags, &random, random_integer, nullptr,
                                               nullptr, nullptr);
  if (first != SQLITE_OK) return first;
  return sqlite3_create_function_v2(handle, "randomblob", 1, flags, &random, random_blob, nullptr, nullptr,
                                    nullptr);
}

}  // namespace simulator::sql
