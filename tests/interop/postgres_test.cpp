// What postgres_says quotes, asked of a real PostgreSQL 15: every mistake of postgres_cases.h is made on it.
//
// The server is made for this test in a folder of its own and listens nowhere but there. PostgreSQL refuses
// to run for root; then it runs for the user that the Debian package made.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <map>
#include <sstream>

#include "tests/interop/sides.h"
#include "tests/simulator/deploy/postgres_cases.h"

namespace interop {
namespace {

namespace fs = std::filesystem;
namespace deploy = simulator::deploy;

class postgres : public testing::Test {
 protected:
  void SetUp() override {
    fs::permissions(folder_.root(), fs::perms::all);
    const auto made = as_server({"initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8",
                                 "--locale=C", "-D", folder_.path("d")});
    ASSERT_EQ(made.exit, 0) << made.err;
    const std::string options = fmt::format(
        "-c listen_addresses='' -c unix_socket_directories={} -c fsync=off -c shared_buffers=16MB",
        folder_.root().string());
    const auto started = as_server(
        {"pg_ctl", "-D", folder_.path("d"), "-l", folder_.path("log"), "-o", options, "-w", "start"});
    ASSERT_EQ(started.exit, 0) << started.out << started.err;
  }
  void TearDown() override {
    as_server({"pg_ctl", "-D", folder_.path("d"), "-m", "immediate", "-w", "stop"});
  }

  static programs::Ran as_server(std::vector<std::string> words) {
    words[0] = std::string(postgres_programs) + words[0];
    if (::geteuid() == 0) words.insert(words.begin(), {"runuser", "-u", "postgres", "--"});
    return programs::run(words);
  }

  /// By line of the script, what went wrong in it.
  [[nodiscard]] std::map<std::size_t, std::string> mistakes(const std::string& script) const {
    const std::string file = folder_.write("script.sql", script);
    const auto ran =
        programs::run({"psql", "-X", "-q", "-h", folder_.root().string(), "-U", "postgres", "-f", file});
    std::map<std::size_t, std::string> out;
    std::istringstream lines(ran.err);
    for (std::string line; std::getline(lines, line);) {
      const std::string start = fmt::format("psql:{}:", file);
      const std::size_t error = line.find(": ERROR:  ");
      if (!line.starts_with(start) || error == std::string::npos) continue;
      out.emplace(std::stoul(line.substr(start.size())), line.substr(error + 10));
    }
    return out;
  }

  programs::TemporaryFolder folder_;
};

TEST_F(postgres, SaysWhatIsQuoted) {
  std::string script = fmt::format("{}{}\n", deploy::postgres_tables, deploy::postgres_rows);
  for (const deploy::PostgresCase& each : deploy::postgres_cases)
    script += fmt::format("BEGIN; {}; ROLLBACK;\n", each.sql);
  const auto said = mistakes(script);
  std::size_t line = 1;
  EXPECT_FALSE(said.contains(line)) << "the tables: " << said.at(line);
  for (const deploy::PostgresCase& each : deploy::postgres_cases) {
    ++line;
    ASSERT_TRUE(said.contains(line)) << "PostgreSQL does it: " << each.sql;
    EXPECT_EQ(said.at(line), each.postgres) << each.sql;
  }
}

TEST_F(postgres, DoesWhatHasNoWords) {
  std::string script = fmt::format("{}{}\n", deploy::postgres_tables, deploy::postgres_rows);
  script += "BEGIN; INSERT INTO users VALUES (9, 'zz'); ROLLBACK;\n";
  script += "BEGIN; UPDATE v SET email = id || 'x'; ROLLBACK;\n";
  script += "BEGIN; BEGIN; ROLLBACK;\n";
  EXPECT_THAT(mistakes(script), testing::IsEmpty());
}

}  // namespace
}  // namespace interop
