// The bytes of one file as copy-on-write pages. Copying a PageFile copies one pointer; the first write after
// a copy copies the list of pages (pointers), and each page is copied when it is first written.
//
// A value. Two copies may live on different threads; several may read one copy, or copy it, while nobody
// writes to it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace simulator::sql {

class PageFile {
 public:
  static constexpr std::size_t page_size = 4096;

  PageFile();
  [[nodiscard]] static PageFile from_bytes(std::span<const std::byte> bytes);

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Fills `out`; what lies past the end reads as zeros. Returns how many bytes were inside the file.
  std::size_t read(std::uint64_t offset, std::span<std::byte> out) const;
  /// Grows the file when needed; a gap reads as zeros.
  void write(std::uint64_t offset, std::span<const std::byte> bytes);
  void truncate(std::uint64_t size);

  [[nodiscard]] std::vector<std::byte> bytes() const;
  /// FNV-1a by 64-bit words, mixed once more: equal content has an equal hash on every little-endian machine.
  /// Each page remembers its own, so after a change only the changed pages are read again.
  [[nodiscard]] std::uint64_t hash() const;
  /// True when both share every page, found without looking at a byte.
  [[nodiscard]] bool same_pages(const PageFile& other) const;
  [[nodiscard]] bool same_content(const PageFile& other) const;

  /// Bytes of pages that `earlier` does not share: what keeping both costs.
  [[nodiscard]] std::uint64_t bytes_not_shared_with(const PageFile& earlier) const;

 private:
  using Bytes = std::array<std::byte, page_size>;
  struct Page {
    Page() noexcept {}  // the bytes stay unset: whoever makes a page fills it
    explicit Page(const Bytes& content) : bytes(content) {}
    Page(const Page& other) : bytes(other.bytes) {}
    Page& operator=(const Page&) = delete;
    [[nodiscard]] std::uint64_t hash() const;

    Bytes bytes;
    mutable std::atomic<std::uint64_t> known_hash = 0;  // 0: not computed since the last write
  };
  using Pages = std::vector<std::shared_ptr<Page>>;  // null is a page of zeros

  [[nodiscard]] static const Page& zeros();
  [[nodiscard]] Pages& pages_to_write();
  [[nodiscard]] Bytes& page_to_write(std::size_t index);

  std::shared_ptr<Pages> pages_;
  std::uint64_t size_ = 0;
};

}  // namespace simulator::sql
