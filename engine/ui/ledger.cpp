#include "engine/ui/ledger.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

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
  current_.clear();
}

void Ledger::add(Item item) { current_.push_back(std::move(item)); }

const Item* Ledger::find(std::string_view name) const {
  const auto found = std::find_if(last_.begin(), last_.end(), [&](const Item& i) { return i.name == name; });
  return found == last_.end() ? nullptr : &*found;
}

std::vector<std::string> Ledger::duplicates() const {
  std::set<std::string_view> seen;
  std::vector<std::string> twice;
  for (const Item& item : last_)
    if (!item.name.empty() && !seen.insert(item.name).second) twice.push_back(item.name);
  return twice;
}

std::string Ledger::to_text() const {
  std::string out;
  for (const Item& item : last_) {
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
  nlohmann::ordered_json items = nlohmann::ordered_json::array();
  for (const Item& item : last_)
    items.push_back({{"name", item.name},
                     {"role", to_string(item.role)},
                     {"label", item.label},
                     {"value", item.value},
                     {"rect", {item.rect.x, item.rect.y, item.rect.width, item.rect.height}},
                     {"visible", item.visible},
                     {"enabled", item.enabled},
                     {"focused", item.focused}});
  nlohmann::ordered_json document;
  document["items"] = std::move(items);
  return document.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace engine::ui
