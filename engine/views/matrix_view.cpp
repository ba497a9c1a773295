#include "engine/views/matrix_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "engine/ui/interact.h"
#include "engine/ui/paint.h"
#include "engine/ui/text.h"
#include "engine/ui/ui.h"
#include "engine/views/version_tone.h"

namespace engine::views {
namespace deploy = simulator::deploy;
using namespace engine::ui;
using Answer = deploy::MatrixCell::Answer;

namespace {

// Look pixels.
constexpr float row_height = 30;
constexpr float mark_room = 20;
constexpr float gap = 16;
constexpr float widest_cell = 190;
constexpr float widest_squeezed_cell = 420;
constexpr float narrowest_cell = 84;
constexpr float widest_label = 220;

struct Looks {
  Mark mark;
  Tone tone;
  std::string_view word;
};

Looks looks_of(Answer answer) {
  switch (answer) {
    case Answer::works:
      return {Mark::tick, Tone::ok, "works"};
    case Answer::fails:
      return {Mark::cross, Tone::bad, "fails"};
    case Answer::changed:
      return {Mark::half, Tone::warn, "changed"};
  }
  return {Mark::dot, Tone::muted, ""};
}

std::string_view words_of(const deploy::MatrixCell& cell) {
  return cell.message.empty() ? looks_of(cell.answer).word : std::string_view(cell.message);
}

/// A name at the head of a row or a column: a schema, or a query behind its version.
struct Head {
  std::string version;  ///< empty of a schema
  std::string words;
  bool now = false;
};

class MatrixView {
 public:
  MatrixView(Ui& ui, const deploy::Scenario& scenario, const deploy::Matrix& matrix, std::string_view now)
      : ui_(ui), scenario_(scenario), matrix_(matrix), list_(*ImGui::GetWindowDrawList()) {
    for (const deploy::MatrixRow& row : matrix.rows) schemas_.push_back({{}, row.schema, row.schema == now});
    for (const deploy::MatrixColumn& column : matrix.columns)
      queries_.push_back({column.version, column.query, false});
    at_ = ImGui::GetCursorScreenPos();
    room_ = room(ui);
    line_ = ui.px(row_height);
    by_schema_ = fits(schemas_, queries_);
    if (!by_schema_) squeeze(queries_, schemas_);
  }

