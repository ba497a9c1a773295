// A lab while somebody works on it: the World on the worker's thread, and pictures of it for the window.
//
// The window calls the methods and draws picture(); it never waits. Commands are applied in the order in
// which they were given. A picture is immutable and whole: environments, goals, console and time strip belong
// to the same moment.
//
// Ownership: shares its World with the jobs it posts, so that it may go away while one is still running.
// Threads: the window's. The Worker must outlive it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/platform/worker.h"
#include "lessons/lab/lab.h"
#include "simulator/world/side_by_side.h"
#include "simulator/world/world.h"

namespace engine::views {

namespace base = simulator::base;
namespace lab = lessons::lab;
namespace world = simulator::world;

/// One text that was submitted to a console, and what came back.
struct ConsoleEntry {
  std::uint64_t number = 0;  ///< what LabSession::submit returned
  std::string environment;
  std::string sql;
  bool looked = false;  ///< it only read: no command, nothing to undo
  std::vector<world::Event> events;
  std::optional<base::Error> refused;  ///< it did not run at all
};

struct LabPicture {
  std::uint64_t number = 0;  ///< rises with every picture
  std::uint64_t jobs = 0;    ///< how many of the session's jobs it has seen; compare with LabSession::jobs()
  world::WorldView view;
  std::vector<lab::GoalResult> goals;
  std::vector<ConsoleEntry> console;         ///< oldest first, the last 200
  std::optional<base::Error> refused;        ///< the last command did not happen, and why
  base::Diagnostics warnings;                ///< of loading a saved lab
  std::shared_ptr<const std::string> saved;  ///< World::save_json of this moment
};

/// How a file that is being typed would fare on each environment, tried on a fork.
struct FilePreview {
  struct On {
    std::string environment;
    bool pending = false;                ///< false: that environment has this version already
    std::optional<base::Error> failure;  ///< with its place in the file
  };
  std::string path;
  std::string text;
  std::vector<On> on;
  base::Diagnostics diagnostics;  ///< of the file itself

  [[nodiscard]] const On* first_failure() const;
  /// "Passes on laptop, fails on production." Empty when nothing can be said.
  [[nodiscard]] std::string headline() const;
};

class LabSession {
 public:
  /// `saved` is World::save_json of an earlier visit; empty starts anew.
  /// `snapshots` spares a lab that was open before the work of being made again; null: it keeps its own.
  LabSession(platform::Worker& worker, std::shared_ptr<const lab::Lab> lab, std::string saved,
             std::shared_ptr<world::PrefixSnapshots> snapshots = {});

  void apply(world::Command command);
  /// A console's text: a look when it only reads, a command otherwise. Returns the number of its entry.
  std::uint64_t submit(std::string environment, std::string sql);
  void undo();
  void redo();
  void go_to(world::NodeId moment);
  /// Back to the start, without losing what was done: it stays in the tree, and undo does not apply to it;
  /// the time strip leads back.
  void reset();
  /// Tries the text on a fork; the latest wins. The result is in preview().
  void preview(std::string path, std::string text);
  /// Runs what was done so far, from the start to here, under every tool's rules. The result is in told().
  void tell_side_by_side();
  void cancel() { worker_.cancel(); }

  /// The latest; null until the World has been made.
  [[nodiscard]] std::shared_ptr<const LabPicture> picture() const;
  /// The latest, or null. Compare its path and text with what is being edited.
  [[nodiscard]] std::shared_ptr<const FilePreview> preview() const;
  /// What the last tell_side_by_side() came to; null while it runs.
  [[nodiscard]] std::shared_ptr<const base::Result<world::SideBySide>> told() const;
  /// The World could not be made.
  [[nodiscard]] std::optional<base::Error> failure() const;
  [[nodiscard]] bool busy() const { return worker_.busy(); }
  [[nodiscard]] const lab::Lab& lab() const { return *lab_; }
  /// How many jobs that change or look at the World were given so far.
  [[nodiscard]] std::uint64_t jobs() const { return jobs_; }

 private:
  struct Shared;
  template <class Work>
  void post(Work work);

  platform::Worker& worker_;
  std::shared_ptr<const lab::Lab> lab_;
  std::shared_ptr<Shared> shared_;
  std::uint64_t jobs_ = 0;
  std::uint64_t submitted_ = 0;
};

}  // namespace engine::views
