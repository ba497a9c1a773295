#include "engine/views/lesson_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/ui/button.h"
#include "engine/ui/card.h"
#include "engine/ui/document_flow.h"
#include "engine/ui/interact.h"
#include "engine/ui/pane.h"
#include "engine/ui/status.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/quiz_card.h"
#include "engine/views/sql_card.h"
#include "simulator/base/sentence.h"

namespace engine::views {
namespace markdown = lessons::markdown;
using ui::TextStyle;
using ui::Tone;

namespace {

// Look pixels.
constexpr float sections_width = 250;
constexpr float margin_width = 320;

}  // namespace

LessonView::LessonView(Services& services, InlineTexts& texts, ProgressBook& book,
                       std::shared_ptr<const lessons::course::Course> course,
                       std::shared_ptr<const lessons::course::Lesson> lesson)
    : services_(services),
      texts_(texts),
      book_(book),
      course_(std::move(course)),
      lesson_(std::move(lesson)),
      quiz_(services, course_->id, lesson_),
      sql_(services, lesson_),
      document_(std::shared_ptr<const markdown::Document>(lesson_, &lesson_->document), "lesson.text") {
  const auto last = services_.store.place(course_->id, lesson_->id);
  if (last && *last) wanted_ = saved_place_ = (*last)->anchor;
  for (const auto& idea : course_->concepts) {
    const auto* entry = idea.lesson == lesson_->id ? nullptr : course_->find_lesson(idea.lesson);
    if (entry == nullptr) continue;
    std::string number = entry->id.substr(0, entry->id.find('-'));
    number.erase(0, std::min(number.find_first_not_of('0'), number.size() - 1));
    returning_.push_back({&idea, entry, "lesson.returns." + idea.id, number + " · " + entry->level});
  }
}

LessonWish LessonView::draw(ui::Ui& ui) {
  LessonWish wish;
  quiz_.update();
  const float width = ui::room(ui);
  const bool wide = width > ui.px(1120);
  const bool sections = width > ui.px(820);
  if (sections) {
    ui::PaneOptions options;
    options.width = ui.px(sections_width);
    options.padding_x = 14;
    options.padding_y = 20;
    options.line_right = true;
    options.label = "In this lesson";
    {
      const ui::Pane pane(ui, "lesson.sections", options);
      draw_sections(ui, wish);
    }
    ui::next_pane_beside();
  }
  {
    ui::PaneOptions options;
    options.width = wide ? ui::room(ui) - ui.px(margin_width) : 0;
    options.padding_x = 0;
    options.padding_y = 0;
    options.label = "Lesson";
    const ui::Pane pane(ui, "lesson.page", options);
    draw_text(ui, wish);
  }
  if (wide) {
    ui::next_pane_beside();
    ui::PaneOptions options;
    options.padding_x = 16;
    options.padding_y = 32;
    options.label = "Where this idea returns";
    const ui::Pane pane(ui, "lesson.margin", options);
    draw_margin(ui, wish);
  }
  ++frames_drawn_;
  return wish;
}

bool LessonView::section_done(std::size_t anchor) const {
  const auto& anchors = document_.anchors();
  const float top = anchors[anchor].y;
  const float bottom = anchor + 1 < anchors.size() ? anchors[anchor + 1].y : document_.height();
  bool any = false;
  for (const auto& slot : document_.slots()) {
    if (slot.rect.y < top || slot.rect.y >= bottom) continue;
    const markdown::LivePart& part = *slot.part;
    if (part.kind == markdown::LiveKind::sql) continue;
    any = true;
    const bool done = part.kind == markdown::LiveKind::quiz  ? book_.done(part.id)
                      : part.kind == markdown::LiveKind::lab ? book_.done(lab_part(part.id))
                                                             : book_.done(deploy_part(part.id));
    if (!done) return false;
  }
  return any;
}

void LessonView::list_entries() {
  const auto& anchors = document_.anchors();
  if (entries_anchors_ == anchors.size() && entries_slots_ == document_.slots().size() &&
      entries_book_ == book_.revision())
    return;
  entries_anchors_ = anchors.size();
  entries_slots_ = document_.slots().size();
  entries_book_ = book_.revision();
  entries_.clear();
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (anchors[i].level != 2) continue;
    entries_.push_back({Entry::Kind::section, std::string(anchors[i].id),
                        fmt::format("lesson.section.{}", anchors[i].id), std::string(anchors[i].title),
                        section_done(i) ? std::optional(ui::Mark::tick) : std::nullopt});
  }
  for (const auto& slot : document_.slots()) {
    const markdown::LivePart& part = *slot.part;
    if (part.kind == markdown::LiveKind::lab) {
      const auto* lab = lesson_->find_lab(part.id);
      const bool done = book_.done(lab_part(part.id));
      if (lab != nullptr)
        entries_.push_back({Entry::Kind::lab, part.id, "lesson.do.lab." + part.id, lab->title,
                            done ? ui::Mark::tick : ui::Mark::diamond});
    } else if (part.kind == markdown::LiveKind::deploy) {
      const auto* deploy = lesson_->find_deploy(part.id);
      const bool done = book_.done(deploy_part(part.id));
      if (deploy != nullptr)
        entries_.push_back({Entry::Kind::deploy, part.id, "lesson.do.deploy." + part.id, deploy->title,
                            done ? ui::Mark::tick : ui::Mark::play});
    }
  }
}

