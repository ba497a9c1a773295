// Opening a web address in the person's browser, as a port: the program passes open_in_browser, tests record.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "simulator/base/error.h"

namespace engine::platform {

using OpenUrl = std::function<simulator::base::Result<void>(const std::string& url)>;

/// http or https, a host, no white space and no control characters.
[[nodiscard]] bool is_web_address(std::string_view url);

/// Starts xdg-open with the address as one argument; no shell is involved, and the program does not wait for
/// it. Errors url.refused (not a web address), url.no-browser (xdg-open is not installed).
simulator::base::Result<void> open_in_browser(const std::string& url);

}  // namespace engine::platform
