#include "engine/views/inline_texts.h"

#include <vector>

#include "engine/ui/text.h"
#include "engine/ui/text_flow.h"
#include "engine/ui/ui.h"
#include "lessons/markdown/parse.h"

namespace engine::views {
namespace {

constexpr std::size_t most_kept = 2000;

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

const InlineTexts::Kept& InlineTexts::get(std::string_view markdown) {
  if (kept_.size() > most_kept) kept_.clear();
  auto [entry, fresh] = kept_.try_emplace(std::string(markdown));
  if (!fresh) return entry->second;
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

void InlineTexts::draw(ui::Ui& ui, std::string_view markdown, ui::TextStyle style, ui::Tone tone, float width,
                       std::string_view lead) {
  const Kept& kept = get(markdown);
  ui.fonts().require(kept.plain);
  ui::paragraph(ui, spans(kept.runs, style, tone, lead), width);
}

float InlineTexts::height(ui::Ui& ui, std::string_view markdown, ui::TextStyle style, float width) {
  return ui::flow_text(spans(get(markdown).runs, style, ui::Tone::normal, {}), width, ui.metrics()).height;
}

const std::string& InlineTexts::plain(std::string_view markdown) { return get(markdown).plain; }

}  // namespace engine::views
