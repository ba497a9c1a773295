#include "engine/views/lab_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "simulator/migration/migration_set.h"

namespace engine::views {
namespace {

constexpr std::size_t console_entries_kept = 200;

}  // namespace

struct LabSession::Shared {
  // Touched on the worker's thread only.
  std::shared_ptr<const lab::Lab> lab;
  std::optional<world::World> world;
  LabPicture next;

  // What the window sees.
  mutable std::mutex mutex;
  std::shared_ptr<const LabPicture> picture;
  std::shared_ptr<const FilePreview> preview;
  std::shared_ptr<const base::Result<world::SideBySide>> told;
  std::optional<base::Error> failure;

  void publish(std::stop_token stop) {
    next.view = world->view();
    next.goals = lab::evaluate(lab->goals, *world, std::move(stop));
    next.saved = std::make_shared<const std::string>(world->save_json());
    ++next.number;
    auto made = std::make_shared<const LabPicture>(next);
    const std::lock_guard lock(mutex);
    picture = std::move(made);
  }

  void fail(base::Error error) {
    const std::lock_guard lock(mutex);
    failure = std::move(error);
  }

  void note(ConsoleEntry entry) {
    next.console.push_back(std::move(entry));
    if (next.console.size() > console_entries_kept) next.console.erase(next.console.begin());
  }
};

template <class Work>
void LabSession::post(Work work) {
  ++jobs_;
  worker_.post([shared = shared_, work = std::move(work)](std::stop_token stop) mutable {
    if (!shared->world) return;
    shared->next.refused.reset();
    ++shared->next.jobs;
    work(*shared, stop);
    // Goals are read after a cancelled command as well: the stop was meant for the command.
    shared->publish({});
  });
}

LabSession::LabSession(platform::Worker& worker, std::shared_ptr<const lab::Lab> lab, std::string saved,
                       std::shared_ptr<world::PrefixSnapshots> snapshots)
    : worker_(worker), lab_(std::move(lab)), shared_(std::make_shared<Shared>()) {
  shared_->lab = lab_;
  worker_.post(
      [shared = shared_, saved = std::move(saved), snapshots = std::move(snapshots)](std::stop_token stop) {
        if (!saved.empty()) {
          auto loaded = world::World::load(shared->lab->start, saved, stop, snapshots);
          if (loaded) {
            shared->world = std::move(loaded->world);
            shared->next.warnings = std::move(loaded->warnings);
          } else {
            shared->next.warnings.push_back({base::Severity::warning, loaded.error()});
          }
        }
        if (!shared->world) {
          auto made = world::World::create(shared->lab->start, snapshots);
          if (!made) return shared->fail(made.error());
          shared->world = std::move(*made);
        }
        shared->publish({});
      });
}

void LabSession::apply(world::Command command) {
  post([command = std::move(command)](Shared& shared, std::stop_token stop) {
    if (auto done = shared.world->apply(command, std::move(stop)); !done) shared.next.refused = done.error();
  });
}

std::uint64_t LabSession::submit(std::string environment, std::string sql) {
  const std::uint64_t number = ++submitted_;
  post([number, environment = std::move(environment), sql = std::move(sql)](Shared& shared,
                                                                            std::stop_token stop) {
    ConsoleEntry entry{number, environment, sql, shared.world->only_reads(environment, sql), {}, {}};
    if (entry.looked) {
      auto seen = shared.world->look(environment, sql, std::move(stop));
      if (seen)
        entry.events = std::move(*seen);
      else
        entry.refused = seen.error();
    } else if (auto done = shared.world->apply(world::RunSql{environment, sql}, std::move(stop)); done) {
      entry.events = shared.world->last_events();
    } else {
      entry.refused = done.error();
    }
    shared.note(std::move(entry));
  });
  return number;
}

void LabSession::undo() {
  post([](Shared& shared, std::stop_token) { shared.world->undo(); });
}

void LabSession::redo() {
  post([](Shared& shared, std::stop_token) { shared.world->redo(); });
}

void LabSession::go_to(world::NodeId moment) {
  post([moment](Shared& shared, std::stop_token) {
    if (auto gone = shared.world->go_to(moment); !gone) shared.next.refused = gone.error();
  });
}

void LabSession::reset() { go_to(world::start_node_id); }

void LabSession::preview(std::string path, std::string text) {
  worker_.post_latest(
      "preview", [shared = shared_, path = std::move(path), text = std::move(text)](std::stop_token stop) {
        if (!shared->world) return;
        auto out = std::make_shared<FilePreview>();
        out->path = path;
        out->text = text;
        world::World fork = shared->world->fork();
        if (!fork.apply(world::WriteFile{path, text}, stop)) return;
        const world::WorldView view = fork.view();
        for (const auto& diagnostic : view.file_diagnostics)
          if ((diagnostic.what.file == path || diagnostic.what.file.ends_with("/" + path)))
            out->diagnostics.push_back(diagnostic);
        const world::FileView* file = view.file(path);
        if (file != nullptr && !file->version.empty() && !base::has_errors(out->diagnostics)) {
          for (const auto& environment : view.environments) {
            if (stop.stop_requested()) return;
            FilePreview::On on{environment.name, false, {}};
            const auto row = std::find_if(environment.status.begin(), environment.status.end(),
                                          [&](const auto& s) { return s.version == file->version; });
            on.pending = row != environment.status.end() &&
                         row->state == simulator::migration::MigrationState::pending;
            if (on.pending) {
              world::Migrate migrate;
              migrate.environment = environment.name;
              migrate.to = file->version;
              if (!fork.apply(migrate, stop)) return;
              for (const auto& event : fork.last_events())
                if (event.error && !on.failure) on.failure = event.error;
              fork.undo();
            }
            out->on.push_back(std::move(on));
          }
        }
        const std::lock_guard lock(shared->mutex);
        shared->preview = std::move(out);
      });
}

void LabSession::tell_side_by_side() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->told = nullptr;
  }
  worker_.post([shared = shared_](std::stop_token stop) {
    if (!shared->world) return;
    std::vector<world::Command> story;
    const world::CommandTree& tree = shared->world->tree();
    for (const world::NodeId id : tree.path_to(tree.cursor()))
      if (tree.node(id).record != nullptr) story.push_back(tree.node(id).record->command);
    auto told = std::make_shared<const base::Result<world::SideBySide>>(
        world::side_by_side(shared->world->start(), story, std::move(stop)));
    const std::lock_guard lock(shared->mutex);
    shared->told = std::move(told);
  });
}

std::shared_ptr<const base::Result<world::SideBySide>> LabSession::told() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->told;
}

std::shared_ptr<const LabPicture> LabSession::picture() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->picture;
}

std::shared_ptr<const FilePreview> LabSession::preview() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->preview;
}

std::optional<base::Error> LabSession::failure() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->failure;
}

const FilePreview::On* FilePreview::first_failure() const {
  const auto found = std::find_if(on.begin(), on.end(), [](const On& o) { return o.failure.has_value(); });
  return found == on.end() ? nullptr : &*found;
}

std::string FilePreview::headline() const {
  std::vector<std::string> passes;
  std::vector<std::string> fails;
  for (const On& o : on)
    if (o.pending) (o.failure ? fails : passes).push_back(o.environment);
  if (fails.empty())
    return passes.empty() ? std::string() : fmt::format("Passes on {}.", fmt::join(passes, ", "));
  if (passes.empty()) return fmt::format("Fails on {}.", fmt::join(fails, ", "));
  return fmt::format("Passes on {}, fails on {}.", fmt::join(passes, ", "), fmt::join(fails, ", "));
}

}  // namespace engine::views
