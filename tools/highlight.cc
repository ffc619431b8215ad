#include "tools/highlight.h"

#include <unistd.h>

#include <cstdlib>

#include "absl/strings/ascii.h"

namespace quiesce {
namespace {

constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kPlain = "\x1b[0m";

struct Word {
  std::string_view text;
  std::string_view colour;
};

constexpr Word kWords[] = {
    {"UNEXPECTED", kRed}, {"VIOLATES", kRed},    {"Violated", kRed},   {"ReplayDiverged", kRed},
    {"SURVIVED", kRed},   {"Crashed", kRed},     {"refuted", kYellow}, {"EncodingMismatch", kRed},
    {"Passed", kGreen},   {"Proved", kGreen},    {"proved", kGreen},   {"as expected", kGreen},
    {"Unknown", kYellow}, {"TimedOut", kYellow}, {"GaveUp", kYellow},  {"CoverageShort", kYellow},
    {"NotRun", kYellow},
};

bool InWord(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-'; }

/// The word that stands at the start of `rest`, whole; null: none.
const Word* WordAt(std::string_view rest, char before) {
  if (InWord(before)) return nullptr;
  for (const Word& word : kWords) {
    if (!rest.starts_with(word.text)) continue;
    if (rest.size() == word.text.size() || !InWord(rest[word.text.size()])) return &word;
  }
  return nullptr;
}

}  // namespace

bool ColourFor(int file_descriptor) {
  const char* const term = std::getenv("TERM");
  return std::getenv("NO_COLOR") == nullptr && term != nullptr &&
         std::string_view(term) != "dumb" && isatty(file_descriptor) != 0;
}

std::string Highlight(std::string_view text, bool colour) {
  if (!colour) return std::string(text);
  std::string out;
  char before = ' ';
  while (!text.empty()) {
    const Word* const word = WordAt(text, before);
    const std::size_t length = word == nullptr ? 1 : word->text.size();
    const std::string_view taken = text.substr(0, length);
    if (word == nullptr) {
      out += taken;
    } else {
      out.append(word->colour).append(taken).append(kPlain);
    }
    before = taken.back();
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace quiesce
