#include "engine/ui/ledger.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace engine::ui {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::button:
      return "button";
    case Role::link:
      return "link";
    case Role::checkbox:
      return "checkbox";
    case Role::radio:
      return "radio";
    case Role::tab:
      return "tab";
    case Role::text_field:
      return "text field";
    case Role::editor:
      return "editor";
    case Role::document:
      return "document";
    case Role::slider:
      return "slider";
    case Role::list_item:
      return "list item";
    case Role::menu_item:
      return "menu item";
    case Role::progress:
      return "progress";
    case Role::heading:
      return "heading";
    case Role::text:
      return "text";
    case Role::status:
      return "status";
    case Role::card:
      return "card";
    case Role::pane:
      return "pane";
    case Role::splitter:
      return "splitter";
    case Role::picture:
      return "picture";
  }
  return "item";
}

void Ledger::begin_frame() {
  std::swap(last_, current_);
  current_.own_count = 0;
  current_.unseen.clear();
  current_.size = 0;
  current_.put_together = false;
  const auto end = last_.own.begin() + static_cast<std::ptrdiff_t>(last_.own_count);
  const auto found = std::find_if(last_.own.begin(), end, [](const Item& i) { return i.focused; });
  if (found == end)
    focused_.clear();
  else
    focused_ = found->name;
}

void Ledger::add(const ItemView& item) {
  if (current_.own_count == current_.own.size()) current_.own.emplace_back();
  Item& to = current_.own[current_.own_count++];
  ++current_.size;
  // Mostly the item that stood here before, so mostly nothing is to be written.
  const auto set = [](std::string& words, std::string_view now) {
    if (words != now) words = now;
  };
  set(to.name, item.name);
  set(to.label, item.label);
  set(to.value, item.value);
  to.role = item.role;
  to.rect = item.rect;
  to.visible = item.visible;
  to.enabled = item.enabled;
  to.focused = item.focused;
  to.focusable = item.focusable;
  to.layer = item.layer;
  to.id = item.id;
}

void Ledger::add_unseen(std::shared_ptr<const std::vector<Item>> items, float right, float down) {
  current_.size += items->size();
  current_.unseen.push_back({current_.own_count, std::move(items), right, down});
}

std::span<const Item> Ledger::Frame::items() const {
  if (unseen.empty()) return {own.data(), own_count};
  if (put_together) return all;
  all.resize(size);
  auto to = all.begin();
  std::size_t taken = 0;
  for (const Unseen& run : unseen) {
    to = std::copy_n(own.begin() + static_cast<std::ptrdiff_t>(taken), run.before - taken, to);
    taken = run.before;
    for (const Item& item : *run.items) {
      *to = item;
      to->rect.x += run.right;
      to->rect.y += run.down;
      to->visible = false;
      to->focused = false;
      ++to;
    }
  }
  std::copy_n(own.begin() + static_cast<std::ptrdiff_t>(taken), own_count - taken, to);
  put_together = true;
  return all;
}

const Item* Ledger::find(std::string_view name) const {
  const auto all = items();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Item& i) { return i.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> Ledger::duplicates() const {
  std::set<std::string_view> seen;
  std::vector<std::string> twice;
  for (const Item& item : items())
    if (!item.name.empty() && !seen.insert(item.name).second) twice.push_back(item.name);
  return twice;
}

std::string Ledger::to_text() const {
  std::string out;
  for (const Item& item : items()) {
    out += to_string(item.role);
    if (!item.name.empty()) out += " " + item.name;
    if (!item.label.empty()) out += " \"" + item.label + "\"";
    if (!item.value.empty()) out += " = " + item.value;
    if (!item.enabled) out += " [disabled]";
    if (item.focused) out += " [focused]";
    if (!item.visible) out += " [out of sight]";
    out += '\n';
  }
  return out;
}

std::string Ledger::to_json() const {
  nlohmann::ordered_json listed = nlohmann::ordered_json::array();
  for (const Item& item : items())
    listed.push_back({{"name", item.name},
                      {"role", to_string(item.role)},
                      {"label", item.label},
                      {"value", item.value},
                      {"rect", {item.rect.x, item.rect.y, item.rect.width, item.rect.height}},
                      {"visible", item.visible},
                      {"enabled", item.enabled},
                      {"focused", item.focused}});
  nlohmann::ordered_json document;
  document["items"] = std::move(listed);
  return document.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace engine::ui