void LessonView::draw_sections(ui::Ui& ui, LessonWish& wish) {
  list_entries();
  ui::text(ui, TextStyle::small, "In this lesson", Tone::muted);
  ui::space(ui, 6);
  bool doing = false;
  for (const Entry& entry : entries_) {
    if (!doing && entry.kind != Entry::Kind::section) {
      doing = true;
      ui::space(ui, 16);
      ui::text(ui, TextStyle::small, "Do it", Tone::muted);
      ui::space(ui, 6);
    }
    ui::ButtonOptions options;
    options.kind = ui::ButtonKind::quiet;
    options.selected = entry.kind == Entry::Kind::section && place_ == entry.id;
    options.align_left = true;
    options.width = ui::room(ui);
    options.mark = entry.mark;
    options.tooltip = entry.label;
    if (options.selected) options.tone = Tone::accent;
    if (!ui::button(ui, entry.name, entry.label, options)) continue;
    if (entry.kind == Entry::Kind::section) wanted_ = entry.id;
    if (entry.kind == Entry::Kind::lab) wish.lab = entry.id;
    if (entry.kind == Entry::Kind::deploy) wish.deploy = entry.id;
  }
}

void LessonView::draw_text(ui::Ui& ui, LessonWish& wish) {
  const float available = ui::room(ui);
  const float column = std::min(ui::reading_width(ui.metrics()), available - ui.px(48));
  const float left = std::max(ui.px(24), std::min(ui.px(64), (available - column) / 2));
  const float wide = std::max(column, std::min(column * 1.3F, available - left - ui.px(40)));
  ImGui::SetCursorPos({left, ui.px(28)});
  const float top = ImGui::GetCursorPosY();
  if (lesson_->broken()) {
    ui::callout(
        ui, "lesson.broken", Tone::warn, "This lesson has mistakes.",
        fmt::format("{}. What they spoil is left out; the rest works. `driftwoodctl check` lists them all.",
                    simulator::base::sentence(lesson_->diagnostics.front().what.message)));
    ui::space(ui, 16);
  }
  const std::string link = document_.draw(
      ui, column, [&](const markdown::LivePart& part, float width) { draw_part(ui, part, width, wish); },
      wide, quiz_.revision() + sql_.revision() + book_.revision());
  if (!link.empty()) follow(link, wish);
  ImGui::Dummy({1, ui.px(120)});

  // Heights of live parts are known after two frames; only then a place is where it will stay.
  if (!wanted_.empty() && frames_drawn_ >= 3) {
    for (const auto& anchor : document_.anchors())
      if (anchor.id == wanted_) ImGui::SetScrollY(std::max(0.0F, top + anchor.y - ui.px(24)));
    for (const auto& slot : document_.slots())
      if (fmt::format("{}.{}", markdown::to_string(slot.part->kind), slot.part->id) == wanted_)
        ImGui::SetScrollY(std::max(0.0F, top + slot.rect.y - ui.px(60)));
    wanted_.clear();
    ui.keep_drawing();
  } else if (!wanted_.empty()) {
    ui.keep_drawing();
  } else {
    remember_place(ui, ImGui::GetScrollY() - top);
  }
}

void LessonView::remember_place(ui::Ui& ui, float scroll) {
  std::string here;
  for (const auto& anchor : document_.anchors())
    if (anchor.level <= 2 && anchor.y <= scroll + ui.px(120)) here = anchor.id;
  place_ = here;
  if (here == saved_place_ || frames_drawn_ < 5) return;
  saved_place_ = here;
  lessons::progress::Place place;
  place.lesson = lesson_->id;
  place.anchor = here;
  if (auto saved = services_.store.save_place(course_->id, place); !saved) services_.complain(saved.error());
}

