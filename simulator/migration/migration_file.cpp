#include "simulator/migration/migration_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "simulator/base/hash.h"
#include "simulator/base/known_words.h"
#include "simulator/base/lower_case.h"
#include "simulator/base/text_position.h"
#include "simulator/base/utf8.h"

namespace simulator::migration {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

std::string_view skip_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

struct Directive {
  enum class Kind { none, up, down, unknown };
  Kind kind = Kind::none;
  std::string word;  ///< what stands after "migrate:"
  std::string_view options;
};

/// A line is a directive by dbmate's rule: `--` at its very start, blanks, `migrate:up` or `migrate:down`
/// in lower case, then the line's end or blanks and options. Everything else that starts like one is unknown.
Directive directive_of(std::string_view line) {
  Directive found;
  std::string_view rest = skip_blanks(line);
  const bool indented = rest.size() != line.size();
  if (!rest.starts_with("--")) return found;
  rest = skip_blanks(rest.substr(2));
  constexpr std::string_view key = "migrate";
  if (base::lower_case(rest.substr(0, key.size())) != key) return found;
  const bool plain_key = rest.starts_with(key);
  rest.remove_prefix(key.size());
  const std::string_view colon = skip_blanks(rest);
  if (!colon.starts_with(':')) return found;
  const std::string_view word_start = skip_blanks(colon.substr(1));
  const bool plain =
      !indented && plain_key && colon.size() == rest.size() && word_start.size() + 1 == colon.size();
  std::size_t length = 0;
  while (length < word_start.size() && !is_blank(word_start[length])) ++length;
  found.word = std::string(word_start.substr(0, length));
  found.options = skip_blanks(word_start.substr(length));
  found.kind = Directive::Kind::unknown;
  if (plain && found.word == "up") found.kind = Directive::Kind::up;
  if (plain && found.word == "down") found.kind = Directive::Kind::down;
  return found;
}

class FileReader {
 public:
  FileReader(MigrationFile& file, base::Diagnostics& out) : file_(file), out_(out) {}

  void read() {
    std::optional<Section>* open = nullptr;
    std::size_t line_start = 0;
    base::Position at{1, 1};
    while (line_start < file_.text.size()) {
      const std::size_t end = std::min(file_.text.find('\n', line_start), file_.text.size());
      const std::size_t next = std::min(end + 1, file_.text.size());
      const auto line = std::string_view(file_.text).substr(line_start, end - line_start);
      const Directive directive = directive_of(line);
      switch (directive.kind) {
        case Directive::Kind::none:
          break;
        case Directive::Kind::unknown:
          report_unknown(directive, at);
          break;
        case Directive::Kind::up:
        case Directive::Kind::down: {
          const bool is_up = directive.kind == Directive::Kind::up;
          if (open != nullptr) close(*open, line_start);
          if (!is_up && !up_ && !before_up_reported_) {
            report("migration.missing-up", "`-- migrate:down` comes before any `-- migrate:up`", at,
                   "Start the part that brings the database forward with a line `-- migrate:up`, above this "
                   "one.");
            before_up_reported_ = true;
          }
          std::optional<Section>& section = is_up ? up_ : down_;
          if (section)
            report("migration.duplicate-section",
                   fmt::format("a second `-- migrate:{}`; the first is on line {}", is_up ? "up" : "down",
                               section->start.line - 1),
                   at,
                   "A file has one up part and at most one down part: put the statements together, or make "
                   "two files.");
          if (is_up && !any_directive_) check_before_up(line_start);
          any_directive_ = true;
          read_options(directive.options, at, line_start);
          open = section ? &ignored_ : &section;
          *open = Section{next, 0, {at.line + 1, 1}};
          break;
        }
      }
      line_start = next;
      ++at.line;
    }
    if (open != nullptr) close(*open, file_.text.size());
    if (!any_directive_) up_ = Section{0, file_.text.size(), {1, 1}};
    if (up_) file_.up = *up_;
    file_.down = down_;
    if (up_ && !holds_statement(file_.script(Direction::up)) && !base::has_errors(out_))
      report("migration.empty-up", "the up part holds no statement", up_->start,
             "Running this file records it as applied and changes nothing.", base::Severity::warning);
  }

 private:
  static void close(std::optional<Section>& section, std::size_t end) {
    if (section) section->length = end - section->offset;
  }

  void report(std::string code, std::string message, base::Position at, std::string help,
              base::Severity severity = base::Severity::error) {
    base::Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.what.code = std::move(code);
    diagnostic.what.message = std::move(message);
    diagnostic.what.help = std::move(help);
    diagnostic.what.file = file_.path;
    diagnostic.what.at = at;
    diagnostic.what.excerpt = base::caret_excerpt(file_.text, at);
    out_.push_back(std::move(diagnostic));
  }

  void report_unknown(const Directive& directive, base::Position at) {
    std::string help =
        "A directive stands at the very start of its line, in lower case: `-- migrate:up` or `-- "
        "migrate:down`.";
    const auto meant = base::did_you_mean(base::lower_case(directive.word), {"up", "down"});
    if (meant && *meant != directive.word)
      help = fmt::format("Did you mean `-- migrate:{}`? ", *meant) + help;
    report("migration.unknown-directive", "this comment looks like a directive but is not one", at, help);
  }

