#include "engine/ui/theme.h"

#include <gtest/gtest.h>

#include <string>

using namespace engine::ui;

namespace {

struct Named {
  const char* name;
  Colour colour;
};

}  // namespace

TEST(Theme, ContrastIsWcagsRatio) {
  EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xFFFFFF)), 21.0, 0.01);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xFFFFFF)), 4.48, 0.01);
  EXPECT_NEAR(contrast(rgb(0xFFFFFF), rgb(0x777777)), 4.48, 0.01);
}

TEST(Theme, EveryTextIsReadableOnEveryGroundItStandsOn) {
  for (const ThemeKind kind : theme_kinds) {
    const Theme& t = theme(kind);
    const double least = t.outlines ? 7.0 : 4.5;
    const auto check = [&](const Named& ink, const Named& on) {
      EXPECT_GE(contrast(ink.colour, on.colour), least)
          << to_string(kind) << ": " << ink.name << " on " << on.name;
    };
    const Named grounds[] = {{"page", t.page}, {"surface", t.surface}, {"side", t.side}};
    const Named inks[] = {{"text", t.text},           {"muted", t.muted},
                          {"accent", t.accent},       {"ok", t.ok},
                          {"warn", t.warn},           {"bad", t.bad},
                          {"version 1", t.version_1}, {"version 2", t.version_2},
                          {"version 3", t.version_3}, {"version 4", t.version_4}};
    for (const Named& on : grounds)
      for (const Named& ink : inks) check(ink, on);
    for (const Tone tone : {Tone::accent, Tone::ok, Tone::warn, Tone::bad, Tone::version_1, Tone::version_2,
                            Tone::version_3, Tone::version_4}) {
      const Named on{"soft ground", t.soft(tone)};
      check({"its own ink", t.ink(tone)}, on);
      check({"text", t.text}, on);
      check({"muted", t.muted}, on);
    }
    for (const Named& on : {Named{"code ground", t.code_ground}, Named{"surface", t.surface},
                            Named{"selection", t.selection}}) {
      check({"text", t.text}, on);
      if (on.name == std::string("selection")) continue;
      check({"keyword", t.code_keyword}, on);
      check({"string", t.code_string}, on);
      check({"number", t.code_number}, on);
      check({"comment", t.code_comment}, on);
    }
    check({"on accent", t.on_accent}, {"accent", t.accent});
  }
}

TEST(Theme, HighContrastIsBlackOnWhiteOrWhiteOnBlack) {
  for (const ThemeKind kind : {ThemeKind::contrast_light, ThemeKind::contrast_dark})
    EXPECT_NEAR(contrast(theme(kind).text, theme(kind).page), 21.0, 0.01);
}

TEST(Theme, NamesComeBack) {
  for (const ThemeKind kind : theme_kinds) EXPECT_EQ(theme_kind(to_string(kind)), kind);
  EXPECT_EQ(theme_kind("mauve"), ThemeKind::light);
}
