#include "simulator/lint/linter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/lint/check.h"
#include "simulator/lint/ignore.h"
#include "simulator/lint/rule.h"
#include "simulator/schema/difference.h"
#include "simulator/schema/sentence.h"

namespace simulator::lint {
namespace {

using migration::Direction;
using migration::MigrationFile;

Finding from_diagnostic(const base::Diagnostic& diagnostic) {
  Finding finding;
  finding.rule = diagnostic.what.code;
  finding.level = diagnostic.severity == base::Severity::error ? Level::error : Level::warning;
  finding.file = diagnostic.what.file;
  finding.start = finding.end = diagnostic.what.at;
  finding.message = diagnostic.what.message;
  finding.help = diagnostic.what.help;
  finding.excerpt = diagnostic.what.excerpt;
  return finding;
}

class Linter {
 public:
  Linter(const migration::MigrationSet& set, const LintOptions& options, LintResult& result)
      : set_(set), options_(options), result_(result) {}

  base::Result<void> run() {
    auto shadow = Shadow::make(shadow_options());
    if (!shadow) return tl::make_unexpected(shadow.error());
    if (options_.rows) {
      auto rows = Shadow::make(shadow_options(), *options_.rows);
      if (!rows) return tl::make_unexpected(rows.error());
      rows_.emplace(std::move(*rows));
    }
    for (std::size_t i = 0; i < set_.files.size(); ++i) {
      if (options_.stop.stop_requested())
        return base::failure("lint.stopped", "stopped, because it was cancelled");
      auto good = look_at(*shadow, set_.files[i]);
      if (!good) return tl::make_unexpected(good.error());
      if (*good) continue;
      result_.not_judged = set_.files.size() - i - 1;
      break;
    }
    return {};
  }

 private:
  [[nodiscard]] ShadowOptions shadow_options() const {
    ShadowOptions options;
    options.trust = options_.trust;
    options.stop = options_.stop;
    return options;
  }

  /// False: the file fails, so nothing can be said about those behind it.
  base::Result<bool> look_at(Shadow& shadow, const MigrationFile& file) {
    if (options_.settled.contains(file.version)) return run_past(shadow, file, options_.rules);
    const bool known = options_.rollout && options_.rollout->migrations.contains(file.version);
    std::vector<LiveAnswer> answers;
    if (known) answers = ask_before(shadow, options_.rollout->versions, file.version);
    auto up = replay(shadow, file, Direction::up, options_.rules);
    if (!up) return tl::make_unexpected(up.error());
    if (known) ask_after(shadow, answers);
    ++result_.judged;
    std::optional<RowReplay> row_replay;
    if (rows_) {
      auto replayed = replay_on_rows(*rows_, *up, options_.rules);
      if (!replayed) return tl::make_unexpected(replayed.error());
      row_replay = std::move(*replayed);
      if (row_replay->failed()) rows_.reset();
    }
    std::vector<Finding> findings;
    const std::vector<Rebuild> rebuilds = find_rebuilds(*up);
    Review review{.replay = *up,
                  .rebuilds = rebuilds,
                  .rules = options_.rules,
                  .after = shadow,
                  .rows = row_replay ? &*row_replay : nullptr,
                  .live = known ? &answers : nullptr,
                  .out = findings};
    check_all(review);
    check_order(review);
    if (!up->failed && file.reversible()) {
      if (auto down = look_at_down(shadow, *up, findings); !down) return tl::make_unexpected(down.error());
    }
    keep(file, std::move(findings));
    return !up->failed;
  }

  base::Result<void> look_at_down(Shadow& after, const Replay& up, std::vector<Finding>& findings) {
    auto copy = after.fork();
    if (!copy) return tl::make_unexpected(copy.error());
    auto down = replay(*copy, *up.file, Direction::down, options_.rules);
    if (!down) return tl::make_unexpected(down.error());
    const std::vector<Rebuild> rebuilds = find_rebuilds(*down);
    Review review{
        .replay = *down, .rebuilds = rebuilds, .rules = options_.rules, .after = *copy, .out = findings};
    check_all(review);
    if (down->failed || down->steps.empty()) return {};
    const auto differences = schema::difference(*up.before, *down->after);
    if (!schema::any_behavioural(differences)) return {};
    const auto first = std::find_if(
        differences.begin(), differences.end(),
        [](const schema::Difference& one) { return one.severity == schema::DifferenceClass::behavioural; });
    const Step& last = down->steps.back();
    review.report("down-differs", last, last.range,
                  fmt::format("up and then down leaves another schema: {}", schema::sentence(*first)),
                  "Undo here everything the up part does.");
    return {};
  }

  /// Older than a file that the database has already.
  void check_order(Review& review) const {
    const std::string& version = review.replay.file->version;
    const bool late =
        std::any_of(options_.settled.begin(), options_.settled.end(),
                    [&](const std::string& other) { return migration::version_less(version, other); });
    if (!late || !options_.rows || review.replay.steps.empty()) return;
    const Step& first = review.replay.steps.front();
    review.report("out-of-order", first, first.range,
                  fmt::format("version {} comes before one that this database has already", version),
                  "Give the file a new version above all others, unless it was applied elsewhere.");
  }

  [[nodiscard]] std::set<std::string> unsure() const {
    std::set<std::string> out;
    if (!options_.rows) out.insert({"fails-on-rows", "out-of-order", "cost"});
    if (options_.rows) out.insert("cost");
    if (!options_.rollout)
      out.insert({"breaks-live-version", "changes-live-version", "narrows-live-version"});
    return out;
  }

  void keep(const MigrationFile& file, std::vector<Finding> findings) {
    apply_ignores(file, unsure(), findings);
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.range.offset < b.range.offset; });
    result_.findings.insert(result_.findings.end(), std::make_move_iterator(findings.begin()),
                            std::make_move_iterator(findings.end()));
  }

  const migration::MigrationSet& set_;
  const LintOptions& options_;
  LintResult& result_;
  std::optional<Shadow> rows_;  ///< the given database, with the files so far; gone when one of them failed
};

}  // namespace

base::Result<LintResult> lint(const migration::MigrationSetResult& folder, const LintOptions& options) {
  LintResult result;
  for (const base::Diagnostic& diagnostic : folder.diagnostics)
    result.findings.push_back(from_diagnostic(diagnostic));
  if (base::has_errors(folder.diagnostics)) {
    result.not_judged = folder.set.files.size();
    return result;
  }
  if (auto ran = Linter(folder.set, options, result).run(); !ran) return tl::make_unexpected(ran.error());
  return result;
}

std::optional<RunRules> rules_of_tool(std::string_view tool) {
  struct Tool {
    std::string_view name;
    RunRules rules;
  };
  constexpr auto tools = std::to_array<Tool>({
      {"driftwood", {.one_transaction = true, .keys_off = true}},
      {"atlas", {.one_transaction = true, .keys_off = true}},
      {"dbmate", {.one_transaction = true, .keys_off = false}},
      {"flyway", {.one_transaction = true, .keys_off = false}},
      {"golang-migrate", {.one_transaction = true, .keys_off = false}},
      {"goose", {.one_transaction = true, .keys_off = false}},
      {"prisma", {.one_transaction = false, .keys_off = false}},
  });
  for (const Tool& one : tools)
    if (one.name == tool) return one.rules;
  return std::nullopt;
}

}  // namespace simulator::lint
