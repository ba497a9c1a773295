#include "lessons/quiz/presentation.h"

#include <algorithm>
#include <numeric>

#include "lessons/quiz/ordering.h"
#include "simulator/base/random.h"

namespace lessons::quiz {
namespace {

using simulator::base::Random;

/// Fisher-Yates over some of the places of `order`.
void shuffle_places(std::vector<std::size_t>& order, const std::vector<std::size_t>& places, Random& random) {
  for (std::size_t left = places.size(); left > 1; --left)
    std::swap(order[places[left - 1]], order[places[random.below(left)]]);
}

bool is_right(const Ordering& ordering, const std::vector<std::size_t>& order) {
  std::vector<std::string> ids;
  for (const std::size_t index : order) ids.push_back(ordering.items[index].id);
  return !mark_order(ordering, ids).conflict.has_value();
}

/// Exchanges two items of which one must stand before the other; afterwards that pair is broken.
void break_first_pair(const Ordering& ordering, std::vector<std::size_t>& order) {
  if (ordering.before.empty()) return;
  const auto place = [&](const std::string& id) {
    return std::find_if(order.begin(), order.end(),
                        [&](std::size_t index) { return ordering.items[index].id == id; });
  };
  const auto first = place(ordering.before.front().first);
  const auto then = place(ordering.before.front().then);
  if (first != order.end() && then != order.end()) std::iter_swap(first, then);
}

}  // namespace

std::uint64_t presentation_seed(std::string_view question_id, std::uint64_t learner) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  for (const char c : question_id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return Random(hash ^ learner).next();
}

std::vector<std::size_t> presented_order(const Question& question, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::size_t> order;
  std::vector<std::size_t> places;
  if (const auto* choice = std::get_if<Choice>(&question.body); choice != nullptr) {
    order.resize(choice->options.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = 0; i < order.size(); ++i)
      if (choice->shuffle && !choice->options[i].pin) places.push_back(i);
    shuffle_places(order, places, random);
  } else if (const auto* ordering = std::get_if<Ordering>(&question.body); ordering != nullptr) {
    order.resize(ordering->items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    places = order;
    shuffle_places(order, places, random);
    for (int again = 0; again < 20 && is_right(*ordering, order); ++again)
      shuffle_places(order, places, random);
    if (is_right(*ordering, order)) break_first_pair(*ordering, order);
  }
  return order;
}

std::vector<PromptPart> prompt_parts(const Question& question) {
  std::vector<PromptPart> parts;
  const std::string_view prompt = question.prompt;
  std::size_t at = 0;
  while (at < prompt.size()) {
    const auto open = prompt.find("{{", at);
    const auto close = open == std::string_view::npos ? open : prompt.find("}}", open);
    if (close == std::string_view::npos) break;
    if (open > at) parts.push_back({prompt.substr(at, open - at), {}});
    parts.push_back({{}, prompt.substr(open + 2, close - open - 2)});
    at = close + 2;
  }
  if (at < prompt.size()) parts.push_back({prompt.substr(at), {}});
  return parts;
}

}  // namespace lessons::quiz
