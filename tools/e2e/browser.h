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

struct PrintedPage {
  std::string text;       ///< what a reader of the paper sees
  std::string complaint;  ///< why there is no paper; empty if there is
};

/// Prints a file:// address to paper of the browser's default size, with the margins it has.
PrintedPage PrintPage(const std::string& browser, const std::string& address);

}  // namespace quiesce
