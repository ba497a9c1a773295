// Dear ImGui's own style (scroll bars, popups, text fields) in the colours and measures of the look.
#pragma once

struct ImGuiStyle;

namespace engine::ui {

struct Theme;

/// A fresh style for a theme; `scale` is px per px of the look. Starts from ImGui's defaults each time,
/// because scaling a style twice compounds.
[[nodiscard]] ImGuiStyle make_style(const Theme& theme, float scale);

}  // namespace engine::ui
