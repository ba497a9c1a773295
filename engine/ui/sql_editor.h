// The SQL editor: colours, line numbers, squiggles at their real place, own caret and undo. Over Dear ImGui's
// InputTextMultiline (its text drawn invisible, ours over it), so selection, clipboard and word movement are
// ImGui's.
//
// Keys: Ctrl+Enter asks to run; Esc leaves the editor (Tab then walks on); Tab and Shift+Tab indent; Ctrl+/
// comments; Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y are its own undo, which survives leaving the editor and set_text.
// Ownership: holds its text. Threads: the UI thread only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/text/edit.h"
#include "engine/text/edit_history.h"
#include "engine/text/line_index.h"
#include "engine/text/sql_colours.h"
#include "engine/ui/text_diagnostic.h"

struct ImGuiInputTextCallbackData;
struct ImGuiInputTextState;

namespace engine::ui {

class Ui;
struct Rect;

struct SqlEditorOptions {
  float width = 0;   ///< pixels; 0: what is left
  float height = 0;  ///< pixels; 0: what is left
  bool read_only = false;
  bool line_numbers = true;
};

struct SqlEditorResult {
  bool changed = false;  ///< by the person
  bool run = false;      ///< Ctrl+Enter
  bool left = false;     ///< the keyboard went elsewhere
};

class SqlEditor {
 public:
  /// `name` for the ledger, `label` what is edited: "20260514_add_user_phone.sql".
  SqlEditor(std::string name, std::string label, std::string text = {});

  SqlEditorResult draw(Ui& ui, const SqlEditorOptions& options = {});

  [[nodiscard]] const std::string& text() const { return text_; }
  /// Works while the editor has the keyboard too; the person can undo it. The caret goes to the end.
  void set_text(std::string text);
  /// Another document: its text, and nothing to undo.
  void open(std::string label, std::string text);
  void set_diagnostics(std::vector<TextDiagnostic> diagnostics) { diagnostics_ = std::move(diagnostics); }
  /// Byte offset of the caret; where it was last when another item has the keyboard.
  [[nodiscard]] std::size_t caret() const { return caret_; }
  /// The selected text; empty without a selection.
  [[nodiscard]] const std::string& selected() const { return selected_; }
  [[nodiscard]] bool active() const { return active_; }

 private:
  struct Geometry;
  static int on_callback(ImGuiInputTextCallbackData* data);
  void apply_pending(ImGuiInputTextCallbackData& data);
  void keys(Ui& ui, const SqlEditorOptions& options);
  void paint(Ui& ui, const Geometry& at);
  void replace(text::Edited edited);

  std::string name_;
  std::string label_;
  std::string text_;
  std::vector<TextDiagnostic> diagnostics_;
  text::EditHistory history_;
  std::vector<text::ColourSpan> colours_;
  text::LineIndex lines_;
  std::string coloured_text_;
  bool coloured_ = false;
  std::optional<text::Edited> pending_;  ///< to be put into ImGui's own copy of the text
  std::string selected_;
  std::size_t caret_ = 0;
  std::size_t selection_begin_ = 0, selection_end_ = 0;
  std::size_t length_before_ = 0;
  bool new_line_ = false;
  bool active_ = false;
};

}  // namespace engine::ui
