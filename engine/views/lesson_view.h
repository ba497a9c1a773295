// The lesson page: sections at the left, the text with its live parts in the middle, where its ideas return
// at the right.
//
// Ownership: shares the Lesson and Course; refers to Services, InlineTexts and ProgressBook. Threads: the
// window's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ui/document_view.h"
#include "engine/ui/paint.h"
#include "engine/views/inline_texts.h"
#include "engine/views/progress_book.h"
#include "engine/views/quiz_session.h"
#include "engine/views/services.h"
#include "engine/views/sql_session.h"
#include "lessons/course/course.h"
#include "lessons/course/lesson.h"

namespace engine::views {

/// Where the person wants to go from here; empty fields: nowhere.
struct LessonWish {
  std::string lab;
  std::string deploy;
  std::vector<std::string> deploy_order;
  std::string lesson;   ///< an installed one
  std::string address;  ///< on the web
  std::string notice;   ///< what to tell instead: the link's lesson is not installed yet
};

class LessonView {
 public:
  LessonView(Services& services, InlineTexts& texts, ProgressBook& book,
             std::shared_ptr<const lessons::course::Course> course,
             std::shared_ptr<const lessons::course::Lesson> lesson);

  LessonWish draw(ui::Ui& ui);
  /// Scrolls to a heading ("deploy-order-matters") or a live part ("lab.new-engineer").
  void go_to(std::string place) { wanted_ = std::move(place); }
  [[nodiscard]] const lessons::course::Lesson& lesson() const { return *lesson_; }

 private:
  void list_entries();
  void draw_sections(ui::Ui& ui, LessonWish& wish);
  void draw_text(ui::Ui& ui, LessonWish& wish);
  void draw_margin(ui::Ui& ui, LessonWish& wish);
  void draw_part(ui::Ui& ui, const lessons::markdown::LivePart& part, float width, LessonWish& wish);
  void follow(const std::string& target, LessonWish& wish);
  void remember_place(ui::Ui& ui, float scroll);
  /// Of the section that begins at this anchor: all its live parts are done (and it has some).
  [[nodiscard]] bool section_done(std::size_t anchor) const;

  Services& services_;
  InlineTexts& texts_;
  ProgressBook& book_;
  std::shared_ptr<const lessons::course::Course> course_;
  std::shared_ptr<const lessons::course::Lesson> lesson_;
  QuizSession quiz_;
  SqlSession sql_;
  ui::DocumentView document_;
  std::map<std::string, ui::DocumentView> code_;
  /// What stands at the left. Made again when something is done, not in every frame.
  struct Entry {
    enum class Kind { section, lab, deploy };
    Kind kind = Kind::section;
    std::string id;
    std::string name;
    std::string label;
    std::optional<ui::Mark> mark;
  };
  std::vector<Entry> entries_;
  std::size_t entries_anchors_ = 0;  ///< of how many anchors and slots, and of which state of the book
  std::size_t entries_slots_ = 0;
  std::uint64_t entries_book_ = 0;
  /// What stands at the right: a concept of another lesson.
  struct Returning {
    const lessons::course::Concept* idea = nullptr;
    const lessons::course::LessonEntry* lesson = nullptr;
    std::string name;
    std::string where;  ///< "5 · middle"
  };
  std::vector<Returning> returning_;
  std::string wanted_;  ///< a place to scroll to as soon as it is laid out
  std::string place_;   ///< the anchor at the top of the page
  std::string saved_place_;
  int frames_drawn_ = 0;
};

}  // namespace engine::views