  void draw() {
    const auto& rows = by_schema_ ? schemas_ : queries_;
    const auto& columns = by_schema_ ? queries_ : schemas_;
    draw_grounds(rows, columns);
    float x = at_.x + label_;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      draw_head(columns[c], x, at_.y, widths_[c] - ui_.px(gap));
      x += widths_[c];
    }
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const float y = at_.y + line_ * static_cast<float>(r + 1);
      draw_head(rows[r], at_.x + ui_.px(6), y, label_ - ui_.px(gap));
      x = at_.x + label_;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        draw_cell(by_schema_ ? r : c, by_schema_ ? c : r, {x, y, widths_[c], line_});
        x += widths_[c];
      }
    }
    ImGui::SetCursorScreenPos(at_);
    ImGui::Dummy({room_, line_ * static_cast<float>(rows.size() + 1)});
  }

 private:
  [[nodiscard]] float width_of(const Head& head) const {
    const FontMetrics& metrics = ui_.metrics();
    float width = metrics.width(TextStyle::small, head.words);
    if (!head.version.empty()) width += metrics.width(TextStyle::small_strong, head.version + " ");
    if (head.now) width += metrics.width(TextStyle::small_strong, "  now");
    return width;
  }
  [[nodiscard]] float label_width(const std::vector<Head>& rows) const {
    float label = 0;
    for (const Head& head : rows) label = std::max(label, width_of(head));
    return std::min(std::ceil(label), ui_.px(widest_label)) + ui_.px(gap + 6);
  }

  /// Every column as wide as what stands in it, if that is not too wide for the pane.
  bool fits(const std::vector<Head>& rows, const std::vector<Head>& columns) {
    label_ = label_width(rows);
    widths_.clear();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      float width = width_of(columns[c]);
      for (const deploy::MatrixRow& row : matrix_.rows)
        if (c < row.cells.size())
          width = std::max(width, std::min(ui_.metrics().width(TextStyle::small, words_of(row.cells[c])),
                                           ui_.px(widest_cell)) +
                                      ui_.px(mark_room));
      widths_.push_back(std::ceil(width) + ui_.px(gap));
    }
    return std::accumulate(widths_.begin(), widths_.end(), label_) <= room_ + ui_.px(gap);
  }

  /// Columns share what the labels leave.
  void squeeze(const std::vector<Head>& rows, const std::vector<Head>& columns) {
    label_ = std::min(label_width(rows), std::round(room_ * 0.4F));
    widths_.clear();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      float wanted = width_of(columns[c]);
      // The columns are schemas here.
      for (const deploy::MatrixCell& cell : matrix_.rows[c].cells)
        wanted = std::max(wanted, std::min(ui_.metrics().width(TextStyle::small, words_of(cell)),
                                           ui_.px(widest_squeezed_cell)) +
                                      ui_.px(mark_room));
      widths_.push_back(std::ceil(wanted) + ui_.px(gap));
    }
    const float most = fair_share(room_ - label_);
    for (float& width : widths_) width = std::max(std::floor(std::min(width, most)), ui_.px(narrowest_cell));
  }

  /// How wide a column may be so that all go into `space`: those that want less leave it to the others.
  [[nodiscard]] float fair_share(float space) const {
    std::vector<float> wanted = widths_;
    std::sort(wanted.begin(), wanted.end());
    float share = space;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      share = space / static_cast<float>(wanted.size() - i);
      if (wanted[i] > share) break;
      space -= wanted[i];
    }
    return share;
  }

  /// Behind the schema of the moment.
  void draw_grounds(const std::vector<Head>& rows, const std::vector<Head>& columns) {
    const float total = std::accumulate(widths_.begin(), widths_.end(), label_) - ui_.px(6);
    const float height = line_ * static_cast<float>(rows.size() + 1);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const float y = at_.y + line_ * static_cast<float>(r + 1);
      hairline(list_, at_.x, y, at_.x + std::min(total, room_), y, ui_.theme().line);
      if (rows[r].now)
        soft_ground(ui_, list_, {at_.x, y + 1, std::min(total, room_), line_ - 1}, Tone::accent, ui_.px(5));
    }
    float x = at_.x + label_;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].now)
        soft_ground(ui_, list_, {x - ui_.px(6), at_.y, widths_[c], height}, Tone::accent, ui_.px(5));
      x += widths_[c];
    }
  }

  void draw_head(const Head& head, float x, float y, float width) {
    const Theme& theme = ui_.theme();
    const FontMetrics& metrics = ui_.metrics();
    const float top = y + (line_ - metrics.line_height(TextStyle::small)) / 2;
    float left = x;
    if (!head.version.empty()) {
      draw_text(ui_, list_, left, top, TextStyle::small_strong,
                theme.ink(version_tone(scenario_, head.version)), head.version);
      left += metrics.width(TextStyle::small_strong, head.version + " ");
    }
    const float now = head.now ? metrics.width(TextStyle::small_strong, "  now") : 0;
    const float words = std::min(metrics.width(TextStyle::small, head.words), x + width - left - now);
    draw_text_cut(ui_, list_, left, top, words + 1, TextStyle::small, theme.text, head.words);
    if (head.now) draw_text(ui_, list_, left + words, top, TextStyle::small_strong, theme.accent, "  now");
    tell({},
         fmt::format("{}{}{}{}", head.version, head.version.empty() ? "" : " ", head.words,
                     head.now ? " (now)" : ""),
         {}, {x, y, std::max(1.0F, width), line_});
  }

  void draw_cell(std::size_t schema, std::size_t query, const Rect& rect) {
    if (schema >= matrix_.rows.size() || query >= matrix_.rows[schema].cells.size()) return;
    const deploy::MatrixCell& cell = matrix_.rows[schema].cells[query];
    const Looks looks = looks_of(cell.answer);
    const std::string_view words = words_of(cell);
    const Colour ink = ui_.theme().ink(looks.tone);
    const float left = rect.x + ui_.px(mark_room);
    const float wide = rect.right() - left - ui_.px(gap);
    draw_mark(list_, looks.mark, rect.x + ui_.px(6), rect.centre_y(), ui_.px(11), ink);
    draw_text_cut(ui_, list_, left, rect.centre_y() - ui_.metrics().line_height(TextStyle::small) / 2, wide,
                  TextStyle::small, ink, words);
    const deploy::MatrixColumn& column = matrix_.columns[query];
    std::string told =
        fmt::format("{}: {} on {} {}", column.version, column.query, matrix_.rows[schema].schema, looks.word);
    if (!cell.message.empty()) told += fmt::format(": {}", cell.message);
    tell(fmt::format("deploy.matrix.{}.{}", schema, query), told, std::string(looks.word), rect);
  }

  void tell(const std::string& name, const std::string& words, const std::string& value, const Rect& rect) {
    if (name.empty()) {
      ItemView item;
      item.label = words;
      item.rect = rect;
      return ui_.mark(item);
    }
    Interactive what{name, Role::picture, words, value};
    what.focusable = what.hand = false;
    tooltip(ui_, interact_at(ui_, what, rect), words);
  }

  Ui& ui_;
  const deploy::Scenario& scenario_;
  const deploy::Matrix& matrix_;
  ImDrawList& list_;
  ImVec2 at_{};
  float room_ = 0;
  float line_ = 0;
  float label_ = 0;
  std::vector<float> widths_;
  std::vector<Head> schemas_;
  std::vector<Head> queries_;
  bool by_schema_ = true;
};

}  // namespace

std::size_t failing_on(const deploy::Matrix& matrix, std::string_view schema) {
  const auto row = std::find_if(matrix.rows.begin(), matrix.rows.end(),
                                [&](const deploy::MatrixRow& each) { return each.schema == schema; });
  if (row == matrix.rows.end()) return 0;
  return static_cast<std::size_t>(
      std::count_if(row->cells.begin(), row->cells.end(),
                    [](const deploy::MatrixCell& cell) { return cell.answer == Answer::fails; }));
}

bool all_work(const deploy::Matrix& matrix) {
  return std::all_of(matrix.rows.begin(), matrix.rows.end(), [](const deploy::MatrixRow& row) {
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [](const deploy::MatrixCell& cell) { return cell.answer == Answer::works; });
  });
}

void matrix_view(Ui& ui, const deploy::Scenario& scenario, const deploy::Matrix& matrix,
                 std::string_view now) {
  MatrixView(ui, scenario, matrix, now).draw();
}

}  // namespace engine::views
