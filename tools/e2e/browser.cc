#include "tools/e2e/browser.h"

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

std::string ReadAll(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The lines that a page caused: Chromium marks them with their kind.
std::string ConsoleLines(const std::string& log) {
  std::istringstream lines(log);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(":CONSOLE") != std::string::npos) out += line + "\n";
  }
  return out;
}

std::string CommandFor(const std::string& browser, const std::string& dir,
                       const std::string& what) {
  return "timeout 100 '" + browser +
         "' --headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
         " --disable-background-networking --disable-component-update --disable-sync"
         " --disable-dev-shm-usage --enable-logging=stderr --user-data-dir='" +
         dir + "/profile' " + what + " 2>'" + dir + "/log'";
}

bool Succeeds(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

std::string FindBrowser() {
  const std::string path = "/usr/bin/chromium";
  return std::filesystem::exists(path) ? path : "";
}

LoadedPage LoadPage(const std::string& browser, const std::string& address, int width) {
  const std::string dir = FreshDirectory("browser");
  const bool loaded =
      Succeeds(CommandFor(browser, dir,
                          "--window-size=" + std::to_string(width) + ",900 --dump-dom '" + address +
                              "' >'" + dir + "/dom'"));
  LoadedPage page{ReadAll(dir + "/dom"), ConsoleLines(ReadAll(dir + "/log")), ""};
  if (!loaded || page.dom.empty()) {
    page.complaint = "the browser gave no page:\n" + ReadAll(dir + "/log");
  }
  std::filesystem::remove_all(dir);
  return page;
}

PrintedPage PrintPage(const std::string& browser, const std::string& address) {
  const std::string dir = FreshDirectory("printer");
  const std::string paper = dir + "/page.pdf";
  PrintedPage page;
  if (!Succeeds(CommandFor(browser, dir,
                           "--no-pdf-header-footer --print-to-pdf='" + paper + "' '" + address +
                               "' >'" + dir + "/out'"))) {
    page.complaint = "the browser printed nothing:\n" + ReadAll(dir + "/log");
  } else if (!Succeeds("pdftotext -layout '" + paper + "' '" + dir + "/text'")) {
    page.complaint = "pdftotext cannot read what the browser printed";
  }
  page.text = ReadAll(dir + "/text");
  std::filesystem::remove_all(dir);
  return page;
}

}  // namespace quiesce
