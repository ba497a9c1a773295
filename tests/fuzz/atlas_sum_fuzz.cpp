// Any bytes are an atlas.sum with an answer, and what is read is written as it was read; and any folder has a
// sum that knows itself again, and knows which file was touched.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "simulator/migration/atlas_sum.h"
#include "tests/fuzz/folder.h"
#include "tests/fuzz/promise.h"

using namespace simulator::migration;

namespace {

void check_text(std::string_view text) {
  const auto sum = read_atlas_sum(text, "atlas.sum");
  if (!sum) {
    promise(!sum.error().message.empty() && sum.error().at.line > 0, "an error says what and where");
    return;
  }
  const auto again = read_atlas_sum(to_text(*sum), "atlas.sum");
  promise(again.has_value() && *again == *sum, "a sum that is written can be read");
  promise(sum_mismatches(*sum, *again).empty(), "a sum agrees with itself");
}

void check_folder(const std::vector<SourceFile>& folder) {
  std::vector<SummedFile> files;
  for (const auto& file : folder)
    if (!file.name.empty()) files.push_back({file.name, file.text});
  const AtlasSum sum = atlas_sum(files);
  const auto read = read_atlas_sum(to_text(sum), "atlas.sum");
  promise(read.has_value() && *read == sum, "a folder's sum can be read");
  promise(sum.lines.size() <= files.size(), "a file has at most one line");
  if (sum.lines.size() != files.size()) return;  // some are left out of it
  for (auto& file : files) {
    const std::string_view before = file.bytes;
    const std::string touched = std::string(before) + "x";
    file.bytes = touched;
    const AtlasSum other = atlas_sum(files);
    if (other.lines.size() == sum.lines.size())
      promise(!sum_mismatches(sum, other).empty(), "a byte more is noticed");
    file.bytes = before;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_text(bytes);
  check_folder(fuzzing::folder_of(bytes));
  return 0;
}
