#include "simulator/base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "simulator/base/known_words.h"
#include "simulator/base/text_position.h"
#include "simulator/base/utf8.h"

namespace simulator::base {
namespace {

constexpr std::size_t deepest = 64;

class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, std::string file, JsonDocument& out)
      : text_(text), file_(std::move(file)), out_(out) {}

  bool null() override { return put(JsonValue::Kind::null) != nullptr; }
  bool boolean(bool value) override {
    if (auto* v = put(JsonValue::Kind::boolean)) v->boolean = value;
    return true;
  }
  bool number_integer(number_integer_t value) override {
    if (auto* v = put(JsonValue::Kind::integer)) {
      v->integer = value;
      v->real = static_cast<double>(value);
    }
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value <= static_cast<number_unsigned_t>(INT64_MAX))
      return number_integer(static_cast<number_integer_t>(value));
    return number_float(static_cast<double>(value), {});
  }
  bool number_float(number_float_t value, const string_t&) override {
    if (auto* v = put(JsonValue::Kind::real)) v->real = value;
    return true;
  }
  bool string(string_t& value) override {
    if (auto* v = put(JsonValue::Kind::string)) v->string = value;
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonValue::Kind::object); }
  bool start_array(std::size_t) override { return open(JsonValue::Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const Position at = token_start();
    if (!keys_.back().insert(name).second)
      report("json.duplicate-key", fmt::format("the key \"{}\" stands twice in this object", name), at,
             counted_, "Only one of them can count: delete the other.");
    open_.back()->members.push_back({name, at, {}});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& what) override {
    std::string message = what.what();
    // nlohmann puts its own code and position first, and behind what a person needs the text that it read,
    // which may hold anything.
    if (const auto cut = message.find(" - "); cut != std::string::npos) message = message.substr(cut + 3);
    if (const auto cut = message.find("; last read"); cut != std::string::npos) message.resize(cut);
    const std::size_t offset = position == 0 ? 0 : position - 1;
    report("json.syntax", message, position_at(text_, offset), offset, "The rest of the file was not read.");
    return false;
  }

 private:
  /// Skips back over the token just read: its first character is the first one after white space,
  /// comma or colon that follows the end of the token before.
  [[nodiscard]] Position token_start() {
    std::size_t start = last_end_;
    while (start < text_.size() && std::string_view(" \t\r\n,:").find(text_[start]) != std::string_view::npos)
      ++start;
    last_end_ = std::min(token_end(start), text_.size());
    return position_from(start);
  }

  [[nodiscard]] std::size_t token_end(std::size_t start) const {
    if (start >= text_.size()) return start;
    const char first = text_[start];
    if (first == '"') {
      std::size_t end = start + 1;
      while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2U : 1U;
      return end + 1;
    }
    if (std::string_view("{}[]").find(first) != std::string_view::npos) return start + 1;
    std::size_t end = start;
    while (end < text_.size() && std::string_view(" \t\r\n,:]}").find(text_[end]) == std::string_view::npos)
      ++end;
    return end;
  }

  /// Positions are asked for in file order, so counting goes on from the last one: linear in the file.
  [[nodiscard]] Position position_from(std::size_t offset) {
    const Position step = position_at(text_.substr(counted_, offset - counted_), offset - counted_);
    reached_ = offset_by(step, reached_);
    counted_ = offset;
    return reached_;
  }

  JsonValue* put(JsonValue::Kind kind) {
    const Position at = token_start();
    JsonValue* slot = &out_.root;
    if (!open_.empty()) {
      JsonValue& parent = *open_.back();
      slot =
          parent.kind == JsonValue::Kind::array ? &parent.items.emplace_back() : &parent.members.back().value;
    }
    slot->kind = kind;
    slot->at = at;
    return slot;
  }

  bool open(JsonValue::Kind kind) {
    JsonValue* value = put(kind);
    if (open_.size() >= deepest) {
      report("json.syntax", fmt::format("values are nested more than {} deep", deepest), value->at, counted_,
             "The rest of the file was not read.");
      return false;
    }
    open_.push_back(value);
    keys_.emplace_back();
    return true;
  }

  bool close() {
    (void)token_start();
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  void report(std::string code, std::string message, Position at, std::size_t offset, std::string help) {
    Error error;
    error.code = std::move(code);
    error.message = std::move(message);
    error.help = std::move(help);
    error.file = file_;
    error.at = at;
    error.excerpt = caret_excerpt(text_, offset, at.line);
    out_.diagnostics.push_back({Severity::error, std::move(error)});
  }

  std::string_view text_;
  std::string file_;
  JsonDocument& out_;
  std::vector<JsonValue*> open_;
  std::vector<std::unordered_set<std::string>> keys_;  ///< of each that is open
  std::size_t last_end_ = 0;
  std::size_t counted_ = 0;
  Position reached_{1, 1};
};

const std::vector<JsonValue> no_items;

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  const auto it = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return it == members.end() ? nullptr : &it->value;
}

