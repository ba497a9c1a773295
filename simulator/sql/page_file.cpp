#include "simulator/sql/page_file.h"

#include <algorithm>
#include <cstring>

namespace simulator::sql {

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
      std::memcpy(out.data() + done, page->data() + within, count);
    else
      std::memset(out.data() + done, 0, count);
    done += count;
  }
  if (inside < out.size()) std::memset(out.data() + inside, 0, out.size() - inside);
  return inside;
}

PageFile::Page& PageFile::page_to_write(std::size_t index) {
  if (pages_.use_count() > 1) pages_ = std::make_shared<Pages>(*pages_);
  std::shared_ptr<Page>& page = (*pages_)[index];
  if (!page)
    page = std::make_shared<Page>();
  else if (page.use_count() > 1)
    page = std::make_shared<Page>(*page);
  return *page;
}

void PageFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  const std::uint64_t end = offset + bytes.size();
  const std::size_t pages_needed = static_cast<std::size_t>((end + page_size - 1) / page_size);
  if (pages_needed > pages_->size()) {
    if (pages_.use_count() > 1) pages_ = std::make_shared<Pages>(*pages_);
    pages_->resize(pages_needed);
  }
  std::size_t done = 0;
  while (done < bytes.size()) {
    const std::size_t index = static_cast<std::size_t>((offset + done) / page_size);
    const std::size_t within = static_cast<std::size_t>((offset + done) % page_size);
    const std::size_t count = std::min(page_size - within, bytes.size() - done);
    if (count == page_size && pages_.use_count() == 1 && (*pages_)[index].use_count() > 1)
      (*pages_)[index] = nullptr;  // the whole page is replaced: there is nothing to copy first
    std::memcpy(page_to_write(index).data() + within, bytes.data() + done, count);
    done += count;
  }
  size_ = std::max(size_, end);
}

void PageFile::truncate(std::uint64_t size) {
  if (size >= size_) {
    if (size > size_) {
      if (pages_.use_count() > 1) pages_ = std::make_shared<Pages>(*pages_);
      pages_->resize(static_cast<std::size_t>((size + page_size - 1) / page_size));
      size_ = size;
    }
    return;
  }
  if (pages_.use_count() > 1) pages_ = std::make_shared<Pages>(*pages_);
  pages_->resize(static_cast<std::size_t>((size + page_size - 1) / page_size));
  size_ = size;
  // What lies after the end must read as zeros should the file grow again.
  if (const std::size_t within = static_cast<std::size_t>(size % page_size); within != 0) {
    Page& last = page_to_write(pages_->size() - 1);
    std::memset(last.data() + within, 0, page_size - within);
  }
}

std::vector<std::byte> PageFile::bytes() const {
  std::vector<std::byte> out(static_cast<std::size_t>(size_));
  read(0, out);
  return out;
}

std::uint64_t PageFile::hash() const {
  constexpr std::uint64_t prime = 0x100000001B3ULL;
  std::uint64_t value = 0xCBF29CE484222325ULL;
  const auto mix = [&](std::uint64_t word) {
    value ^= word;
    value *= prime;
    value ^= value >> 29U;
  };
  mix(size_);
  static const Page zeros{};
  for (const auto& page : *pages_) {
    const Page& content = page ? *page : zeros;
    for (std::size_t i = 0; i < page_size; i += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, content.data() + i, sizeof word);
      mix(word);
    }
  }
  return value;
}

bool PageFile::same_pages(const PageFile& other) const {
  return size_ == other.size_ && (pages_ == other.pages_ || *pages_ == *other.pages_);
}

bool PageFile::same_content(const PageFile& other) const {
  if (size_ != other.size_) return false;
  static const Page zeros{};
  for (std::size_t i = 0; i < pages_->size(); ++i) {
    const auto& a = (*pages_)[i];
    const auto& b = (*other.pages_)[i];
    if (a == b) continue;
    if ((a ? *a : zeros) != (b ? *b : zeros)) return false;
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
