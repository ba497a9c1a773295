// Where the database of a fault test lives: in the memory file system, or in real files behind a ShimVfs.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "simulator/sql/database.h"
#include "simulator/sql/memory_vfs.h"

namespace simulator::migration::testing_support {

class Medium {
 public:
  Medium() = default;
  Medium(const Medium&) = delete;
  Medium& operator=(const Medium&) = delete;
  virtual ~Medium() = default;

  /// Begins anew with these bytes and no journal; without any, with no database.
  virtual void put(const std::vector<std::byte>& database) = 0;
  [[nodiscard]] virtual std::vector<std::byte> bytes() const = 0;
  virtual void set_fault(sql::FaultHook hook) = 0;
  [[nodiscard]] sql::Database open() const;

 protected:
  [[nodiscard]] virtual sql::OpenOptions options() const = 0;
};

[[nodiscard]] std::unique_ptr<Medium> memory_medium();
/// In a folder of its own, gone with it.
[[nodiscard]] std::unique_ptr<Medium> file_medium();

}  // namespace simulator::migration::testing_support
