// A lab on the screen: task, goals and files at the left; editor and console in the middle; the environments
// at the right; time along the bottom. In a small window, or with large text, they share their place behind
// tabs.
//
// The files' text and the console's input are kept as drafts, the tree of commands is saved after every
// command, so closing the window loses nothing.
// Ownership: shares the Lab; refers to Services, InlineTexts and ProgressBook. Threads: the window's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/ui/sql_editor.h"
#include "engine/views/bar.h"
#include "engine/views/inline_texts.h"
#include "engine/views/lab_console.h"
#include "engine/views/lab_session.h"
#include "engine/views/pane_layout.h"
#include "engine/views/progress_book.h"
#include "engine/views/services.h"

namespace engine::views {

/// The parts of the screen, as PaneLayout numbers them.
enum class LabPart : std::size_t {
  task,
  work,  ///< editor above console
  files,
  console,
  board,
  time,
};

class LabView {
 public:
  /// Of a free lab, the tool that was chosen last decides.
  LabView(Services& services, InlineTexts& texts, ProgressBook& book, std::string course, std::string lesson,
          std::shared_ptr<const lab::Lab> lab);

  /// Another tool was chosen: this view is over, a new one of the same lab follows its rules. What was done
  /// under each tool is kept.
  [[nodiscard]] bool over() const { return over_; }

  /// Undo, redo, hint and reset: for the bar.
  [[nodiscard]] std::vector<BarAction> actions();
  void draw(ui::Ui& ui);

 private:
  void take_picture();
  [[nodiscard]] static bool strip_is_tab(ui::Ui& ui);
  [[nodiscard]] static std::vector<Column> columns(ui::Ui& ui, float height);
  void draw_part(ui::Ui& ui, LabPart part, float height);
  void draw_time(ui::Ui& ui);
  // The parts, in lab_parts.cpp.
  void draw_task(ui::Ui& ui);
  void draw_warnings(ui::Ui& ui);
  void draw_files(ui::Ui& ui);
  void draw_editor(ui::Ui& ui, float height);
  void draw_console(ui::Ui& ui, float height, bool headed);

  void follow_file();
  void open_file(const std::string& path);
  /// The text in the editor becomes a command when it differs from the file.
  void write_open_file();
  /// Undo, redo, another moment: after what is typed was written.
  void travel(const std::function<void()>& go);
  void apply(world::Command command);
  void create_file();
  void renew_atlas_sum();
  void choose_tool(simulator::migration::Tool tool);
  [[nodiscard]] std::string draft(const std::string& what) const;

  Services& services_;
  InlineTexts& texts_;
  ProgressBook& book_;
  std::string course_;
  std::string lesson_;
  std::string part_;  ///< the lab's id in the progress book
  std::shared_ptr<const lab::Lab> lab_;
  std::vector<std::string> to_make_;  ///< environments the goals want and the start has not
  std::string start_hash_;
  LabSession session_;
  std::shared_ptr<const LabPicture> picture_;
  std::shared_ptr<const std::string> saved_;  ///< what the store has

  std::string file_;       ///< open in the editor; empty for none
  std::string file_text_;  ///< as the World has it
  ui::SqlEditor editor_;
  LabConsole console_;
  PaneLayout layout_;
  bool naming_ = false;
  std::string new_name_;
  std::string new_name_problem_;
  std::size_t hints_shown_ = 0;
  bool reset_asked_ = false;
  bool warnings_read_ = false;
  bool over_ = false;
  bool side_by_side_ = false;  ///< shown in place of the lab
  std::shared_ptr<const FilePreview> preview_;
};

}  // namespace engine::views
