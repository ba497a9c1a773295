// A lesson's text, from bytes to lines that know where they stand.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <memory>

#include "engine/ui/document_flow.h"
#include "engine/ui/fonts.h"
#include "lessons/markdown/parse.h"
#include "simulator/base/files.h"
#include "tests/bench/pair.h"

namespace bench {
namespace {

constexpr int times = 20;

double parse_alone(const std::string& text) {
  const Stopwatch watch;
  for (int i = 0; i < times; ++i) {
    cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text.data(), text.size());
    cmark_node* document = cmark_parser_finish(parser);
    cmark_node_free(document);
    cmark_parser_free(parser);
  }
  return watch.seconds() / times;
}

double parse_and_lay_out(const std::string& text, const engine::ui::FontMetrics& metrics) {
  const Stopwatch watch;
  for (int i = 0; i < times; ++i) {
    const auto parsed = lessons::markdown::parse(text, "lesson.md");
    const auto layout = engine::ui::layout(parsed.document, engine::ui::reading_width(metrics), metrics);
    if (layout.height < 1000) throw std::runtime_error("a lesson is longer than that");
  }
  return watch.seconds() / times;
}

}  // namespace

std::vector<Pair> lesson_pairs() {
  cmark_gfm_core_extensions_ensure_registered();
  const auto text = std::make_shared<std::string>(must(simulator::base::read_file(
      source_folder() / "content/schema-migrations/01-what-a-migration-is/lesson.md")));
  const std::shared_ptr<engine::ui::Fonts> fonts = must(engine::ui::Fonts::load());
  fonts->build();
  return {{"lesson.md parsed and laid out / cmark-gfm's parse alone", 5,
           [text] { return parse_alone(*text); },
           [text, fonts] { return parse_and_lay_out(*text, fonts->metrics()); }}};
}

}  // namespace bench