  void check_before_up(std::size_t directive_start) {
    const auto before = std::string_view(file_.text).substr(0, directive_start);
    if (!holds_statement(before)) return;
    std::size_t offset = 0;
    while (!holds_statement(before.substr(offset).substr(0, before.substr(offset).find('\n')))) {
      const auto end = before.find('\n', offset);
      if (end == std::string_view::npos) break;
      offset = end + 1;
    }
    while (offset < before.size() && is_blank(before[offset])) ++offset;
    report("migration.sql-before-up", "there is SQL before `-- migrate:up`",
           base::position_at(file_.text, offset),
           "It would belong to no part and never run: move it below the `-- migrate:up` line.");
  }

  void read_options(std::string_view options, base::Position at, std::size_t line_start) {
    while (!options.empty()) {
      std::size_t length = 0;
      while (length < options.size() && !is_blank(options[length])) ++length;
      const std::string_view word = options.substr(0, length);
      const auto column_offset = static_cast<std::size_t>(word.data() - file_.text.data());
      base::Position place =
          base::position_at(std::string_view(file_.text).substr(line_start), column_offset - line_start);
      place.line = at.line;
      if (word == "transaction:false")
        report("migration.unknown-option", "`transaction:false` has no effect here", place,
               "Every file runs in one transaction, so that it takes effect wholly or not at all. "
               "A table rebuild is safe in it: foreign keys are switched off before it begins.",
               base::Severity::warning);
      else if (word != "transaction:true")
        report("migration.unknown-option", fmt::format("unknown option `{}`", word), place,
               "The only option of a directive is `transaction:true`.", base::Severity::warning);
      options = skip_blanks(options.substr(length));
    }
  }

  MigrationFile& file_;
  base::Diagnostics& out_;
  std::optional<Section> up_;
  std::optional<Section> down_;
  std::optional<Section> ignored_;
  bool any_directive_ = false;
  bool before_up_reported_ = false;
};

std::size_t first_broken_byte(std::string_view text) {
  // The longest valid prefix, by halving: only ever run on a file that is already known to be broken.
  std::size_t good = 0;
  std::size_t bad = text.size();
  while (good + 1 < bad) {
    const std::size_t middle = good + (bad - good) / 2;
    std::size_t cut = middle;
    while (cut > good && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    if (cut == good) {
      bad = middle;
    } else if (base::is_valid_utf8(text.substr(good, cut - good))) {
      good = cut;
    } else {
      bad = cut;
    }
  }
  return good;
}

}  // namespace

bool holds_statement(std::string_view sql) {
  while (!sql.empty()) {
    if (is_blank(sql.front()) || sql.front() == '\n' || sql.front() == ';') {
      sql.remove_prefix(1);
    } else if (sql.starts_with("--")) {
      sql.remove_prefix(std::min(sql.find('\n'), sql.size()));
    } else if (sql.starts_with("/*")) {
      const auto end = sql.find("*/", 2);
      sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 2);
    } else {
      return true;
    }
  }
  return false;
}

const std::string& MigrationFile::text_of(Direction direction) const {
  return direction == Direction::down && down_file ? down_file->text : text;
}

const std::string& MigrationFile::path_of(Direction direction) const {
  return direction == Direction::down && down_file ? down_file->path : path;
}

std::string_view MigrationFile::script(Direction direction) const {
  if (direction == Direction::down && !down) return {};
  const Section& section = direction == Direction::up ? up : *down;
  return std::string_view(text_of(direction)).substr(section.offset, section.length);
}

bool MigrationFile::reversible() const { return holds_statement(script(Direction::down)); }

std::string MigrationFile::title() const {
  return name.empty() || kind == MigrationKind::repeatable ? version : version + "_" + name;
}

bool is_migration_name(std::string_view name) {
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(name.begin(), name.end(), is_digit) - name.begin());
  constexpr std::string_view extension = ".sql";
  return digits > 0 && name.substr(digits).starts_with('_') && name.ends_with(extension) &&
         name.size() > digits + 1 + extension.size();
}

std::string normalised_text(std::string_view bytes) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool line_end = bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n';
    if (!line_end) text += bytes[i];
  }
  return text;
}

MigrationFile read_migration_file(const SourceFile& source, std::string path, base::Diagnostics& out) {
  MigrationFile file;
  const auto underscore = source.name.find('_');
  file.version = source.name.substr(0, underscore);
  file.name = source.name.substr(underscore + 1, source.name.size() - underscore - 1 - 4);
  file.file_name = source.name;
  file.path = std::move(path);
  file.text = normalised_text(source.text);
  file.checksum = base::sha256_hex(file.text);

  const auto nul = file.text.find('\0');
  const bool valid = base::is_valid_utf8(file.text);
  if (nul != std::string::npos || !valid) {
    base::Error error;
    error.code = "migration.not-text";
    error.message =
        nul != std::string::npos ? "there is a NUL byte in the file" : "the file is not UTF-8 text";
    error.help = "SQLite would stop reading at such a place or store broken text. Save the file as UTF-8.";
    error.file = file.path;
    error.at = base::position_at(file.text, nul != std::string::npos ? nul : first_broken_byte(file.text));
    out.push_back({base::Severity::error, std::move(error)});
    return file;
  }
  base::Diagnostics found;
  FileReader(file, found).read();
  out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return file;
}

bool version_less(std::string_view a, std::string_view b) {
  const auto number = [](std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
    return text;
  };
  const auto x = number(a);
  const auto y = number(b);
  if (x.size() != y.size()) return x.size() < y.size();
  if (x != y) return x < y;
  return a < b;
}

}  // namespace simulator::migration