namespace {

std::string_view example_of(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::string:
      return "\"...\"";
    case JsonValue::Kind::array:
      return "[...]";
    case JsonValue::Kind::object:
      return "{...}";
    case JsonValue::Kind::boolean:
      return "true or false";
    default:
      return "a number";
  }
}

}  // namespace

std::string_view to_string(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::null:
      return "null";
    case JsonValue::Kind::boolean:
      return "true or false";
    case JsonValue::Kind::integer:
      return "a whole number";
    case JsonValue::Kind::real:
      return "a number";
    case JsonValue::Kind::string:
      return "a string";
    case JsonValue::Kind::array:
      return "a list";
    case JsonValue::Kind::object:
      return "an object";
  }
  return "?";
}

namespace {

/// The bytes at which places stand, asked for in file order: one walk over the text for all of them.
class PlaceFinder {
 public:
  explicit PlaceFinder(std::string_view text) : text_(text) {}

  std::size_t offset_of(Position at) {
    while (offset_ < text_.size() && reached_ != at) {
      const std::size_t from = offset_++;
      while (offset_ < text_.size() && (static_cast<unsigned char>(text_[offset_]) & 0xC0U) == 0x80U)
        ++offset_;
      reached_ = offset_by(position_at(text_.substr(from, offset_ - from), offset_ - from), reached_);
    }
    return offset_;
  }

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  Position reached_{1, 1};
};

}  // namespace

JsonDocument parse_json(std::string_view text, std::string file) {
  JsonDocument document;
  if (const std::size_t bad = valid_utf8_prefix(text); bad < text.size()) {
    Error error;
    error.code = "json.syntax";
    error.message =
        fmt::format("byte {} (0x{:02X}) is not UTF-8 text", bad + 1, static_cast<unsigned char>(text[bad]));
    error.help = "Nothing of the file was read. Save it as UTF-8.";
    error.file = std::move(file);
    error.at = position_at(text, bad);
    document.diagnostics.push_back({Severity::error, std::move(error)});
    return document;
  }
  TreeBuilder builder(text, std::move(file), document);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return document;
}

JsonReader::JsonReader(const JsonValue& object, std::string what, std::string file, std::string_view text,
                       Diagnostics& out)
    : value_(object), what_(std::move(what)), file_(std::move(file)), text_(text), out_(out) {
  if (object.kind != JsonValue::Kind::object)
    report("json.wrong-kind",
           fmt::format("{} must be an object, and this is {}", what_, to_string(object.kind)), object.at);
}

bool JsonReader::has(std::string_view key) const { return value_.find(key) != nullptr; }

const JsonValue* JsonReader::take(std::string_view key, JsonValue::Kind kind, bool required) {
  asked_.emplace_back(key);
  const JsonValue* found = value_.find(key);
  if (found == nullptr) {
    if (required && value_.kind == JsonValue::Kind::object)
      report("json.missing-key", fmt::format("{} needs the key \"{}\" ({})", what_, key, to_string(kind)),
             value_.at, fmt::format("Add \"{}\": {} to it.", key, example_of(kind)));
    return nullptr;
  }
  const bool whole_for_real = kind == JsonValue::Kind::real && found->kind == JsonValue::Kind::integer;
  if (found->kind != kind && !whole_for_real) {
    report("json.wrong-kind",
           fmt::format("\"{}\" must be {}, and this is {}", key, to_string(kind), to_string(found->kind)),
           found->at);
    return nullptr;
  }
  return found;
}

