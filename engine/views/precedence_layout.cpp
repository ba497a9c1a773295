#include "engine/views/precedence_layout.h"

#include <algorithm>
#include <map>
#include <set>

namespace engine::views {
namespace deploy = simulator::deploy;

namespace {

constexpr int sweeps = 4;

/// A step, or the place of a long arrow.
struct Point {
  std::size_t layer = 0;
  std::vector<std::size_t> before;  ///< points in the layer before
  std::vector<std::size_t> after;   ///< in the layer behind
  double weight = 0;
};

/// By the longest way from a step that nothing comes before. Steps in a cycle, or behind one, have none.
std::map<std::string, std::size_t> layers_of(const std::set<std::string>& steps,
                                             std::span<const deploy::Precedence> constraints) {
  std::map<std::string, std::size_t> layers;
  for (std::size_t round = 0; round <= steps.size(); ++round) {
    bool moved = false;
    for (const std::string& step : steps) {
      std::size_t layer = 0;
      bool placed = true;
      for (const deploy::Precedence& each : constraints) {
        if (each.then != step) continue;
        const auto first = layers.find(each.first);
        placed = placed && first != layers.end();
        if (placed) layer = std::max(layer, first->second + 1);
      }
      if (!placed) continue;
      const auto known = layers.find(step);
      if (known != layers.end() && known->second == layer) continue;
      layers[step] = layer;
      moved = true;
    }
    if (!moved) break;
  }
  return layers;
}

void connect(std::vector<Point>& points, std::size_t from, std::size_t to) {
  points[from].after.push_back(to);
  points[to].before.push_back(from);
}

/// Sorts each layer by where the neighbours stand, forth and back.
void sort_layers(std::vector<Point>& points, std::vector<std::vector<std::size_t>>& layers) {
  std::vector<double> row(points.size(), 0);
  const auto number = [&](const std::vector<std::size_t>& layer) {
    for (std::size_t i = 0; i < layer.size(); ++i)
      row[layer[i]] = static_cast<double>(i) - static_cast<double>(layer.size() - 1) / 2;
  };
  for (const auto& layer : layers) number(layer);
  const auto sort_by = [&](std::vector<std::size_t>& layer, bool forth) {
    for (const std::size_t at : layer) {
      const auto& neighbours = forth ? points[at].before : points[at].after;
      points[at].weight = row[at];
      if (neighbours.empty()) continue;
      double sum = 0;
      for (const std::size_t each : neighbours) sum += row[each];
      points[at].weight = sum / static_cast<double>(neighbours.size());
    }
    std::stable_sort(layer.begin(), layer.end(),
                     [&](std::size_t a, std::size_t b) { return points[a].weight < points[b].weight; });
    number(layer);
  };
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    for (auto& layer : layers) sort_by(layer, true);
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) sort_by(*layer, false);
  }
}

}  // namespace

const PrecedenceLayout::Box* PrecedenceLayout::box(const std::string& step) const {
  const auto found = std::find_if(boxes.begin(), boxes.end(), [&](const Box& b) { return b.step == step; });
  return found == boxes.end() ? nullptr : &*found;
}

PrecedenceLayout lay_out(std::span<const std::string> steps,
                         std::span<const deploy::Precedence> constraints) {
  PrecedenceLayout out;
  std::set<std::string> bound;
  for (const deploy::Precedence& each : constraints) bound.insert({each.first, each.then});
  const std::map<std::string, std::size_t> layer_of = layers_of(bound, constraints);

  std::vector<Point> points;
  std::map<std::string, std::size_t> point_of;
  for (const std::string& step : steps) {
    const auto layer = layer_of.find(step);
    if (!bound.contains(step)) out.free.push_back(step);
    if (layer == layer_of.end() || point_of.contains(step)) continue;
    point_of[step] = points.size();
    points.push_back({layer->second, {}, {}, 0});
  }
  std::vector<std::vector<std::size_t>> through;  // by arrow
  for (const deploy::Precedence& each : constraints) {
    const auto first = point_of.find(each.first);
    const auto then = point_of.find(each.then);
    if (first == point_of.end() || then == point_of.end()) continue;
    std::vector<std::size_t> own;
    std::size_t last = first->second;
    for (std::size_t layer = points[last].layer + 1; layer < points[then->second].layer; ++layer) {
      points.push_back({layer, {}, {}, 0});
      own.push_back(points.size() - 1);
      connect(points, last, own.back());
      last = own.back();
    }
    connect(points, last, then->second);
    out.arrows.push_back({each.first, each.then, {}});
    through.push_back(std::move(own));
  }

  std::vector<std::vector<std::size_t>> layers;
  for (std::size_t i = 0; i < points.size(); ++i) {
    layers.resize(std::max(layers.size(), points[i].layer + 1));
    layers[points[i].layer].push_back(i);
  }
  sort_layers(points, layers);
  std::vector<PrecedenceLayout::Place> place(points.size());
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    out.rows.push_back(layers[layer].size());
    for (std::size_t row = 0; row < layers[layer].size(); ++row) place[layers[layer][row]] = {layer, row};
  }
  for (const std::string& step : steps)
    if (const auto point = point_of.find(step); point != point_of.end() && out.box(step) == nullptr)
      out.boxes.push_back({step, place[point->second]});
  for (std::size_t arrow = 0; arrow < out.arrows.size(); ++arrow)
    for (const std::size_t point : through[arrow]) out.arrows[arrow].through.push_back(place[point]);
  return out;
}

}  // namespace engine::views
