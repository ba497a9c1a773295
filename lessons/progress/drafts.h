// Saving while someone types, without a disk write per key: a change is written at the latest `delay_ms`
// after it was typed, so that killing the program loses less than a second of typing.
//
// Ownership: refers to a Store and a Clock that must outlive it. Threads: the Store's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lessons/progress/store.h"

namespace lessons::progress {

class Drafts {
 public:
  static constexpr std::int64_t delay_ms = 500;

  Drafts(Store& store, const simulator::base::Clock& clock) : store_(store), clock_(clock) {}

  /// The text that now stands in this input. Cheap; call it on every change.
  void changed(std::string_view course, std::string_view part, std::string_view text);
  /// Milliseconds until save_due() has something to do (0: now), or nothing: then a sleeping window may sleep
  /// on.
  [[nodiscard]] std::optional<std::int64_t> due_in_ms() const;
  /// Writes when the oldest unsaved change is due. What could not be written stays and is tried again.
  [[nodiscard]] simulator::base::Result<void> save_due();
  /// Writes everything now: on closing, and before a lab is reset.
  [[nodiscard]] simulator::base::Result<void> save_now();
  /// What stands there now: the unsaved text, else the stored one.
  [[nodiscard]] simulator::base::Result<std::optional<std::string>> text(std::string_view course,
                                                                         std::string_view part);

 private:
  Store& store_;
  const simulator::base::Clock& clock_;
  std::map<std::pair<std::string, std::string>, std::string> unsaved_;
  std::optional<std::int64_t> oldest_;  ///< monotonic ms of the oldest unsaved change
};

}  // namespace lessons::progress
