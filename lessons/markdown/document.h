// A lesson's text as values: blocks made of runs, each with its place in the file. No layout, no fonts.
//
// Made by markdown::parse; plain data afterwards. A Document may be shared between threads once made.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "simulator/base/error.h"

namespace lessons::markdown {

namespace base = simulator::base;

/// Text of one style. Neighbours never have the same style: they are one run.
struct Run {
  std::string text;  ///< UTF-8; "\n" alone is a forced line break
  bool emphasis = false;
  bool strong = false;
  bool code = false;
  std::string link;  ///< empty: no link. "concept:x", "lesson:x", "#anchor", or an address
  base::Position at;
};
using Runs = std::vector<Run>;

struct Block;
using Blocks = std::vector<Block>;

struct Heading {
  int level = 1;       ///< 1..6
  std::string anchor;  ///< unique in the document: "deploy-order-matters"
  Runs runs;
};
struct Paragraph {
  Runs runs;
};
struct List {
  bool ordered = false;
  int start = 1;
  bool tight = true;  ///< no blank line between the items
  std::vector<Blocks> items;
};
struct Quote {
  Blocks blocks;
};
enum class Alignment { none, left, center, right };
struct Table {
  std::vector<Alignment> columns;
  std::vector<Runs> header;
  std::vector<std::vector<Runs>> rows;  ///< each as long as `columns`
};
struct CodeBlock {
  std::string language;  ///< first word of the info string, "sql"; may be empty
  std::string text;
};
enum class LiveKind { quiz, lab, deploy, sql };
/// A fenced block that the program replaces by something that runs.
struct LivePart {
  LiveKind kind = LiveKind::quiz;
  std::string id;  ///< of the question, lab or deploy; for sql "sql-1", "sql-2", ... in order of appearance
  std::vector<std::pair<std::string, std::string>> arguments;  ///< on=laptop, expect=error
  std::string body;                                            ///< the sentence for people, or the SQL
  base::Position body_at;

  /// Empty when the argument is not given.
  [[nodiscard]] std::string_view argument(std::string_view name) const;
};
struct ThematicBreak {};

struct Block {
  base::Position at;
  std::variant<Heading, Paragraph, List, Quote, Table, CodeBlock, LivePart, ThematicBreak> content;
};

struct Document {
  Blocks blocks;
};

/// The text without its styles.
[[nodiscard]] std::string plain_text(const Runs& runs);
[[nodiscard]] std::string_view to_string(LiveKind kind);

/// The document as an indented outline, for golden tests and for looking at.
[[nodiscard]] std::string outline(const Document& document);

}  // namespace lessons::markdown