std::string JsonReader::string(std::string_view key) {
  const auto* v = take(key, JsonValue::Kind::string, true);
  return v != nullptr ? v->string : std::string{};
}
std::string JsonReader::text(std::string_view key) {
  const auto* v = take(key, JsonValue::Kind::string, true);
  if (v == nullptr) return {};
  if (v->string.find_first_not_of(" \t\r\n") == std::string::npos)
    report("json.empty-text", fmt::format("\"{}\" is empty", key), v->at, "People read it: say something.");
  return v->string;
}
std::int64_t JsonReader::integer(std::string_view key) {
  const auto* v = take(key, JsonValue::Kind::integer, true);
  return v != nullptr ? v->integer : 0;
}
bool JsonReader::boolean(std::string_view key) {
  const auto* v = take(key, JsonValue::Kind::boolean, true);
  return v != nullptr && v->boolean;
}
const std::vector<JsonValue>& JsonReader::array(std::string_view key) {
  const auto* v = take(key, JsonValue::Kind::array, true);
  return v != nullptr ? v->items : no_items;
}
const JsonValue* JsonReader::object(std::string_view key) { return take(key, JsonValue::Kind::object, true); }
std::string JsonReader::string_or(std::string_view key, std::string fallback) {
  const auto* v = take(key, JsonValue::Kind::string, false);
  return v != nullptr ? v->string : std::move(fallback);
}
std::int64_t JsonReader::integer_or(std::string_view key, std::int64_t fallback) {
  const auto* v = take(key, JsonValue::Kind::integer, false);
  return v != nullptr ? v->integer : fallback;
}
std::uint64_t JsonReader::natural_or(std::string_view key, std::uint64_t fallback) {
  const auto* v = take(key, JsonValue::Kind::integer, false);
  if (v == nullptr) return fallback;
  if (v->integer >= 0) return static_cast<std::uint64_t>(v->integer);
  report("json.too-small", fmt::format("\"{}\" must be 0 or more, and this is {}", key, v->integer), v->at);
  return fallback;
}
double JsonReader::real_or(std::string_view key, double fallback) {
  const auto* v = take(key, JsonValue::Kind::real, false);
  return v != nullptr ? v->real : fallback;
}
bool JsonReader::boolean_or(std::string_view key, bool fallback) {
  const auto* v = take(key, JsonValue::Kind::boolean, false);
  return v != nullptr ? v->boolean : fallback;
}
const std::vector<JsonValue>& JsonReader::array_or_empty(std::string_view key) {
  const auto* v = take(key, JsonValue::Kind::array, false);
  return v != nullptr ? v->items : no_items;
}
const JsonValue* JsonReader::object_or_null(std::string_view key) {
  return take(key, JsonValue::Kind::object, false);
}

std::vector<std::string> JsonReader::strings(std::string_view key) { return strings_of(key, array(key)); }
std::vector<std::string> JsonReader::strings_or_empty(std::string_view key) {
  return strings_of(key, array_or_empty(key));
}
std::vector<std::string> JsonReader::strings_of(std::string_view key, const std::vector<JsonValue>& items) {
  std::vector<std::string> out;
  for (const JsonValue& item : items) {
    if (item.kind == JsonValue::Kind::string)
      out.push_back(item.string);
    else
      report("json.wrong-kind",
             fmt::format("\"{}\" must hold strings, and this is {}", key, to_string(item.kind)), item.at);
  }
  return out;
}

std::string JsonReader::choice(std::string_view key, std::initializer_list<std::string_view> choices,
                               std::string_view fallback) {
  const auto* v = take(key, JsonValue::Kind::string, fallback.empty());
  const std::string_view otherwise = fallback.empty() ? *choices.begin() : fallback;
  if (v == nullptr) return std::string(otherwise);
  if (std::find(choices.begin(), choices.end(), v->string) != choices.end()) return v->string;
  const std::vector<std::string> known(choices.begin(), choices.end());
  report("json.unknown-value", fmt::format("\"{}\" cannot be \"{}\"", key, v->string), v->at,
         meant_or_known(v->string, known, "It is one of"));
  return std::string(otherwise);
}

std::optional<std::string> JsonReader::kind(std::string_view key,
                                            std::initializer_list<std::string_view> choices) {
  std::string chosen = choice(key, choices);
  const auto* given = value_.find(key);
  if (given == nullptr || given->string != chosen) return std::nullopt;
  return chosen;
}

void JsonReader::expect_items(std::string_view key, std::size_t least, std::string help) {
  const JsonValue* list = value_.find(key);
  if (list == nullptr || list->kind != JsonValue::Kind::array || list->items.size() >= least) return;
  report("json.too-few",
         fmt::format("\"{}\" must list at least {}, and this lists {}", key, least, list->items.size()),
         list->at, std::move(help));
}

void JsonReader::finish() {
  PlaceFinder places(text_);
  for (const auto& member : value_.members) {
    if (member.key == "$schema") continue;
    if (std::find(asked_.begin(), asked_.end(), member.key) != asked_.end()) continue;
    Error error;
    error.code = "json.unknown-key";
    error.message = fmt::format("{} has no key \"{}\"", what_, member.key);
    error.help = meant_or_known(member.key, asked_, "Known keys");
    error.file = file_;
    error.at = member.at;
    error.excerpt = caret_excerpt(text_, places.offset_of(member.at), member.at.line);
    out_.push_back({Severity::error, std::move(error)});
  }
}

void JsonReader::report(std::string code, std::string message, Position at, std::string help) {
  Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.help = std::move(help);
  error.file = file_;
  error.at = at;
  error.excerpt = caret_excerpt(text_, at);
  out_.push_back({Severity::error, std::move(error)});
}

Position JsonReader::at(std::string_view key) const {
  const auto* found = value_.find(key);
  return found != nullptr ? found->at : value_.at;
}

}  // namespace simulator::base
