// An error's place in a text, as a mark under the word or the quoted name that stands there.
#pragma once

#include <optional>
#include <string_view>

#include "engine/ui/text_diagnostic.h"
#include "simulator/base/error.h"

namespace engine::views {

/// Empty when the error has no place, or one that is not in the text.
[[nodiscard]] std::optional<ui::TextDiagnostic> error_mark(std::string_view text,
                                                           const simulator::base::Error& error,
                                                           ui::Tone tone = ui::Tone::bad);

}  // namespace engine::views
