#include "tests/simulator/migration/fault_media.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/simulator/migration/shim_vfs.h"

namespace simulator::migration::testing_support {
namespace {

constexpr std::array<const char*, 4> endings{"", "-journal", "-wal", "-shm"};

class MemoryMedium final : public Medium {
 public:
  void put(const std::vector<std::byte>& database) override {
    for (const char* ending : endings) vfs_.remove(std::string("db") + ending);
    if (!database.empty()) vfs_.set_content("db", sql::PageFile::from_bytes(database));
  }
  std::vector<std::byte> bytes() const override { return vfs_.content("db").bytes(); }
  void set_fault(sql::FaultHook hook) override { vfs_.set_fault(std::move(hook)); }

 protected:
  sql::OpenOptions options() const override { return {.path = "db", .vfs = vfs_.name()}; }

 private:
  sql::MemoryVfs vfs_{{}};
};

class FileMedium final : public Medium {
 public:
  FileMedium() {
    std::string pattern = (std::filesystem::temp_directory_path() / "driftwood-faults-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    folder_ = pattern;
  }
  FileMedium(const FileMedium&) = delete;
  FileMedium& operator=(const FileMedium&) = delete;
  ~FileMedium() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  void put(const std::vector<std::byte>& database) override {
    for (const char* ending : endings) std::filesystem::remove(path() + ending);
    if (database.empty()) return;
    std::ofstream(path(), std::ios::binary)
        .write(reinterpret_cast<const char*>(database.data()), static_cast<std::streamsize>(database.size()));
  }
  std::vector<std::byte> bytes() const override {
    std::ifstream file(path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto* first = reinterpret_cast<const std::byte*>(text.data());
    return {first, first + text.size()};
  }
  void set_fault(sql::FaultHook hook) override { vfs_.set_fault(std::move(hook)); }

 protected:
  sql::OpenOptions options() const override { return {.path = path(), .vfs = vfs_.name()}; }

 private:
  std::string path() const { return (folder_ / "db").string(); }

  std::filesystem::path folder_;
  ShimVfs vfs_;
};

}  // namespace

sql::Database Medium::open() const {
  auto database = sql::Database::open(options());
  EXPECT_TRUE(database) << base::to_string(database.error());
  EXPECT_TRUE(database->execute("PRAGMA foreign_keys = ON"));
  return std::move(*database);
}

std::unique_ptr<Medium> memory_medium() { return std::make_unique<MemoryMedium>(); }
std::unique_ptr<Medium> file_medium() { return std::make_unique<FileMedium>(); }

}  // namespace simulator::migration::testing_support
