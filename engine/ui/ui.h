// One screen's state: the Dear ImGui context, the input queue, the ledger, the commands, the look. Views and
// widgets get it by reference; there is no global beside ImGui's own current context, which Ui owns.
//
// A frame: begin_frame(size, seconds) ... draw ... end_frame(); the platform does both around the view.
// Between them a window without decoration fills the screen, cursor at its top left, no padding and no
// ground: the platform shows every frame over theme().page. Ownership: refers to Fonts, which outlives it.
// Threads: the UI thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/soft_wrap.h"
#include "engine/ui/commands.h"
#include "engine/ui/fonts.h"
#include "engine/ui/input_queue.h"
#include "engine/ui/ledger.h"
#include "engine/ui/theme.h"

struct ImGuiContext;
struct ImDrawData;

namespace engine::ui {

struct Look {
  ThemeKind theme = ThemeKind::light;
  int text_percent = 100;  ///< 75 to 300
  bool reduced_motion = false;
  friend bool operator==(const Look&, const Look&) = default;
};

class Ui {
 public:
  explicit Ui(Fonts& fonts, const Look& look = {});
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;
  ~Ui();

  // ---- the frame
  // -------------------------------------------------------------------------------------------
  /// Makes this context current, rebuilds fonts if they are stale, applies input, starts the frame.
  void begin_frame(float width, float height, double seconds_since_last);
  /// Ends it; runs the command whose shortcut was pressed; the picture is in draw_data().
  void end_frame();
  [[nodiscard]] const ImDrawData* draw_data() const;
  [[nodiscard]] float width() const { return width_; }
  [[nodiscard]] float height() const { return height_; }
  [[nodiscard]] double now() const {
    return now_;
  }  ///< seconds since the first frame; advances by frames only
  void make_current();

  // ---- parts
  // -----------------------------------------------------------------------------------------------
  [[nodiscard]] InputQueue& input() { return input_; }
  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] Commands& commands() { return commands_; }
  [[nodiscard]] Fonts& fonts() { return fonts_; }
  [[nodiscard]] const FontMetrics& metrics() const { return fonts_.metrics(); }

  // ---- the look
  // --------------------------------------------------------------------------------------------
  [[nodiscard]] const Look& look() const { return look_; }
  /// Takes effect with the next frame.
  void set_look(const Look& look);
  /// The screen's own scale (Xft.dpi / 96); multiplies the text size.
  void set_device_scale(float scale);
  /// This frame's: a look that is set while a frame is drawn waits for the next.
  [[nodiscard]] const Theme& theme() const { return engine::ui::theme(applied_look_.theme); }
  /// A length of the look (px at 100 % text) in real pixels, whole.
  [[nodiscard]] float px(float length) const;

  // ---- when to draw again
  // ----------------------------------------------------------------------------------
  /// Something moves: draw the next frame at once.
  void keep_drawing() { redraw_in_ = 0; }
  /// Draw again after so many seconds at the latest (a toast that leaves, a caret that blinks).
  void redraw_after(double seconds);
  /// Seconds until a frame is wanted without input; infinity when the screen may sleep.
  [[nodiscard]] double redraw_in() const { return redraw_in_; }
  /// 0 to 1, moving towards `on` in `milliseconds`, eased out; at once with reduced motion.
  [[nodiscard]] float ease(std::uint32_t id, bool on, float milliseconds = 140);
  /// Whether a blinking caret shows now. It stops blinking, shown, 10 s after the last input.
  [[nodiscard]] bool caret_shows();
  /// Pictures and tests: carets stay on.
  void set_caret_blinks(bool blinks) { caret_blinks_ = blinks; }

  // ---- focus
  // -----------------------------------------------------------------------------------------------
  /// The keyboard goes to the named item in the next frame that draws it.
  void focus(std::string name) { focus_request_ = std::move(name); }
  /// Scrolls so that the named item can be seen, in the next two frames that draw it.
  void scroll_to(std::string name) {
    scroll_request_ = std::move(name);
    scrolled_ = false;
  }
  /// Name of the item that had the keyboard in the last whole frame; empty for none.
  [[nodiscard]] const std::string& focused() const { return ledger_.focused(); }
  /// An editor that wants Tab for itself says so in each frame while it is active.
  void take_tab() { tab_taken_ = true; }
  /// The key went down in this frame (no repeats).
  [[nodiscard]] bool pressed(Key key, Mods mods = {}) const;

  // ---- for widgets
  // -----------------------------------------------------------------------------------------
  /// Registers an item that was just submitted to ImGui. `item.rect`, name, role, label, value, enabled, id
  /// are the caller's; visible and the focus and scroll requests are dealt with here.
  void mark(ItemView item);
  /// Registers what is known of items that are far out of sight and were not submitted in this frame: as they
  /// were, moved so far.
  void mark_unseen(std::shared_ptr<const std::vector<Item>> items, float right, float down);
  /// The field of several lines that is being typed into, and how its text is wrapped.
  struct WrappedTyping {
    std::string field;
    text::SoftWrap now;
    text::SoftWrap begun;  ///< as it was when the typing began: Escape brings it back
  };
  [[nodiscard]] WrappedTyping& wrapped_typing() { return wrapped_typing_; }
  /// Whether mark() will answer a focus request for this name (text fields must know before they are
  /// submitted).
  [[nodiscard]] bool focus_wanted(std::string_view name) const { return focus_request_ == name; }
  /// Whether mark() will move the focus or the view to some name.
  [[nodiscard]] bool anything_wanted() const { return !focus_request_.empty() || !scroll_request_.empty(); }
  /// Whether to this one: it must be submitted, even out of sight.
  [[nodiscard]] bool wanted(std::string_view name) const {
    return !name.empty() && (focus_request_ == name || scroll_request_ == name);
  }

 private:
  void move_focus();
  void run_shortcut();

  struct Eases;
  Fonts& fonts_;
  ImGuiContext* context_;
  InputQueue input_;
  Ledger ledger_;
  Commands commands_;
  Look look_;
  Look applied_look_;
  float device_scale_ = 1;
  float applied_scale_ = 0;
  float width_ = 0, height_ = 0;
  double now_ = 0;
  double last_input_ = 0;
  std::uint64_t inputs_seen_ = 0;
  double redraw_in_ = 0;
  bool caret_blinks_ = true;
  bool input_came_ = false;  ///< with this frame
  bool tab_taken_ = false;
  bool tab_was_taken_ = false;
  std::string focus_request_;
  std::string scroll_request_;
  bool scrolled_ = false;  ///< in one frame already, for this request
  std::string last_active_;
  WrappedTyping wrapped_typing_;
  std::unique_ptr<Eases> eases_;
};

}  // namespace engine::ui
