#include "lessons/quiz/question.h"

#include <array>

namespace lessons::quiz {

std::string_view kind_name(const Question& question) {
  constexpr std::array<std::string_view, 4> names{"choice", "ordering", "blank", "short"};
  return names[question.body.index()];
}

}  // namespace lessons::quiz
