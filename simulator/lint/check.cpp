#include "simulator/lint/check.h"

namespace simulator::lint {

void check_all(Review& review) {
  check_failures(review);
  check_keys(review);
  check_rebuilds(review);
  check_text(review);
  check_transactions(review);
  if (!review.up()) return;
  check_rows(review);
  check_removals(review);
  check_constraints(review);
  check_new_columns(review);
  check_types(review);
  check_cost(review);
  check_live(review);
}

}  // namespace simulator::lint
