// Two sides of one story: a real migration tool and `driftwoodctl migrate` by that tool's rules. Each side
// runs as a program of its own; what is compared is what their users have afterwards, the database file.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/programs/run.h"

namespace interop {

/// Where the Debian package postgresql-15 puts what is not in the PATH.
inline constexpr std::string_view postgres_programs = "/usr/lib/postgresql/15/bin/";

/// What of dbmate, prisma, sqitch, alembic or postgres is not installed; empty when everything is there.
[[nodiscard]] std::string missing_for(std::string_view tool);
/// build/interop, where the npm packages are.
[[nodiscard]] std::filesystem::path npm_folder();

/// A story is told step by step; either side can tell any step.
enum class Teller { theirs, ours };
enum class Verb { up, down };

/// A folder of migrations and a database for a while.
class Stage : public testing::Test {
 protected:
  /// `driftwoodctl migrate WORDS --dir m --db app.db --tool TOOL`
  [[nodiscard]] programs::Ran ours(std::vector<std::string> words, const std::string& tool) const;
  /// The same with --json, parsed.
  [[nodiscard]] nlohmann::json ours_json(std::vector<std::string> words, const std::string& tool) const;
  [[nodiscard]] static programs::Ran driftwoodctl(const std::vector<std::string>& words,
                                                  const std::filesystem::path& folder);

  void write(const std::string& name, const std::string& text) const { folder.write("m/" + name, text); }
  void remove(const std::string& name) const;
  /// A new folder and no database.
  void clear() const;

  /// The values of a query, columns divided by '|', rows by ';'; or SQLite's message.
  [[nodiscard]] std::string rows(const std::string& sql, const std::string& database = "app.db") const;
  /// Runs statements on the database as its owner would by hand.
  void by_hand(const std::string& sql) const;
  /// Everything in the database as text: the CREATE text of every object, sorted by name, and every row of
  /// every table. A column that `shown` does not want as it is, is shown as its SQL expression says.
  using Shown = std::function<std::string(const std::string& table, const std::string& column)>;
  [[nodiscard]] std::string everything(const Shown& shown = {}) const;

  programs::TemporaryFolder folder;
};

/// Statements as people write them, and now and then one that fails; `round` decides all of it.
class Author {
 public:
  explicit Author(unsigned round) : random_(round) {}
  /// True once in `times`.
  bool once_in(int times) { return below(times) == 0; }
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  /// One statement with its semicolon.
  std::string statement();
  /// Several, a line each.
  std::string statements();

 private:
  std::mt19937 random_;
};

}  // namespace interop
