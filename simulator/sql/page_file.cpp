#include "simulator/sql/page_file.h"

#include <algorithm>
#include <cstring>

namespace simulator::sql {

namespace {

constexpr std::uint64_t hash_start = 0xCBF29CE484222325ULL;

std::uint64_t mixed(std::uint64_t value, std::uint64_t word) {
  constexpr std::uint64_t prime = 0x100000001B3ULL;
  value = (value ^ word) * prime;
  return value ^ (value >> 29U);
}

std::size_t pages_for(std::uint64_t size) {
  return static_cast<std::size_t>((size + PageFile::page_size - 1) / PageFile::page_size);
}

/// Nobody else holds it, so it may be changed in place. The fence pairs with the release by which another
/// thread let go of it: what that thread read there happened before what is written now.
template <class T>
bool alone(const std::shared_ptr<T>& held) {
  if (held.use_count() != 1) return false;
  std::atomic_thread_fence(std::memory_order_acquire);
  return true;
}

}  // namespace

PageFile::PageFile() : pages_(std::make_shared<Pages>()) {}

PageFile PageFile::from_bytes(std::span<const std::byte> bytes) {
  PageFile file;
  file.write(0, bytes);
  return file;
}

std::size_t PageFile::read(std::uint64_t offset, std::span<std::byte> out) const {
  const std::size_t inside =
      offset >= size_ ? 0 : static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), size_ - offset));
  std::size_t done = 0;
  while (done < inside) {
    const std::size_t index = static_cast<std::size_t>((offset + done) / page_size);
    const std::size_t within = static_cast<std::size_t>((offset + done) % page_size);
    const std::size_t count = std::min(page_size - within, inside - done);
    if (const Page* page = (*pages_)[index].get())
      std::memcpy(out.data() + done, page->bytes.data() + within, count);
    else
      std::memset(out.data() + done, 0, count);
    done += count;
  }
  if (inside < out.size()) std::memset(out.data() + inside, 0, out.size() - inside);
  return inside;
}

PageFile::Pages& PageFile::pages_to_write() {
  if (!alone(pages_)) pages_ = std::make_shared<Pages>(*pages_);
  return *pages_;
}

PageFile::Bytes& PageFile::page_to_write(std::size_t index) {
  std::shared_ptr<Page>& page = pages_to_write()[index];
  if (!page)
    page = std::make_shared<Page>(zeros());
  else if (!alone(page))
    page = std::make_shared<Page>(*page);
  else
    page->known_hash.store(0, std::memory_order_relaxed);
  return page->bytes;
}

void PageFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  const std::uint64_t end = offset + bytes.size();
  if (const std::size_t needed = pages_for(end); needed > pages_->size()) pages_to_write().resize(needed);
  std::size_t done = 0;
  while (done < bytes.size()) {
    const std::size_t index = static_cast<std::size_t>((offset + done) / page_size);
    const std::size_t within = static_cast<std::size_t>((offset + done) % page_size);
    const std::size_t count = std::min(page_size - within, bytes.size() - done);
    if (count == page_size) {  // the whole page is replaced: there is nothing to copy or clear first
      std::shared_ptr<Page>& page = pages_to_write()[index];
      if (!page || !alone(page)) page = std::make_shared<Page>();
    }
    std::memcpy(page_to_write(index).data() + within, bytes.data() + done, count);
    done += count;
  }
  size_ = std::max(size_, end);
}

void PageFile::truncate(std::uint64_t size) {
  if (size == size_) return;
  const bool shorter = size < size_;
  pages_to_write().resize(pages_for(size));
  size_ = size;
  // What lies after the end must read as zeros should the file grow again.
  if (const std::size_t within = static_cast<std::size_t>(size % page_size); shorter && within != 0) {
    Bytes& last = page_to_write(pages_->size() - 1);
    std::memset(last.data() + within, 0, page_size - within);
  }
}

std::vector<std::byte> PageFile::bytes() const {
  std::vector<std::byte> out(static_cast<std::size_t>(size_));
  read(0, out);
  return out;
}

std::uint64_t PageFile::Page::hash() const {
  // Several threads may compute it at once: they store the same number.
  if (const std::uint64_t known = known_hash.load(std::memory_order_relaxed); known != 0) return known;
  std::uint64_t value = hash_start;
  for (std::size_t i = 0; i < page_size; i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    value = mixed(value, word);
  }
  known_hash.store(value, std::memory_order_relaxed);
  return value;
}

const PageFile::Page& PageFile::zeros() {
  static const Page page(Bytes{});
  return page;
}

std::uint64_t PageFile::hash() const {
  std::uint64_t value = mixed(hash_start, size_);
  for (const auto& page : *pages_) value = mixed(value, (page ? *page : zeros()).hash());
  return value;
}

bool PageFile::same_pages(const PageFile& other) const {
  return size_ == other.size_ && (pages_ == other.pages_ || *pages_ == *other.pages_);
}

bool PageFile::same_content(const PageFile& other) const {
  if (size_ != other.size_) return false;
  for (std::size_t i = 0; i < pages_->size(); ++i) {
    const auto& a = (*pages_)[i];
    const auto& b = (*other.pages_)[i];
    if (a != b && (a ? *a : zeros()).bytes != (b ? *b : zeros()).bytes) return false;
  }
  return true;
}

std::uint64_t PageFile::bytes_not_shared_with(const PageFile& earlier) const {
  if (pages_ == earlier.pages_) return 0;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < pages_->size(); ++i) {
    const bool shared = i < earlier.pages_->size() && (*pages_)[i] == (*earlier.pages_)[i];
    if (!shared && (*pages_)[i]) bytes += page_size;
  }
  return bytes;
}

}  // namespace simulator::sql
