#include "simulator/lint/live.h"

#include <algorithm>
#include <iterator>

namespace simulator::lint {

std::set<ColumnUse> LiveAnswer::lost() const {
  std::set<ColumnUse> out;
  if (!before || !after) return out;
  std::set_difference(before->use.reads.begin(), before->use.reads.end(), after->use.reads.begin(),
                      after->use.reads.end(), std::inserter(out, out.end()));
  return out;
}

std::vector<LiveAnswer> ask_before(Shadow& shadow, const std::vector<LiveVersion>& versions,
                                   const std::string& migration) {
  std::vector<LiveAnswer> out;
  for (const LiveVersion& version : versions) {
    if (!version.during.contains(migration)) continue;
    for (const LiveQuery& query : version.queries) {
      LiveAnswer answer;
      answer.version = &version;
      answer.query = &query;
      if (auto now = shadow.ask(query.sql)) answer.before = std::move(*now);
      out.push_back(std::move(answer));
    }
  }
  return out;
}

void ask_after(Shadow& shadow, std::vector<LiveAnswer>& answers) {
  for (LiveAnswer& answer : answers) {
    auto now = shadow.ask(answer.query->sql);
    if (now) {
      answer.after = std::move(*now);
    } else {
      answer.error_after = now.error().message;
    }
  }
}

}  // namespace simulator::lint
