#include "simulator/deploy/data_state.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "simulator/sql/sqlite_error.h"

namespace simulator::deploy {
namespace {

constexpr std::size_t most_rows = 100'000;
constexpr std::size_t digits = 6;

/// Two streams of 64-bit multiply-and-fold (as in wyhash), so that two databases are not taken for one.
class Mixer {
 public:
  void add(std::string_view text) {
    add_word(text.size());
    while (text.size() >= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data(), sizeof word);
      add_word(word);
      text.remove_prefix(sizeof word);
    }
    std::uint64_t rest = 0;
    if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
    add_word(rest);
  }
  void add_word(std::uint64_t word) {
    print_.high = folded(print_.high ^ word, 0xA0761D6478BD642FULL) + 0x9E3779B97F4A7C15ULL;
    print_.low = folded(print_.low + word, 0xE7037ED1A0B428DBULL) ^ 0x8EBC6AF09C88C6E3ULL;
  }
  [[nodiscard]] Fingerprint print() const { return print_; }

 private:
  static std::uint64_t folded(std::uint64_t a, std::uint64_t b) {
    // The high half of a product, by parts: -Wpedantic knows no 128-bit integer.
    const std::uint64_t al = a & 0xFFFFFFFFU;
    const std::uint64_t ah = a >> 32U;
    const std::uint64_t bl = b & 0xFFFFFFFFU;
    const std::uint64_t bh = b >> 32U;
    const std::uint64_t middle = ah * bl + ((al * bl) >> 32U);
    const std::uint64_t other = al * bh + (middle & 0xFFFFFFFFU);
    const std::uint64_t high = ah * bh + (middle >> 32U) + (other >> 32U);
    return (a * b) ^ high;
  }
  Fingerprint print_{0x243F6A8885A308D3ULL, 0x13198A2E03707344ULL};
};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using RawStatement = std::unique_ptr<sqlite3_stmt, Finalize>;

base::Result<RawStatement> prepare(sqlite3* connection, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr) !=
      SQLITE_OK)
    return tl::make_unexpected(sql::last_error(connection));
  return RawStatement(statement);
}

/// A type, a length where there is one, and the text.
void append_value(std::string& out, sqlite3_stmt* statement, int column) {
  const int type = sqlite3_column_type(statement, column);
  constexpr std::string_view names = "?irtbn";  // SQLITE_INTEGER is 1, FLOAT 2, TEXT 3, BLOB 4, NULL 5
  out += names[static_cast<std::size_t>(type)];
  if (type == SQLITE_NULL) return;
  const auto* text = type == SQLITE_BLOB
                         ? static_cast<const char*>(sqlite3_column_blob(statement, column))
                         : reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
    out += std::to_string(size);
    out += ':';
  }
  if (text != nullptr) out.append(text, size);
  out += '|';
}

/// Which number stands for which.
class Renaming {
 public:
  explicit Renaming(const ReservedNumbers& reserved) : reserved_(reserved) {}

  /// `fresh`: numbers that have no name yet get the next; otherwise they are all alike.
  void append(std::string& out, std::string_view text, bool fresh) {
    std::size_t from = 0;
    for_written_numbers(text, reserved_, [&](std::size_t at, std::uint32_t number) {
      out.append(text.substr(from, at - from));
      out += '\x01';
      const auto known = names_.find(number);
      if (known != names_.end())
        out += std::to_string(known->second);
      else if (fresh)
        out += std::to_string(names_.emplace(number, names_.size()).first->second);
      out += '\x02';
      from = at + digits;
    });
    out.append(text.substr(from));
  }

 private:
  const ReservedNumbers& reserved_;
  std::map<std::uint32_t, std::size_t> names_;
};

void add_print(Mixer& mixer, const Fingerprint& print) {
  mixer.add_word(print.high);
  mixer.add_word(print.low);
}

void add_dump(Mixer& mixer, const Dump& dump, Renaming& renaming) {
  mixer.add(dump.schema);
  std::vector<std::pair<std::string, const std::string*>> rows;
  std::string named;
  for (const Dump::Table& table : dump.tables) {
    mixer.add(table.name);
    mixer.add_word(table.rows.size());
    add_print(mixer, table.without_numbers);
    // Sorted by what does not depend on the numbers; those that are alike then stay as they are.
    rows.clear();
    for (const std::size_t row : table.with_numbers) {
      rows.emplace_back(std::string(), &table.rows[row]);
      renaming.append(rows.back().first, table.rows[row], false);
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : *a.second < *b.second;
    });
    for (const auto& [alike, row] : rows) {
      named.clear();
      renaming.append(named, *row, true);
      mixer.add(named);
    }
  }
}

}  // namespace

