// One database at one moment, as a list of shared pages: the bytes of the file SQLite would leave after
// closing, without a log or journal beside it. A value; may cross threads. Keeping one costs the pages that
// changed since the last one kept; copying one costs a pointer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "simulator/sql/page_file.h"

namespace simulator::sql {

class Image {
 public:
  /// A database nobody has written to yet.
  Image() = default;
  explicit Image(PageFile database) : database_(std::move(database)) {}
  /// A database file's bytes, as SQLite writes them. What is not a database is found when it is opened.
  [[nodiscard]] static Image from_bytes(std::span<const std::byte> bytes) {
    return Image(PageFile::from_bytes(bytes));
  }

  [[nodiscard]] std::uint64_t size() const { return database_.size(); }
  [[nodiscard]] std::vector<std::byte> bytes() const { return database_.bytes(); }
  /// Of the content, 64 bits; cheap when asked again and for images that share most of their pages.
  [[nodiscard]] std::uint64_t hash() const { return database_.hash(); }
  [[nodiscard]] bool same_content(const Image& other) const {
    return database_.same_content(other.database_);
  }
  /// Bytes that keeping this costs when `earlier` is kept as well.
  [[nodiscard]] std::uint64_t bytes_not_shared_with(const Image& earlier) const {
    return database_.bytes_not_shared_with(earlier.database_);
  }

  [[nodiscard]] const PageFile& database() const { return database_; }

 private:
  PageFile database_;
};

}  // namespace simulator::sql
