#include "simulator/base/sentence.h"

#include <gtest/gtest.h>

using simulator::base::sentence;

TEST(Sentence, BeginsWithACapitalLetter) {
  EXPECT_EQ(sentence("progress cannot be read: no space"), "Progress cannot be read: no space");
  EXPECT_EQ(sentence("a write"), "A write");
  EXPECT_EQ(sentence("cancelled."), "Cancelled.");
}

TEST(Sentence, NamesStayAsTheyAre) {
  for (const char* each : {"v1 refuses to start", "node_2 is down", "users.sql: no such table", "x2",
                           "20260514 ran", "Already", "", " so", "čeština"})
    EXPECT_EQ(sentence(each), each);
}
