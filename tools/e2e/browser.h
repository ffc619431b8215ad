// A headless browser for the end-to-end tests.
#pragma once

#include <string>

namespace quiesce {

/// The path of Chromium, or empty if it is not installed.
std::string FindBrowser();

struct LoadedPage {
  std::string dom;        ///< after the scripts of the page ran
  std::string console;    ///< what the page wrote to the console, errors included
  std::string complaint;  ///< why there is no page; empty if there is one
};

/// Loads a file:// address. `width` is of the window, in pixels.
LoadedPage LoadPage(const std::string& browser, const std::string& address, int width = 1024);

}  // namespace quiesce
