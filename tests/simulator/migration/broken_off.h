// The loop with which SQLite tests itself, around our runner: let the first event fail, then the second, and
// so on until the operation comes through without one; after each, open the database again and look whether
// everything that was promised still holds. (https://www.sqlite.org/testing.html, anomaly tests.)
#pragma once

#include <string>

#include "tests/simulator/migration/fault_media.h"
#include "tests/simulator/migration/fault_stories.h"

namespace simulator::migration::testing_support {

/// Something that can make the n-th of its events fail.
class Breaker {
 public:
  Breaker() = default;
  Breaker(const Breaker&) = delete;
  Breaker& operator=(const Breaker&) = delete;
  virtual ~Breaker() = default;

  /// From now on the n-th event fails; when `lasting`, every later one too.
  virtual void arm(int n, bool lasting) = 0;
  /// Whether the n-th event has come.
  [[nodiscard]] virtual bool came() const = 0;
  virtual void disarm() = 0;
};

struct Broken {
  const Story& story;
  Verb verb;
  const char* journal;  ///< "DELETE", "WAL"
};

/// A database file at which the verb begins.
[[nodiscard]] std::vector<std::byte> beginning(Medium& medium, const Broken& what);

/// What there is when the database is opened again, and whether it holds together.
struct Found {
  std::string content;
  std::string history;
  std::size_t applied = 0;
  std::string trouble;  ///< integrity_check, or history and schema that do not agree; empty: all is well
};
/// Lets SQLite recover the file first, as the next program that opens it does.
[[nodiscard]] Found look(Medium& medium, const Broken& what);

/// Which events fail: the first, and from there every so many-th.
struct Stride {
  int first = 1;
  int single = 1;   ///< where only that one fails
  int lasting = 1;  ///< where all after it fail too, until the database is closed
};
/// The whole loop, once with single faults and once with lasting ones. Returns how many were injected.
int break_everywhere(Medium& medium, const Broken& what, Breaker& breaker, const Stride& stride = {});

/// "up: 210 faults"
void print_faults(const std::string& where, const Broken& what, int faults);

}  // namespace simulator::migration::testing_support