void for_written_numbers(std::string_view text, const ReservedNumbers& reserved,
                         const std::function<void(std::size_t, std::uint32_t)>& each) {
  std::size_t at = text.find("71");
  while (at != std::string_view::npos && at + digits <= text.size()) {
    std::uint32_t number = 0;
    bool all_digits = true;
    for (std::size_t i = at; i < at + digits && all_digits; ++i) {
      all_digits = text[i] >= '0' && text[i] <= '9';
      number = number * 10 + static_cast<std::uint32_t>(text[i] - '0');
    }
    if (all_digits && number >= first_write && number <= last_write && !reserved.contains(number)) {
      each(at, number);
      at = text.find("71", at + digits);
    } else {
      at = text.find("71", at + 1);
    }
  }
}

bool Dump::contains(std::string_view text) const {
  return std::any_of(tables.begin(), tables.end(), [text](const Table& table) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [text](const std::string& row) { return row.find(text) != std::string::npos; });
  });
}

std::size_t Dump::bytes() const {
  std::size_t bytes = sizeof *this + schema.size();
  for (const Table& table : tables) {
    for (const std::string& row : table.rows) bytes += sizeof row + row.capacity();
    bytes += table.with_numbers.capacity() * sizeof(std::size_t);
  }
  return bytes;
}

base::Result<Dump> dump_of(sqlite3* connection, const ReservedNumbers& reserved) {
  Dump dump;
  auto master =
      prepare(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name");
  if (!master) return tl::make_unexpected(master.error());
  int result = SQLITE_ROW;
  while ((result = sqlite3_step(master->get())) == SQLITE_ROW) {
    for (int column = 0; column < 4; ++column) append_value(dump.schema, master->get(), column);
    const auto text = [&](int column) {
      const auto* read = reinterpret_cast<const char*>(sqlite3_column_text(master->get(), column));
      return std::string(read != nullptr ? read : "");
    };
    if (text(0) == "table") dump.tables.push_back({text(1), {}, {}, {}});
  }
  if (result != SQLITE_DONE) return tl::make_unexpected(sql::last_error(connection));
  std::size_t rows = 0;
  std::set<std::uint32_t> numbers;
  for (Dump::Table& table : dump.tables) {
    auto all = prepare(connection, "SELECT * FROM main." + sql::quote_identifier(table.name));
    if (!all) return tl::make_unexpected(all.error());
    const int columns = sqlite3_column_count(all->get());
    while ((result = sqlite3_step(all->get())) == SQLITE_ROW) {
      if (++rows > most_rows)
        return base::failure("deploy.too-many", "the scenario's database has more than 100,000 rows",
                             "Exploring compares all of them again and again: use a small database.");
      std::string& row = table.rows.emplace_back();
      for (int column = 0; column < columns; ++column) append_value(row, all->get(), column);
      bool plain = true;
      for_written_numbers(row, reserved, [&](std::size_t, std::uint32_t number) {
        numbers.insert(number);
        plain = false;
      });
      if (plain) {
        Mixer mixer;
        mixer.add(row);
        table.without_numbers.high += mixer.print().high;
        table.without_numbers.low += mixer.print().low;
      } else {
        table.with_numbers.push_back(table.rows.size() - 1);
      }
    }
    if (result != SQLITE_DONE) return tl::make_unexpected(sql::last_error(connection));
  }
  dump.numbers.assign(numbers.begin(), numbers.end());
  return dump;
}

Fingerprint fingerprint_of(const DataState& state, const ReservedNumbers& reserved) {
  Mixer mixer;
  Renaming renaming(reserved);
  std::string named;
  for (const std::optional<std::string>& last : state.last) {
    named.assign(last ? "=" : "?");
    if (last) renaming.append(named, *last, true);
    mixer.add(named);
  }
  for (const bool once : state.once) mixer.add_word(once ? 1 : 0);
  add_dump(mixer, *state.dump, renaming);
  for (const std::optional<KeptBackup>& backup : state.backups) {
    mixer.add_word(backup ? 1 : 0);
    if (backup) add_dump(mixer, *backup->dump, renaming);
  }
  return mixer.print();
}

std::uint32_t fresh_number(const DataState& state, const ReservedNumbers& reserved) {
  std::set<std::uint32_t> used = reserved;
  const auto take = [&used](const std::vector<std::uint32_t>& numbers) {
    used.insert(numbers.begin(), numbers.end());
  };
  take(state.dump->numbers);
  for (const std::optional<KeptBackup>& backup : state.backups) {
    if (backup) take(backup->dump->numbers);
  }
  for (const std::optional<std::string>& last : state.last) {
    if (last)
      for_written_numbers(*last, reserved, [&](std::size_t, std::uint32_t number) { used.insert(number); });
  }
  std::uint32_t number = first_write;
  while (used.contains(number)) ++number;
  return number;
}

}  // namespace simulator::deploy
