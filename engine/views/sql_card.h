// A runnable SQL block on the page: the statements in colours, a Run button, and below it what came back.
#pragma once

#include "engine/ui/document_view.h"
#include "engine/views/sql_session.h"
#include "lessons/markdown/document.h"

namespace engine::views {

/// `code` shows the block's SQL; the lesson keeps one for each block.
void sql_card(ui::Ui& ui, SqlSession& session, ui::DocumentView& code,
              const lessons::markdown::LivePart& part, float width);

/// The document a block's code is shown as.
[[nodiscard]] ui::DocumentView sql_code_view(const lessons::markdown::LivePart& part);

}  // namespace engine::views
