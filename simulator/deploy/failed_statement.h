// What PostgreSQL's words need to know about the statement that SQLite refused. Part of the room's inside.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/error.h"

namespace simulator::deploy {

/// The statement that failed: the one at the error's place, or the only one. Empty: it cannot be told.
[[nodiscard]] std::string_view failed_statement(const base::Error& error, std::string_view sql);

/// Its tokens that mean something, as written.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view statement);

/// A name as PostgreSQL knows it: folded, unless the statement has it in quotes.
[[nodiscard]] std::string as_known(std::string_view name, std::string_view statement);

/// SQLite sometimes names the database too ("main.users"); a rollout has only one.
[[nodiscard]] std::string without_database(const std::string& name);

/// The name behind these words, of which those that end in '?' may be missing. Empty: it is not there.
[[nodiscard]] std::string name_behind(std::string_view statement,
                                      std::initializer_list<std::string_view> path);

/// The table that INSERT, UPDATE or DELETE changes, the one that ALTER TABLE alters, the column it adds.
[[nodiscard]] std::string target_of(std::string_view statement);
[[nodiscard]] std::string altered_table(std::string_view statement);
[[nodiscard]] std::string added_column(std::string_view statement);

/// A name before a dot is a table or an alias only where it also stands without the dot.
[[nodiscard]] bool is_in_from(std::string_view statement, std::string_view name);

}  // namespace simulator::deploy
