#include "lessons/course/shelf.h"

#include <algorithm>
#include <utility>

#include "lessons/markdown/parse.h"

namespace lessons::course {
namespace {

Outline outline_of(const base::Folder& folder) {
  Outline out;
  const auto text = folder.read("lesson.md");
  if (!text) return out;
  const markdown::Parsed parsed = markdown::parse(*text, folder.display("lesson.md"));
  for (const PlacedPart& placed : live_parts(parsed.document))
    out.parts.push_back({placed.part->kind, placed.part->id});
  return out;
}

}  // namespace

std::size_t Outline::count(markdown::LiveKind kind) const {
  return static_cast<std::size_t>(
      std::count_if(parts.begin(), parts.end(), [kind](const Part& part) { return part.kind == kind; }));
}

Shelf::Shelf(base::Folder folder) : folder_(std::move(folder)) {
  CourseReading reading = read_course(folder_);
  diagnostics_ = std::move(reading.diagnostics);
  course_ = std::make_shared<const Course>(std::move(reading.course));
  for (const LessonEntry& entry : course_->lessons) {
    if (!entry.installed) continue;
    if (const auto inside = folder_.folder(entry.id)) outlines_.emplace(entry.id, outline_of(*inside));
  }
}

const Outline* Shelf::outline(std::string_view lesson) const {
  const auto found = outlines_.find(lesson);
  return found == outlines_.end() ? nullptr : &found->second;
}

std::shared_ptr<const Lesson> Shelf::lesson(std::string_view id) {
  if (outline(id) == nullptr) return nullptr;
  if (const auto read = lessons_.find(id); read != lessons_.end()) return read->second;
  const auto inside = folder_.folder(id);
  if (!inside) return nullptr;
  auto lesson = std::make_shared<const Lesson>(load_lesson(*inside, std::string(id), course_.get()));
  return lessons_.emplace(id, std::move(lesson)).first->second;
}

}  // namespace lessons::course
