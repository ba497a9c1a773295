// The thing of that id in a list of things that each have one.
//
// Pure; a pointer into the list, null when there is none.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace lessons::course {

template <class T>
const T* find_by_id(const std::vector<T>& list, std::string_view id) {
  const auto it = std::find_if(list.begin(), list.end(), [&](const T& each) { return each.id == id; });
  return it == list.end() ? nullptr : &*it;
}

}  // namespace lessons::course
