#include "engine/views/matrix_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/platform/screen.h"

namespace engine::views {
namespace {
namespace deploy = simulator::deploy;
using Answer = deploy::MatrixCell::Answer;

deploy::Matrix matrix(std::size_t schemas) {
  deploy::Matrix out;
  out.columns = {{"v1", "list users"}, {"v1", "export"}, {"v2", "list users"}};
  for (std::size_t i = 0; i < schemas; ++i)
    out.rows.push_back({"2026040" + std::to_string(i) + " a_change_with_a_long_name",
                        {{Answer::fails, "no such column: email"},
                         {Answer::changed, "it reads one column less"},
                         {Answer::works, {}}}});
  return out;
}

TEST(MatrixView, EveryCellHasAWordAndTheSchemaOfTheMomentIsMarked) {
  const deploy::Scenario scenario;
  const deploy::Matrix shown = matrix(2);
  Screen screen([&](ui::Ui& ui) { matrix_view(ui, scenario, shown, shown.rows[1].schema); });
  EXPECT_EQ(screen.driver.item("deploy.matrix.0.0").value, "fails");
  EXPECT_EQ(screen.driver.item("deploy.matrix.1.1").value, "changed");
  EXPECT_EQ(screen.driver.item("deploy.matrix.1.2").value, "works");
  EXPECT_TRUE(screen.driver.says("no such column: email"));
  EXPECT_TRUE(screen.driver.says("20260401 a_change_with_a_long_name (now)"));
  EXPECT_FALSE(screen.driver.says("20260400 a_change_with_a_long_name (now)"));
  EXPECT_EQ(failing_on(shown, shown.rows[0].schema), 1U);
  EXPECT_EQ(failing_on(shown, "another"), 0U);
}

TEST(MatrixView, SchemasAreRowsWhereThereIsRoomElseColumns) {
  const deploy::Scenario scenario;
  const deploy::Matrix shown = matrix(2);
  const auto draw = [&](ui::Ui& ui) { matrix_view(ui, scenario, shown, ""); };
  Screen wide(draw);
  EXPECT_EQ(wide.driver.item("deploy.matrix.0.0").rect.y, wide.driver.item("deploy.matrix.0.1").rect.y);
  Screen narrow(draw, {}, 420, 600);
  EXPECT_EQ(narrow.driver.item("deploy.matrix.0.0").rect.x, narrow.driver.item("deploy.matrix.0.1").rect.x);
  for (const char* cell : {"deploy.matrix.1.0", "deploy.matrix.1.2"})
    EXPECT_LE(narrow.driver.item(cell).rect.right(), 421) << cell;
}

}  // namespace
}  // namespace engine::views
