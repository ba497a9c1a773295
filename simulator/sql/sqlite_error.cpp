#include "simulator/sql/sqlite_error.h"

#include <sqlite3.h>

#include "simulator/base/text_position.h"

namespace simulator::sql {

std::string_view error_code(int result_code) {
  switch (result_code & 0xFF) {
    case SQLITE_ERROR:
      return "sqlite.error";
    case SQLITE_INTERNAL:
      return "sqlite.internal";
    case SQLITE_PERM:
      return "sqlite.perm";
    case SQLITE_ABORT:
      return "sqlite.abort";
    case SQLITE_BUSY:
      return "sqlite.busy";
    case SQLITE_LOCKED:
      return "sqlite.locked";
    case SQLITE_NOMEM:
      return "sqlite.nomem";
    case SQLITE_READONLY:
      return "sqlite.readonly";
    case SQLITE_INTERRUPT:
      return "sqlite.interrupt";
    case SQLITE_IOERR:
      return "sqlite.ioerr";
    case SQLITE_CORRUPT:
      return "sqlite.corrupt";
    case SQLITE_FULL:
      return "sqlite.full";
    case SQLITE_CANTOPEN:
      return "sqlite.cantopen";
    case SQLITE_SCHEMA:
      return "sqlite.schema";
    case SQLITE_TOOBIG:
      return "sqlite.toobig";
    case SQLITE_CONSTRAINT:
      return "sqlite.constraint";
    case SQLITE_MISMATCH:
      return "sqlite.mismatch";
    case SQLITE_MISUSE:
      return "sqlite.misuse";
    case SQLITE_AUTH:
      return "sqlite.auth";
    case SQLITE_RANGE:
      return "sqlite.range";
    case SQLITE_NOTADB:
      return "sqlite.notadb";
    default:
      return "sqlite.unknown";
  }
}

base::Error last_error(sqlite3* handle, std::string_view text, std::size_t start) {
  base::Error error;
  error.native = sqlite3_extended_errcode(handle);
  error.code = error_code(error.native);
  error.message = sqlite3_errmsg(handle);
  const int offset = sqlite3_error_offset(handle);
  if (offset >= 0 && !text.empty()) {
    error.at = base::position_at(text, start + static_cast<std::size_t>(offset));
    error.excerpt = base::caret_excerpt(text, error.at);
  }
  return error;
}

}  // namespace simulator::sql
