// The report as parts that can be left out, so that no record makes a page too large to open.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace quiesce {

/// The page is never larger.
inline constexpr std::size_t kLargestPage = 5'000'000;

struct Part {
  std::string html = {};
  std::string name = {};  ///< what a reader misses without it: "steps of finding 3"
  /// Parts with a larger number go first. 0: never left out.
  unsigned expendable = 0;
};

/// The parts one after the other in at most `limit` bytes, or in whatever those that are never left
/// out take. For each that is left out a visible note says so in its place; `left_out`, if given,
/// gets their names. The most expendable go first, and of these the last.
std::string Join(std::vector<Part> parts, std::size_t limit,
                 std::vector<std::string>* left_out = nullptr);

}  // namespace quiesce
