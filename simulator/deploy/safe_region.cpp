#include "simulator/deploy/safe_region.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

namespace simulator::deploy {
namespace {

using Permutation = std::vector<std::uint8_t>;

/// Not std::less: g++ 12 sees a memcmp beyond every object in its three-way comparison of bytes.
struct InOrder {
  bool operator()(const Permutation& one, const Permutation& other) const {
    return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end(),
                                        [](unsigned a, unsigned b) { return a < b; });
  }
};
using Permutations = std::set<Permutation, InOrder>;
/// For every step the steps that come after it, a bit each; transitively closed.
using Relation = std::vector<std::uint32_t>;

/// "first before then", as one number.
struct Literal {
  std::uint8_t first = 0;
  std::uint8_t then = 0;
  friend auto operator<=>(const Literal&, const Literal&) = default;
};
using Clause = std::vector<Literal>;

std::vector<std::uint8_t> places_in(const Permutation& order) {
  std::vector<std::uint8_t> places(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) places[order[i]] = static_cast<std::uint8_t>(i);
  return places;
}

bool holds(const Literal& literal, const std::vector<std::uint8_t>& places) {
  return places[literal.first] < places[literal.then];
}

bool has(const Relation& relation, std::size_t first, std::size_t then) {
  return (relation[first] >> then & 1U) != 0;
}

Relation common(const std::vector<Permutation>& orders, std::size_t steps) {
  Relation relation(steps, (std::uint32_t{1} << steps) - 1);
  for (const Permutation& order : orders) {
    std::uint32_t later = 0;
    for (auto step = order.rbegin(); step != order.rend(); ++step) {
      relation[*step] &= later;
      later |= std::uint32_t{1} << *step;
    }
  }
  return relation;
}

/// Those that no chain of others implies.
std::vector<Literal> reduced(const Relation& relation) {
  std::vector<Literal> out;
  for (std::size_t a = 0; a < relation.size(); ++a) {
    for (std::size_t b = 0; b < relation.size(); ++b) {
      if (!has(relation, a, b)) continue;
      bool implied = false;
      for (std::size_t between = 0; between < relation.size(); ++between)
        implied = implied || (has(relation, a, between) && has(relation, between, b));
      if (!implied) out.push_back({static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)});
    }
  }
  return out;
}

/// Its linear extensions, at most `most` of them.
class Extensions {
 public:
  Extensions(const Relation& relation, std::size_t most) : before_(relation.size(), 0), most_(most) {
    for (std::size_t a = 0; a < relation.size(); ++a) {
      for (std::size_t b = 0; b < relation.size(); ++b) {
        if (has(relation, a, b)) before_[b] |= std::uint32_t{1} << a;
      }
    }
    go_on(0);
  }
  std::vector<Permutation> orders;

 private:
  void go_on(std::uint32_t placed) {
    if (orders.size() >= most_) return;
    if (current_.size() == before_.size()) {
      orders.push_back(current_);
      return;
    }
    for (std::size_t step = 0; step < before_.size(); ++step) {
      if ((placed >> step & 1U) != 0 || (before_[step] & ~placed) != 0) continue;
      current_.push_back(static_cast<std::uint8_t>(step));
      go_on(placed | std::uint32_t{1} << step);
      current_.pop_back();
    }
  }
  std::vector<std::uint32_t> before_;
  std::size_t most_;
  Permutation current_;
};

/// A set of orders, a bit each.
class Bits {
 public:
  explicit Bits(std::size_t size) : words_((size + 63) / 64), size_(size) {}
  void set(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
  [[nodiscard]] bool get(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1U) != 0; }
  [[nodiscard]] std::size_t count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : words_) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
  }
  [[nodiscard]] bool all() const { return count() == size_; }
  Bits& operator|=(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  /// How many of `wanted` are not here.
  [[nodiscard]] std::size_t missing_of(const Bits& wanted) const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < words_.size(); ++i)
      sum += static_cast<std::size_t>(std::popcount(wanted.words_[i] & ~words_[i]));
    return sum;
  }
  void keep(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_;
};

