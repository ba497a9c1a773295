// The console of a lab: SQL for one environment, and what came back, newest first.
//
// What was submitted stays in the input until it ran without an error, so a typing mistake costs one key.
// Ctrl+Up and Ctrl+Down walk through what was submitted before; the text that was being typed is kept at the
// end of the walk.
// Ownership: holds its input. Threads: the window's.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/ui/sql_editor.h"
#include "engine/views/lab_session.h"

namespace engine::views {

class LabConsole {
 public:
  LabConsole();

  /// What came back for the text that was submitted last: clears the input, or marks the mistake in it.
  void take(const LabPicture& picture);

  struct Wish {
    bool changed = false;  ///< the input: keep it as a draft
    bool submit = false;   ///< text() on environment(); answer with submitted()
    bool cancel = false;
  };
  /// `headed`: with its name, where nothing else says what it is.
  [[nodiscard]] Wish draw(ui::Ui& ui, const LabPicture& picture, bool busy, float height, bool headed);
  /// The session's number of what was wished.
  void submitted(std::uint64_t number);

  [[nodiscard]] const std::string& text() const { return input_.text(); }
  void set_text(std::string text) { input_.set_text(std::move(text)); }
  [[nodiscard]] const std::string& environment() const { return environment_; }
  /// Also when the environment that was chosen is gone.
  void choose(std::string environment) { environment_ = std::move(environment); }

 private:
  void draw_environments(ui::Ui& ui, const LabPicture& picture);
  void draw_output(ui::Ui& ui, const LabPicture& picture);
  void draw_entry(ui::Ui& ui, const ConsoleEntry& entry);
  bool recall(ui::Ui& ui);

  struct Sent {
    std::uint64_t number = 0;
    std::string text;
  };

  ui::SqlEditor input_;
  std::string environment_;
  std::optional<Sent> sent_;          ///< nothing came back yet
  std::vector<std::string> earlier_;  ///< oldest first, without repeats in a row
  std::size_t walked_to_ = 0;         ///< index into earlier_; its size: the text being typed
  std::string being_typed_;
  std::set<std::uint64_t> unfolded_;  ///< numbers of entries whose long text is shown whole
};

}  // namespace engine::views
