#include "engine/views/inline_texts.h"

#include <cmath>

#include "engine/ui/text.h"
#include "engine/ui/text_flow.h"
#include "engine/ui/ui.h"
#include "lessons/markdown/parse.h"

namespace engine::views {
namespace {

constexpr std::size_t most_kept = 2000;
constexpr std::size_t most_wrapped =
    4;  // of one text: page, card, a width in between while a pane is dragged

ui::TextStyle styled(const lessons::markdown::Run& run, ui::TextStyle base) {
  const bool small = base == ui::TextStyle::small;
  if (run.code) return small ? ui::TextStyle::code_small : ui::TextStyle::code;
  if (run.strong) return small ? ui::TextStyle::small_strong : ui::TextStyle::strong;
  return run.emphasis && !small ? ui::TextStyle::italic : base;
}

std::vector<ui::StyledText> spans(const lessons::markdown::Runs& runs, ui::TextStyle style, ui::Tone tone,
                                  std::string_view lead) {
  std::vector<ui::StyledText> out;
  if (!lead.empty()) {
    const bool small = style == ui::TextStyle::small;
    out.push_back({lead, small ? ui::TextStyle::small_strong : ui::TextStyle::strong, tone});
    out.push_back({" ", style, tone});
  }
  for (const auto& run : runs)
    out.push_back({run.text, styled(run, style), run.link.empty() ? tone : ui::Tone::accent});
  return out;
}

}  // namespace

InlineTexts::Kept& InlineTexts::get(std::string_view markdown) {
  if (const auto found = kept_.find(markdown); found != kept_.end()) return found->second;
  if (kept_.size() > most_kept) kept_.clear();
  const auto entry = kept_.try_emplace(std::string(markdown)).first;
  const auto parsed = lessons::markdown::parse(markdown, {});
  for (const auto& block : parsed.document.blocks) {
    const auto* paragraph = std::get_if<lessons::markdown::Paragraph>(&block.content);
    if (paragraph == nullptr) continue;
    auto& runs = entry->second.runs;
    if (!runs.empty()) runs.push_back({"\n", false, false, false, {}, {}});
    runs.insert(runs.end(), paragraph->runs.begin(), paragraph->runs.end());
  }
  // A text that is no paragraph (it begins with '#', say) is shown as it was written.
  if (entry->second.runs.empty() && !markdown.empty())
    entry->second.runs.push_back({std::string(markdown), false, false, false, {}, {}});
  entry->second.plain = lessons::markdown::plain_text(entry->second.runs);
  return entry->second;
}

const InlineTexts::Wrapped& InlineTexts::wrap(ui::Ui& ui, Kept& kept, ui::TextStyle style, ui::Tone tone,
                                              float width, std::string_view lead) {
  ui.fonts().require(kept.plain);
  const std::uint64_t fonts = ui.fonts().generation();
  for (const Wrapped& wrapped : kept.wrapped)
    if (wrapped.width == width && wrapped.style == style && wrapped.tone == tone && wrapped.fonts == fonts &&
        wrapped.lead == lead)
      return wrapped;
  if (kept.wrapped.size() == most_wrapped) kept.wrapped.pop_back();
  Wrapped& fresh = kept.wrapped.emplace_front();
  fresh.style = style;
  fresh.tone = tone;
  fresh.width = width;
  fresh.fonts = fonts;
  fresh.lead = lead;
  fresh.spans = spans(kept.runs, style, tone, fresh.lead);
  fresh.flow = ui::flow_text(fresh.spans, width, ui.metrics());
  for (const ui::StyledText& span : fresh.spans) fresh.words += span.text;
  return fresh;
}

void InlineTexts::draw(ui::Ui& ui, std::string_view markdown, ui::TextStyle style, ui::Tone tone, float width,
                       std::string_view lead) {
  const Wrapped& text =
      wrap(ui, get(markdown), style, tone, width > 0 ? width : std::floor(ui::room(ui)), lead);
  ui::paragraph(ui, text.spans, text.flow, text.words);
}

float InlineTexts::height(ui::Ui& ui, std::string_view markdown, ui::TextStyle style, float width) {
  return wrap(ui, get(markdown), style, ui::Tone::normal, width, {}).flow.height;
}

const std::string& InlineTexts::plain(std::string_view markdown) { return get(markdown).plain; }

}  // namespace engine::views