/// Alternatives that all of `safe` and none of `unsafe` keep.
class Alternatives {
 public:
  Alternatives(const Relation& relation, const std::vector<Permutation>& safe,
               const std::vector<Permutation>& unsafe)
      : left_(unsafe.size()) {
    for (std::size_t a = 0; a < relation.size(); ++a) {
      for (std::size_t b = 0; b < relation.size(); ++b) {
        if (a == b || has(relation, a, b) || has(relation, b, a)) continue;
        literals_.push_back({static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)});
      }
    }
    kept_by_safe_ = sets(safe);
    kept_by_unsafe_ = sets(unsafe);
    for (std::size_t i = 0; i < unsafe.size(); ++i) left_.set(i);
    for (const std::size_t size : {std::size_t{2}, std::size_t{3}}) take_best(size);
    while (left_.count() > 0) take_for_one();
    drop_needless(unsafe.size());
  }

  [[nodiscard]] std::vector<Clause> clauses() const {
    std::vector<Clause> out;
    for (const auto& chosen : chosen_) {
      Clause& clause = out.emplace_back();
      for (const std::size_t literal : chosen) clause.push_back(literals_[literal]);
      std::sort(clause.begin(), clause.end());
    }
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  using Chosen = std::vector<std::size_t>;  // of literals_

  [[nodiscard]] std::vector<Bits> sets(const std::vector<Permutation>& orders) const {
    std::vector<Bits> out(literals_.size(), Bits(orders.size()));
    for (std::size_t number = 0; number < orders.size(); ++number) {
      const std::vector<std::uint8_t> places = places_in(orders[number]);
      for (std::size_t literal = 0; literal < literals_.size(); ++literal) {
        if (holds(literals_[literal], places)) out[literal].set(number);
      }
    }
    return out;
  }

  [[nodiscard]] static Bits joined(const std::vector<Bits>& sets, const Chosen& chosen) {
    Bits out = sets[chosen.front()];
    for (const std::size_t literal : chosen) out |= sets[literal];
    return out;
  }
  /// Of those left, how many it excludes.
  [[nodiscard]] std::size_t excludes(const Chosen& chosen) const {
    return joined(kept_by_unsafe_, chosen).missing_of(left_);
  }

  void take(Chosen chosen) {
    left_.keep(joined(kept_by_unsafe_, chosen));
    chosen_.push_back(std::move(chosen));
  }

  void take_best(std::size_t size) {
    std::vector<Chosen> valid;
    Chosen chosen;
    const auto choose = [&](auto&& self, std::size_t from) -> void {
      if (chosen.size() == size) {
        if (joined(kept_by_safe_, chosen).all()) valid.push_back(chosen);
        return;
      }
      for (std::size_t literal = from; literal < literals_.size(); ++literal) {
        chosen.push_back(literal);
        self(self, literal + 1);
        chosen.pop_back();
      }
    };
    if (left_.count() == 0 || literals_.size() > 60) return;
    choose(choose, 0);
    for (;;) {
      std::size_t best = 0;
      const Chosen* what = nullptr;
      for (const Chosen& each : valid) {
        const std::size_t gain = excludes(each);
        if (gain > best) {
          best = gain;
          what = &each;
        }
      }
      if (what == nullptr) return;
      take(*what);
    }
  }

  /// Of the first order that is left, every precedence turned round, as few of them as do.
  void take_for_one() {
    std::size_t order = 0;
    while (!left_.get(order)) ++order;
    Chosen chosen;
    for (std::size_t literal = 0; literal < literals_.size(); ++literal) {
      if (!kept_by_unsafe_[literal].get(order)) chosen.push_back(literal);
    }
    for (std::size_t at = 0; at < chosen.size();) {
      Chosen fewer = chosen;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
      if (!fewer.empty() && joined(kept_by_safe_, fewer).all())
        chosen = std::move(fewer);
      else
        ++at;
    }
    take(std::move(chosen));
  }

  void drop_needless(std::size_t unsafe) {
    for (std::size_t at = 0; at < chosen_.size();) {
      Bits kept(unsafe);
      for (std::size_t i = 0; i < unsafe; ++i) kept.set(i);
      for (std::size_t other = 0; other < chosen_.size(); ++other) {
        if (other != at) kept.keep(joined(kept_by_unsafe_, chosen_[other]));
      }
      if (kept.count() == 0 && chosen_.size() > 1)
        chosen_.erase(chosen_.begin() + static_cast<std::ptrdiff_t>(at));
      else
        ++at;
    }
  }

  std::vector<Literal> literals_;
  std::vector<Bits> kept_by_safe_;
  std::vector<Bits> kept_by_unsafe_;
  Bits left_;
  std::vector<Chosen> chosen_;
};

