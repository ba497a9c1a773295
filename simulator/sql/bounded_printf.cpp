#include "simulator/sql/bounded_printf.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace simulator::sql {
namespace {

// Cuts the format into plain text and conversions; each conversion goes through sqlite3_str_appendf with one
// argument, so that what it prints is SQLite's.
class Printer {
 public:
  Printer(sqlite3_context* context, int count, sqlite3_value** arguments)
      : context_(context),
        connection_(sqlite3_context_db_handle(context)),
        limit_(sqlite3_limit(connection_, SQLITE_LIMIT_LENGTH, -1)),
        arguments_(arguments),
        count_(count),
        out_(sqlite3_str_new(connection_)) {}
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;
  ~Printer() { sqlite3_free(sqlite3_str_finish(out_)); }

  void print(const char* format) {
    while (*format != '\0' && !too_big_) {
      const char* percent = format;
      while (*percent != '\0' && *percent != '%') ++percent;
      sqlite3_str_append(out_, format, static_cast<int>(percent - format));
      if (*percent == '\0') break;
      format = conversion(percent + 1);
      if (format == nullptr) break;
    }
    give();
  }

 private:
  sqlite3_value* next() { return used_ < count_ ? arguments_[used_++] : nullptr; }
  std::int64_t next_integer() {
    sqlite3_value* value = next();
    return value == nullptr ? 0 : sqlite3_value_int64(value);
  }
  const char* next_text() {
    sqlite3_value* value = next();
    return value == nullptr ? nullptr : reinterpret_cast<const char*>(sqlite3_value_text(value));
  }

  // Reads digits or a star. SQLite masks what is written to 31 bits; here anything above the limit is
  // refused.
  std::int64_t read_number(const char*& at) {
    if (*at == '*') {
      ++at;
      // As SQLite: the argument is cut to an int before its sign is looked at.
      return static_cast<std::int32_t>(static_cast<std::uint32_t>(next_integer()));
    }
    std::int64_t number = 0;
    while (*at >= '0' && *at <= '9') {
      if (number <= limit_) number = number * 10 + (*at - '0');
      ++at;
    }
    return number;
  }

  // Behind the percent sign; returns where the format goes on, null to end the output.
  const char* conversion(const char* at) {
    if (*at == '\0') {
      sqlite3_str_append(out_, "%", 1);
      return nullptr;
    }
    std::string spec = "%";
    while (*at != '\0' && std::string_view("-+ #0,!").find(*at) != std::string_view::npos) spec += *at++;
    width_ = read_number(at);
    if (width_ < 0) {
      spec += '-';
      width_ = -width_;
    }
    left_ = spec.find('-') != std::string::npos;
    if (width_ > 0) spec += std::to_string(width_);
    precision_ = 0;
    if (*at == '.') {
      ++at;
      precision_ = std::abs(read_number(at));
      spec += '.' + std::to_string(precision_);
    }
    while (*at == 'l') ++at;
    too_big_ = width_ > limit_ || precision_ > limit_;
    if (too_big_) return nullptr;
    if (!convert(spec, *at)) return nullptr;
    converted_ = true;
    return at + 1;
  }

  bool convert(std::string spec, char kind) {
    switch (kind) {
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o':
        spec += "ll";
        spec += kind;
        sqlite3_str_appendf(out_, spec.c_str(), static_cast<long long>(next_integer()));
        return true;
      case 'p':
        spec += kind;
        sqlite3_str_appendf(out_, spec.c_str(), reinterpret_cast<void*>(next_integer()));
        return true;
      case 'f':
      case 'e':
      case 'E':
      case 'g':
      case 'G': {
        spec += kind;
        sqlite3_value* value = next();
        sqlite3_str_appendf(out_, spec.c_str(), value == nullptr ? 0.0 : sqlite3_value_double(value));
        return true;
      }
      case 'c':
        repeat(first_character(), std::max<std::int64_t>(1, precision_));
        return true;
      case 's':
      case 'z':
        text(spec + 's');
        return true;
      case 'q':
      case 'Q':
      case 'w':
        text(spec + kind);
        return true;
      case 'n':
        return true;
      case '%':
        repeat("%", 1);
        return true;
      default:
        return false;
    }
  }

  void text(const std::string& spec) { sqlite3_str_appendf(out_, spec.c_str(), next_text()); }

  // The C function's %c takes a code; the SQL function takes the first character of a text, and prints a zero
  // byte when there is none.
  std::string_view first_character() {
    const char* value = next_text();
    if (value == nullptr || *value == '\0') return {"\0", 1};
    std::size_t length = 1;
    if (static_cast<unsigned char>(*value) >= 0xC0U) {
      while (length < 4 && (static_cast<unsigned char>(value[length]) & 0xC0U) == 0x80U) ++length;
    }
    return {value, length};
  }

  void repeat(std::string_view character, std::int64_t times) {
    const int padding = static_cast<int>(std::max<std::int64_t>(0, width_ - times));
    if (!left_) sqlite3_str_appendchar(out_, padding, ' ');
    for (; times > 0 && sqlite3_str_errcode(out_) == SQLITE_OK; --times) {
      sqlite3_str_append(out_, character.data(), static_cast<int>(character.size()));
    }
    if (left_) sqlite3_str_appendchar(out_, padding, ' ');
  }

  void give() {
    const int failed = sqlite3_str_errcode(out_);
    if (too_big_ || failed == SQLITE_TOOBIG) return sqlite3_result_error_toobig(context_);
    if (failed != SQLITE_OK) return sqlite3_result_error_nomem(context_);
    // As SQLite: an empty text when there was a conversion, else NULL.
    const char* printed = sqlite3_str_length(out_) == 0 && converted_ ? "" : sqlite3_str_value(out_);
    sqlite3_result_text(context_, printed, sqlite3_str_length(out_), SQLITE_TRANSIENT);
  }

  sqlite3_context* context_;
  sqlite3* connection_;
  std::int64_t limit_;
  sqlite3_value** arguments_;
  int count_;
  int used_ = 0;
  bool too_big_ = false;
  bool converted_ = false;
  bool left_ = false;  // these three: of the conversion at hand
  std::int64_t width_ = 0;
  std::int64_t precision_ = 0;
  sqlite3_str* out_;
};

}  // namespace

void bounded_printf(sqlite3_context* context, int count, sqlite3_value** arguments) {
  if (count < 1) return;
  const auto* format = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  if (format == nullptr) return;
  Printer(context, count - 1, arguments + 1).print(format);
}

}  // namespace simulator::sql
