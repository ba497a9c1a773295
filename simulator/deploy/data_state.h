// What a moment's requests can depend on: the database, the last value written of every fact, which "once"
// queries have succeeded, and the backups. And when two of them are the same.
//
// Two are the same when schema, rows and facts are, whatever numbers were written: a write carries a number
// (710001 and up, six digits) that tells it from all others, and only who wrote last matters. So in the
// fingerprint each such number is replaced, wherever its six digits stand, also inside longer texts: those
// that are some fact's last value by the first such fact, others by the order in which they appear in the
// sorted rows. Rows are sorted or summed, so the order in which they were made does not tell databases apart.
// Not covered: SQL that sorts or computes by the written numbers themselves (a hash of one, a sum), that
// depends on the order of rows without asking for one, or on the rowid of a table without a key of its own.
//
// Ownership: values and shared immutable parts. May cross threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"
#include "simulator/sql/database.h"
#include "simulator/sql/image.h"

namespace simulator::deploy {

/// Numbers that the scenario itself holds: they are never written and never renamed.
using ReservedNumbers = std::set<std::uint32_t>;

inline constexpr std::uint32_t first_write = 710'001;
inline constexpr std::uint32_t last_write = 719'999;

/// Calls `each(position, number)` for every written number in the text.
void for_written_numbers(std::string_view text, const ReservedNumbers& reserved,
                         const std::function<void(std::size_t, std::uint32_t)>& each);

struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// Everything a database holds, as text.
struct Dump {
  struct Table {
    std::string name;
    std::vector<std::string> rows;          ///< values with their types, as SQLite gave them, in its order
    Fingerprint without_numbers;            ///< the sum of those of all rows without a written number
    std::vector<std::size_t> with_numbers;  ///< the other rows, as indices
  };
  std::string schema;
  std::vector<Table> tables;           ///< by name
  std::vector<std::uint32_t> numbers;  ///< written ones that occur, sorted

  /// Some value's text contains it.
  [[nodiscard]] bool contains(std::string_view text) const;
  [[nodiscard]] std::size_t bytes() const;
};

/// On a connection that may read everything. Codes: sqlite.*, deploy.too-many (more than 100,000 rows).
[[nodiscard]] base::Result<Dump> dump_of(sqlite3* connection, const ReservedNumbers& reserved);

struct KeptBackup {
  sql::Image image;
  std::shared_ptr<const Dump> dump;
};

struct DataState {
  sql::Image image;
  std::shared_ptr<const Dump> dump;              ///< never null
  std::vector<std::optional<std::string>> last;  ///< by fact, as to_display gives it; empty: nobody knows
  std::vector<bool> once;                        ///< that have succeeded
  std::vector<std::optional<KeptBackup>> backups;
};

struct FingerprintHash {
  std::size_t operator()(const Fingerprint& print) const { return static_cast<std::size_t>(print.low); }
};

[[nodiscard]] Fingerprint fingerprint_of(const DataState& state, const ReservedNumbers& reserved);
/// The lowest number that is neither in the databases nor a last value.
[[nodiscard]] std::uint32_t fresh_number(const DataState& state, const ReservedNumbers& reserved);

}  // namespace simulator::deploy
