#include "lessons/quiz/ordering.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace lessons::quiz {
namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

std::size_t index_of(const Ordering& ordering, const std::string& id) {
  for (std::size_t i = 0; i < ordering.items.size(); ++i)
    if (ordering.items[i].id == id) return i;
  return nowhere;
}

/// before[a][b]: a must come before b, by a pair or by what follows from pairs.
using Closure = std::vector<std::vector<bool>>;

Closure closure_of(const Ordering& ordering) {
  const std::size_t n = ordering.items.size();
  Closure before(n, std::vector<bool>(n, false));
  for (const Precedence& pair : ordering.before) {
    const std::size_t first = index_of(ordering, pair.first);
    const std::size_t then = index_of(ordering, pair.then);
    if (first != nowhere && then != nowhere) before[first][then] = true;
  }
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      if (before[i][k])
        for (std::size_t j = 0; j < n; ++j)
          if (before[k][j]) before[i][j] = true;
  return before;
}

/// Kuhn's augmenting paths. `edges[left]` holds the right-hand partners.
std::size_t maximum_matching(const std::vector<std::vector<std::size_t>>& edges) {
  std::vector<std::size_t> partner(edges.size(), nowhere);
  std::size_t size = 0;
  for (std::size_t start = 0; start < edges.size(); ++start) {
    std::vector<bool> seen(edges.size(), false);
    const std::function<bool(std::size_t)> augment = [&](std::size_t left) {
      for (const std::size_t right : edges[left]) {
        if (seen[right]) continue;
        seen[right] = true;
        if (partner[right] == nowhere || augment(partner[right])) {
          partner[right] = left;
          return true;
        }
      }
      return false;
    };
    if (augment(start)) ++size;
  }
  return size;
}

}  // namespace

std::vector<std::string> find_cycle(const Ordering& ordering) {
  const std::size_t n = ordering.items.size();
  const Closure before = closure_of(ordering);
  for (std::size_t start = 0; start < n; ++start) {
    if (!before[start][start]) continue;
    // Walk along the author's own pairs, always to an item from which the start can still be reached.
    std::vector<std::string> path{ordering.items[start].id};
    std::size_t at = start;
    do {
      for (const Precedence& pair : ordering.before) {
        const std::size_t next = index_of(ordering, pair.then);
        if (index_of(ordering, pair.first) != at || next == nowhere) continue;
        const bool walked = std::find(path.begin(), path.end(), pair.then) != path.end();
        if (next != start && (walked || !before[next][start])) continue;
        at = next;
        break;
      }
      path.push_back(ordering.items[at].id);
    } while (at != start && path.size() <= n);
    return path;
  }
  return {};
}

std::vector<Precedence> consequences(const Ordering& ordering) {
  std::vector<Precedence> out = ordering.before;
  const Closure before = closure_of(ordering);
  for (std::size_t i = 0; i < ordering.items.size(); ++i) {
    for (std::size_t j = 0; j < ordering.items.size(); ++j) {
      const std::string& first = ordering.items[i].id;
      const std::string& then = ordering.items[j].id;
      const bool written =
          std::any_of(ordering.before.begin(), ordering.before.end(),
                      [&](const Precedence& pair) { return pair.first == first && pair.then == then; });
      if (before[i][j] && !written) out.push_back({first, then, {}, {}});
    }
  }
  return out;
}

std::vector<std::string> right_order(const Ordering& ordering) {
  const std::size_t n = ordering.items.size();
  const Closure before = closure_of(ordering);
  std::vector<bool> placed(n, false);
  std::vector<std::string> order;
  while (order.size() < n) {
    const std::size_t had = order.size();
    for (std::size_t i = 0; i < n && order.size() == had; ++i) {
      if (placed[i]) continue;
      bool ready = true;
      for (std::size_t j = 0; j < n; ++j)
        if (before[j][i] && !placed[j]) ready = false;
      if (!ready) continue;
      placed[i] = true;
      order.push_back(ordering.items[i].id);
    }
    if (order.size() == had) return {};
  }
  return order;
}

OrderMark mark_order(const Ordering& ordering, const std::vector<std::string>& order) {
  const std::size_t n = ordering.items.size();
  const Closure before = closure_of(ordering);
  std::vector<std::size_t> given;
  std::vector<std::size_t> place(n, nowhere);
  for (const std::string& id : order) {
    const std::size_t item = index_of(ordering, id);
    if (item == nowhere || place[item] != nowhere) continue;
    place[item] = given.size();
    given.push_back(item);
  }

  OrderMark mark;
  for (std::size_t i = 0; i < n; ++i)
    if (place[i] == nowhere) mark.missing.push_back(ordering.items[i].id);

  std::vector<std::vector<std::size_t>> conflicts(given.size());
  for (std::size_t early = 0; early < given.size(); ++early)
    for (std::size_t late = early + 1; late < given.size(); ++late)
      if (before[given[late]][given[early]]) conflicts[early].push_back(late);
  mark.deletions = maximum_matching(conflicts);

  // In a complete order that breaks anything, one of the author's own pairs is broken: were every pair on the
  // way from v to u kept, v would stand before u.
  std::size_t best_late = nowhere;
  std::size_t best_early = nowhere;
  for (const Precedence& pair : ordering.before) {
    const std::size_t first = index_of(ordering, pair.first);
    const std::size_t then = index_of(ordering, pair.then);
    if (first == nowhere || then == nowhere || place[first] == nowhere || place[then] == nowhere) continue;
    const std::size_t late = place[first];
    const std::size_t early = place[then];
    if (early >= late) continue;
    if (best_late != nowhere && (late > best_late || (late == best_late && early >= best_early))) continue;
    best_late = late;
    best_early = early;
    mark.conflict = pair;
  }

  const std::size_t edits = 2 * (mark.deletions + mark.missing.size());
  if (n > 0 && edits < n) mark.credit = static_cast<double>(n - edits) / static_cast<double>(n);
  return mark;
}

}  // namespace lessons::quiz