void LessonView::draw_part(ui::Ui& ui, const markdown::LivePart& part, float width, LessonWish& wish) {
  if (part.kind == markdown::LiveKind::quiz) {
    const QuizWish quiz = quiz_card(ui, texts_, quiz_, part.id, width);
    if (const QuestionState* state = quiz_.find(part.id);
        state != nullptr && state->passed() && !book_.done(part.id))
      book_.reload();
    if (!quiz.watch_deploy.empty()) {
      wish.deploy = quiz.watch_deploy;
      wish.deploy_order = quiz.deploy_order;
    }
    return;
  }
  if (part.kind == markdown::LiveKind::sql) {
    auto code = code_.find(part.id);
    if (code == code_.end()) code = code_.emplace(part.id, sql_code_view(part)).first;
    return sql_card(ui, sql_, code->second, part, width);
  }
  const bool is_lab = part.kind == markdown::LiveKind::lab;
  const std::string name = fmt::format("lesson.{}.{}", markdown::to_string(part.kind), part.id);
  const auto* lab = is_lab ? lesson_->find_lab(part.id) : nullptr;
  const auto* deploy = is_lab ? nullptr : lesson_->find_deploy(part.id);
  ui::CardOptions options;
  options.width = width;
  options.outline = Tone::accent;
  const ui::Card card(ui, name, options);
  if (lab == nullptr && deploy == nullptr) {
    ui::paragraph(ui, TextStyle::body,
                  fmt::format("The {} \"{}\" cannot be opened: its file has a mistake.",
                              markdown::to_string(part.kind), part.id),
                  Tone::bad);
    return;
  }
  const bool done = book_.done(is_lab ? lab_part(part.id) : deploy_part(part.id));
  ui::text(ui, TextStyle::small,
           !is_lab     ? std::string("Deploy replay")
           : lab->free ? std::string("Free lab · under any tool's rules")
                       : fmt::format("Lab · {} goals", lab->goals.size()),
           Tone::muted);
  if (done) {
    ui::beside(ui);
    ui::pill(ui, "done", Tone::ok, {.mark = ui::Mark::tick, .filled = true});
  }
  ui::space(ui, 4);
  ui::heading(ui, TextStyle::h3, is_lab ? lab->title : deploy->title);
  ui::space(ui, 4);
  std::string body = part.body;
  while (!body.empty() && body.back() == '\n') body.pop_back();
  texts_.draw(ui, body);
  ui::space(ui, 10);
  if (ui::button(ui, name + ".open", is_lab ? "Open the lab" : "Open the replay",
                 {.kind = ui::ButtonKind::primary}))
    (is_lab ? wish.lab : wish.deploy) = part.id;
}

void LessonView::draw_margin(ui::Ui& ui, LessonWish& wish) {
  ui::text(ui, TextStyle::small, "Where these ideas return", Tone::muted);
  ui::space(ui, 10);
  for (const Returning& each : returning_) {
    if (each.lesson->installed) {
      const ui::ButtonOptions options{
          .kind = ui::ButtonKind::quiet, .small = true, .align_left = true, .tone = Tone::accent};
      ImGui::SetCursorPosX(ImGui::GetCursorPosX() - ui::button_padding(ui, options));
      if (ui::button(ui, each.name, each.idea->title, options)) wish.lesson = each.lesson->id;
    } else {
      texts_.draw(ui, each.idea->title, TextStyle::small);
    }
    ui::space(ui, 4);
    ui::pill(ui, each.where);
    ui::space(ui, 14);
  }
}

void LessonView::follow(const std::string& target, LessonWish& wish) {
  const auto link = lessons::course::resolve_link(*course_, target);
  using LinkKind = lessons::course::LinkTarget::Kind;
  if (link.kind == LinkKind::heading) wanted_ = link.anchor;
  if (link.kind == LinkKind::web) wish.address = link.address;
  if (link.kind == LinkKind::lesson && link.entry != nullptr && !link.entry->installed)
    wish.notice = fmt::format("\"{}\" ({}) is not installed yet.", link.entry->title, link.entry->level);
  if (link.kind == LinkKind::lesson && link.entry != nullptr && link.entry->installed) {
    if (link.lesson == lesson_->id)
      wanted_ = link.anchor;
    else
      wish.lesson = link.lesson;
  }
}

}  // namespace engine::views
