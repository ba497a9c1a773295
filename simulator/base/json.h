// JSON that people write: every value knows where it stands, duplicate keys are reported, and a reader
// collects all mistakes of a file instead of stopping at the first.
//
// Parsing is nlohmann/json's SAX parser (its DOM hides duplicate keys); the tokens' places are found by
// walking the text beside it. Nothing here throws. Depth is limited to 64, numbers beyond int64 become
// doubles.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/base/error.h"

namespace simulator::base {

struct JsonValue {
  enum class Kind { null, boolean, integer, real, string, array, object };
  struct Member;

  Kind kind = Kind::null;
  Position at;  ///< of the value's first character
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0.0;  ///< also set for integers
  std::string string;
  std::vector<JsonValue> items;
  std::vector<Member> members;  ///< in file order

  [[nodiscard]] const JsonValue* find(std::string_view key) const;
};

struct JsonValue::Member {
  std::string key;
  Position at;  ///< of the key's opening quote
  JsonValue value;
};

[[nodiscard]] std::string_view to_string(JsonValue::Kind kind);

struct JsonDocument {
  JsonValue root;
  Diagnostics diagnostics;  ///< json.syntax (then root is what was read before it), json.duplicate-key
};

/// `file` is only for messages.
[[nodiscard]] JsonDocument parse_json(std::string_view text, std::string file);

/// Reads one object and reports what is wrong with it. Every accessor returns a usable default after
/// reporting; ask the diagnostics whether the result may be used. Values referred to must outlive it.
class JsonReader {
 public:
  /// `what` names the object in messages: "question", "lab".
  JsonReader(const JsonValue& object, std::string what, std::string file, std::string_view text,
             Diagnostics& out);

  [[nodiscard]] bool has(std::string_view key) const;
  /// Present and of the right kind, else reported (json.missing-key, json.wrong-kind).
  [[nodiscard]] std::string string(std::string_view key);
  /// The same, and it must say something (json.empty-text).
  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] std::int64_t integer(std::string_view key);
  [[nodiscard]] bool boolean(std::string_view key);
  [[nodiscard]] const std::vector<JsonValue>& array(std::string_view key);
  [[nodiscard]] const JsonValue* object(std::string_view key);
  /// An array of strings.
  [[nodiscard]] std::vector<std::string> strings(std::string_view key);
  /// Absent is fine; present with the wrong kind is reported.
  [[nodiscard]] std::string string_or(std::string_view key, std::string fallback);
  [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t fallback);
  /// 0 or more, else reported (json.too-small).
  [[nodiscard]] std::uint64_t natural_or(std::string_view key, std::uint64_t fallback);
  [[nodiscard]] double real_or(std::string_view key, double fallback);
  [[nodiscard]] bool boolean_or(std::string_view key, bool fallback);
  [[nodiscard]] const std::vector<JsonValue>& array_or_empty(std::string_view key);
  [[nodiscard]] const JsonValue* object_or_null(std::string_view key);
  /// An array of strings; absent is an empty list.
  [[nodiscard]] std::vector<std::string> strings_or_empty(std::string_view key);
  /// One of `choices`, else reported (json.unknown-value) with "did you mean"; then choices[0].
  [[nodiscard]] std::string choice(std::string_view key, std::initializer_list<std::string_view> choices,
                                   std::string_view fallback = {});
  /// The same for a key that decides what the other keys mean. Nothing after reporting: then leave the other
  /// keys alone, and finish() too, for what they should be nobody can know.
  [[nodiscard]] std::optional<std::string> kind(std::string_view key,
                                                std::initializer_list<std::string_view> choices);

  /// Reports a list that is there and has fewer than `least` items (json.too-few).
  void expect_items(std::string_view key, std::size_t least, std::string help = {});

  /// Call last: every key that no accessor asked for is json.unknown-key, with "did you mean".
  void finish();

  /// Reports a mistake of the caller's own rules, at a value's place (or at the object's).
  void report(std::string code, std::string message, Position at, std::string help = {});
  [[nodiscard]] Position at() const { return value_.at; }
  /// Where the value of `key` stands, or the object when it is absent.
  [[nodiscard]] Position at(std::string_view key) const;

 private:
  const JsonValue* take(std::string_view key, JsonValue::Kind kind, bool required);
  std::vector<std::string> strings_of(std::string_view key, const std::vector<JsonValue>& items);

  const JsonValue& value_;
  std::string what_;
  std::string file_;
  std::string_view text_;
  Diagnostics& out_;
  std::vector<std::string> asked_;
};

}  // namespace simulator::base
