// One database at one moment, as a list of shared pages. A value: keeping one costs the pages that changed
// since the last one kept. The write-ahead log belongs to it: a reader that was in the middle of a
// transaction can keep SQLite from folding the log into the database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "simulator/sql/page_file.h"

namespace simulator::sql {

class Image {
 public:
  Image() = default;
  Image(PageFile database, PageFile log) : database_(std::move(database)), log_(std::move(log)) {}
  /// A database file's bytes, as sqlite3 writes them.
  [[nodiscard]] static Image from_bytes(std::span<const std::byte> bytes) {
    return {PageFile::from_bytes(bytes), {}};
  }

  [[nodiscard]] std::uint64_t size() const { return database_.size() + log_.size(); }
  /// The database file. With the log folded in (see EnvironmentStore::image) that is all of it.
  [[nodiscard]] std::vector<std::byte> bytes() const { return database_.bytes(); }
  [[nodiscard]] std::uint64_t hash() const {
    return database_.hash() ^ (log_.size() == 0 ? 0 : ~log_.hash());
  }
  [[nodiscard]] bool same_content(const Image& other) const {
    return database_.same_content(other.database_) && log_.same_content(other.log_);
  }
  /// Bytes that keeping this costs when `earlier` is kept as well.
  [[nodiscard]] std::uint64_t bytes_not_shared_with(const Image& earlier) const {
    return database_.bytes_not_shared_with(earlier.database_) + log_.bytes_not_shared_with(earlier.log_);
  }

  [[nodiscard]] const PageFile& database() const { return database_; }
  [[nodiscard]] const PageFile& log() const { return log_; }

 private:
  PageFile database_;
  PageFile log_;
};

}  // namespace simulator::sql
