// The database of a deploy at the moment that is looked at: its tables, the rows of one of them, and a query
// that only reads. When the moment changes, what is open is read again, so that rows can be watched while
// scrubbing.
//
// Ownership: holds its input. Threads: the window's; it reads through the session.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/ui/sql_editor.h"
#include "engine/views/deploy_session.h"

namespace engine::views {

class DatabasePane {
 public:
  DatabasePane();

  void draw(ui::Ui& ui, DeploySession& session, const Replayed& replayed, std::size_t tick);
  /// A query is being typed: Ctrl+Enter means it.
  [[nodiscard]] bool typing() const { return input_.active(); }

 private:
  /// What was asked for last; asked again when the moment is another one.
  struct Asked {
    std::uint64_t replay = 0;
    std::size_t tick = 0;
    std::string sql;
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  void ask(DeploySession& session, LookAt what, Asked& last, const Asked& now);
  void draw_tables(ui::Ui& ui, const simulator::world::DatabaseView& database);
  void draw_query(ui::Ui& ui, std::size_t tick);
  void draw_answer(ui::Ui& ui, const DeploySession& session);

  std::string table_;
  ui::SqlEditor input_;
  std::string query_;  ///< that was run last; empty: none
  Asked asked_table_;
  Asked asked_query_;
};

}  // namespace engine::views
