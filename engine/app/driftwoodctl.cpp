#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "engine/app/ctl.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  return engine::app::run_driftwoodctl(arguments, std::cout, std::cerr);
}
