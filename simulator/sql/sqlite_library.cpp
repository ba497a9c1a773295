#include "simulator/sql/sqlite_library.h"

#include <sqlite3.h>

#include <mutex>

namespace simulator::sql {

void set_up_sqlite() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

}  // namespace simulator::sql