/// Partial orders inside `safe` that together are all of it: each is one order, made weaker as long as it
/// lets nothing else through.
std::vector<Relation> partial_orders(const std::vector<Permutation>& safe, std::size_t steps) {
  const Permutations all(safe.begin(), safe.end());
  Permutations covered;
  std::vector<Relation> out;
  for (const Permutation& order : safe) {
    if (covered.contains(order)) continue;
    Relation relation = common({order}, steps);
    std::vector<Permutation> inside = {order};
    for (bool weaker = true; weaker;) {
      weaker = false;
      // Without one of its immediate precedences a closed relation is closed still.
      for (const Literal& each : reduced(relation)) {
        Relation less = relation;
        less[each.first] &= ~(std::uint32_t{1} << each.then);
        Extensions extensions(less, safe.size() + 1);
        if (!std::all_of(extensions.orders.begin(), extensions.orders.end(),
                         [&all](const Permutation& one) { return all.contains(one); }))
          continue;
        relation = std::move(less);
        inside = std::move(extensions.orders);
        weaker = true;
        break;
      }
    }
    covered.insert(inside.begin(), inside.end());
    out.push_back(std::move(relation));
  }
  return out;
}

}  // namespace

SafeRegion region_of(const std::vector<std::vector<std::uint8_t>>& safe,
                     const std::vector<std::string>& steps) {
  SafeRegion region;
  if (safe.empty() || steps.size() > 24) return region;
  const auto named = [&steps](const std::vector<Literal>& literals) {
    std::vector<Precedence> out;
    for (const Literal& each : literals) out.push_back({steps[each.first], steps[each.then]});
    return out;
  };
  const Relation relation = common(safe, steps.size());
  const Extensions extensions(relation, most_region_orders + 1);
  if (extensions.orders.size() > most_region_orders) return region;
  region.constraints = named(reduced(relation));
  if (extensions.orders.size() == safe.size()) {
    region.partial_orders.push_back(region.constraints);
    return region;
  }
  const Permutations inside(safe.begin(), safe.end());
  std::vector<Permutation> unsafe;
  for (const Permutation& order : extensions.orders) {
    if (!inside.contains(order)) unsafe.push_back(order);
  }
  for (const Clause& clause : Alternatives(relation, safe, unsafe).clauses())
    region.alternatives.push_back(named(clause));
  for (const Relation& each : partial_orders(safe, steps.size()))
    region.partial_orders.push_back(named(reduced(each)));
  return region;
}

bool holds(const SafeRegion& region, const std::vector<std::string>& order) {
  const auto keeps = [&order](const Precedence& each) {
    return std::find(order.begin(), order.end(), each.first) <
           std::find(order.begin(), order.end(), each.then);
  };
  return !region.partial_orders.empty() &&
         std::all_of(region.constraints.begin(), region.constraints.end(), keeps) &&
         std::all_of(region.alternatives.begin(), region.alternatives.end(),
                     [&keeps](const auto& alternative) {
                       return std::any_of(alternative.begin(), alternative.end(), keeps);
                     });
}

}  // namespace simulator::deploy
