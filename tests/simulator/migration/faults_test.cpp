// Every write, sync, truncate, open and remove of a run fails once (and, in a second round, everything after
// it too, as when the power goes), in memory and on real files, under every tool's rules: afterwards the
// database is whole, and its schema is exactly what its history says.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/simulator/migration/broken_off.h"

namespace simulator::migration {
namespace {

using namespace testing_support;
using sql::FileOperation;

class FileBreaker final : public Breaker {
 public:
  FileBreaker(Medium& medium, bool reads) : medium_(medium), reads_(reads) {}

  void arm(int n, bool lasting) override {
    count_ = 0;
    nth_ = n;
    medium_.set_fault([this, lasting](const sql::FaultPoint& point) {
      if ((point.operation == FileOperation::read) != reads_) return SQLITE_OK;
      ++count_;
      if (count_ != nth_ && !(lasting && count_ > nth_)) return SQLITE_OK;
      return point.operation == FileOperation::open ? SQLITE_CANTOPEN : SQLITE_IOERR;
    });
  }
  bool came() const override { return count_ >= nth_; }
  void disarm() override { medium_.set_fault({}); }

 private:
  Medium& medium_;
  bool reads_;
  int count_ = 0;
  int nth_ = 0;
};

struct Place {
  const char* name;
  std::unique_ptr<Medium> (*medium)();
  const char* journal;
  bool reads;
};
constexpr Place places[] = {{"memory", memory_medium, "DELETE", false},
                            {"memory", memory_medium, "WAL", false},
                            {"files", file_medium, "DELETE", false},
                            {"files", file_medium, "WAL", false},
                            {"memory, reads", memory_medium, "DELETE", true}};

/// Story and place. Files without a transaction break alike everywhere: memory is enough. Write-ahead logs on
/// real files are broken under one tool's rules.
std::vector<std::tuple<std::size_t, std::size_t>> cases() {
  std::vector<std::tuple<std::size_t, std::size_t>> out;
  for (std::size_t story = 0; story < stories().size(); ++story) {
    const Story& told = stories()[story];
    const bool opted_out = !told.transaction && profile_of(told.tool).opt_out != OptOut::none;
    for (std::size_t place = 0; place < std::size(places); ++place) {
      const bool on_files = places[place].medium == file_medium;
      const bool journal_file = places[place].journal == std::string_view("DELETE");
      if (opted_out && (on_files || !journal_file)) continue;
      if (on_files && !journal_file && told.tool != Tool::driftwood) continue;
      out.emplace_back(story, place);
    }
  }
  return out;
}

class Faults : public testing::TestWithParam<std::tuple<std::size_t, std::size_t>> {};

TEST_P(Faults, SchemaAndHistoryAgreeWhereverARunBreaks) {
  const Story& story = stories().at(std::get<0>(GetParam()));
  const Place& place = places[std::get<1>(GetParam())];
  const auto medium = place.medium();
  FileBreaker breaker(*medium, place.reads);
  for (const Verb verb : verbs_of(story)) {
    const Broken what{story, verb, place.journal};
    const int faults = break_everywhere(*medium, what, breaker);
    print_faults(place.name, what, faults);
    EXPECT_GT(faults, 0);
    if (HasFailure()) return;
  }
}

std::string name_of(const testing::TestParamInfo<Faults::ParamType>& info) {
  const Place& place = places[std::get<1>(info.param)];
  std::string name = stories().at(std::get<0>(info.param)).name + "_" + place.name + "_" + place.journal;
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Faults, testing::ValuesIn(cases()), name_of);

}  // namespace
}  // namespace simulator::migration
