// What a learner did, on disk: $XDG_DATA_HOME/driftwood/progress.db, an ordinary SQLite file whose schema our
// own migration runner makes from assets/progress/migrations. It is trusted and unlimited: the limits of a
// learner's sandbox never reach it.
//
// Attempts are only ever added. Everything written has reached the disk when the call returns (WAL with
// synchronous=FULL: one fsync for an answer or a draft a second is nothing, and a power cut loses nothing
// either). Two windows may share the file: writers wait for each other up to 5 s, and what one window saves
// of a lab or a draft never overwrites what another one saved (of each the eight newest windows' are kept);
// reading gives the newest.
//
// While opening, `<file>.lock` is held with flock, so that two windows that start together do not both make
// or set aside the file.
//
// Ownership: one Store owns one connection. Threads: use it from one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/clock.h"
#include "simulator/base/error.h"

namespace lessons::progress {

/// $XDG_DATA_HOME/driftwood/progress.db, else $HOME/.local/share/driftwood/progress.db, else an empty path
/// (then there is no home, and Store::open works in memory). As the XDG base directory specification says, a
/// relative XDG_DATA_HOME is ignored.
[[nodiscard]] std::filesystem::path default_path();

/// Something the person should be told about where their progress is. The store works all the same.
/// In memory, and the file untouched: progress.no-home, progress.read-only (what was on disk is shown),
/// progress.unreadable, progress.newer (written by a newer Driftwood), progress.foreign (another program's
/// database). On disk: progress.damaged (the damaged file now has the name in Error::file; a new one was
/// begun).
using Notice = simulator::base::Error;

struct Attempt {
  std::int64_t id = 0;  ///< given by the store, rising
  std::string course;
  std::string lesson;
  std::string question;
  std::string question_hash;  ///< quiz::Question::hash at that time
  std::string answer;         ///< quiz::to_json
  double credit = 0.0;
  std::string verdict;           ///< quiz::to_string(Verdict)
  std::int64_t hints = 0;        ///< hints seen before answering
  std::int64_t duration_ms = 0;  ///< from the first look to the answer
  std::int64_t answered_at = 0;  ///< Unix ms, set by the store
};

struct SavedLab {
  std::string start_hash;    ///< of the WorldStart the tree grew from; compare before loading
  std::string command_tree;  ///< world::World::save_json
  std::int64_t saved_at = 0;
};

struct Place {
  std::string lesson;
  std::string anchor;     ///< heading or part the reader was at; may be empty
  double fraction = 0.0;  ///< 0..1 between this anchor and the next
  std::int64_t seen_at = 0;
};

class Store {
 public:
  enum class Keeping { on_disk, in_memory };
  struct Opened;

  /// Never touches a file it does not understand. Fails only when not even a store in memory can be made: a
  /// missing or broken migrations folder (progress.no-migrations or what the runner said). `clock` must
  /// outlive it.
  [[nodiscard]] static simulator::base::Result<Opened> open(const std::filesystem::path& file,
                                                            const std::filesystem::path& migrations,
                                                            const simulator::base::Clock& clock);
  /// For tests, previews and `--no-progress`.
  [[nodiscard]] static simulator::base::Result<Store> in_memory(const std::filesystem::path& migrations,
                                                                const simulator::base::Clock& clock);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  [[nodiscard]] Keeping keeping() const;
  /// Where it is kept; empty in memory.
  [[nodiscard]] const std::filesystem::path& file() const;

  /// `id` and `answered_at` of what is passed are ignored; returned as stored.
  [[nodiscard]] simulator::base::Result<Attempt> add_attempt(Attempt attempt);
  /// Oldest first; an empty question means all of the course.
  [[nodiscard]] simulator::base::Result<std::vector<Attempt>> attempts(std::string_view course,
                                                                       std::string_view question = {});
  [[nodiscard]] simulator::base::Result<std::optional<Attempt>> last_attempt(std::string_view course,
                                                                             std::string_view question);

  [[nodiscard]] simulator::base::Result<void> save_lab(std::string_view course, std::string_view lab,
                                                       std::string_view start_hash,
                                                       std::string_view command_tree);
  /// The newest with this start hash; with an empty hash the newest of all.
  [[nodiscard]] simulator::base::Result<std::optional<SavedLab>> saved_lab(std::string_view course,
                                                                           std::string_view lab,
                                                                           std::string_view start_hash = {});

  /// A draft is what stands in an input: `part` names it ("why-files", "lab.new-engineer.console.staging").
  /// An empty text clears it. drafts.h saves while someone types.
  [[nodiscard]] simulator::base::Result<void> save_draft(std::string_view course, std::string_view part,
                                                         std::string_view text);
  [[nodiscard]] simulator::base::Result<std::optional<std::string>> draft(std::string_view course,
                                                                          std::string_view part);

  [[nodiscard]] simulator::base::Result<void> save_place(std::string_view course, const Place& place);
  [[nodiscard]] simulator::base::Result<std::optional<Place>> place(std::string_view course,
                                                                    std::string_view lesson);
  /// The lesson seen last: "continue where you left off".
  [[nodiscard]] simulator::base::Result<std::optional<Place>> last_place(std::string_view course);

  [[nodiscard]] simulator::base::Result<void> set_setting(std::string_view name, std::string_view value);
  [[nodiscard]] simulator::base::Result<std::optional<std::string>> setting(std::string_view name);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  [[nodiscard]] simulator::base::Result<void> begin_window();
  std::unique_ptr<State> state_;
};

struct Store::Opened {
  Store store;
  std::vector<Notice> notices;
};

}  // namespace lessons::progress
