// Which parts of a course are done: a question answered right, a lab with every goal reached, a deploy whose
// safe order was found. Read from the progress store; labs and deploys are attempts like any other, under the
// names "lab.<id>" and "deploy.<id>".
//
// Ownership: refers to Services. Threads: the window's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "engine/views/services.h"
#include "lessons/course/shelf.h"

namespace engine::views {

struct LessonProgress {
  std::size_t done = 0;
  std::size_t total = 0;
};

class ProgressBook {
 public:
  ProgressBook(Services& services, std::string course);

  /// Reads the store again: what another window did counts as well.
  void reload();
  /// Grows when what is done changes.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  [[nodiscard]] bool done(std::string_view part) const { return done_.contains(part); }
  [[nodiscard]] LessonProgress of(const lessons::course::Outline& lesson) const;
  /// Writes an attempt at a lab or a deploy, once for each time it is done.
  void add(const std::string& lesson, const std::string& part, const std::string& what, double credit);

 private:
  Services& services_;
  std::string course_;
  std::set<std::string, std::less<>> done_;
  std::uint64_t revision_ = 0;
};

[[nodiscard]] std::string lab_part(std::string_view id);
[[nodiscard]] std::string deploy_part(std::string_view id);

}  // namespace engine::views
