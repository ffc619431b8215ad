#include "model/smmu/cache/torn_fetch.h"

#include <algorithm>

namespace quiesce {
namespace {

/// The values of one word, the newest first.
std::vector<std::uint64_t> ValuesOf(std::uint64_t address, std::span<const PendingStore> stores) {
  std::vector<std::uint64_t> values;
  for (const PendingStore& s : stores) {
    if (s.address != address) continue;
    if (values.empty()) values.push_back(s.before);
    values.push_back(s.after);
  }
  std::reverse(values.begin(), values.end());
  return values;
}

std::vector<std::uint64_t> WordsOf(std::span<const PendingStore> stores) {
  std::vector<std::uint64_t> words;
  for (const PendingStore& s : stores) {
    if (std::find(words.begin(), words.end(), s.address) == words.end()) words.push_back(s.address);
  }
  return words;
}

}  // namespace

void Tear(SparseMemory& memory, std::span<const PendingStore> stores, Choices& choices) {
  for (const std::uint64_t word : WordsOf(stores)) {
    const std::vector<std::uint64_t> values = ValuesOf(word, stores);
    const auto n = static_cast<unsigned>(values.size());
    memory.Write64(word, values[choices.Pick(ChoicePoint::kTornFetch, n)]);
  }
}

void Settle(SparseMemory& memory, std::span<const PendingStore> stores) {
  for (const PendingStore& s : stores) memory.Write64(s.address, s.after);
}

std::uint64_t MixtureCount(std::span<const PendingStore> stores) {
  std::uint64_t n = 1;
  for (const std::uint64_t word : WordsOf(stores)) n *= ValuesOf(word, stores).size();
  return n;
}

}  // namespace quiesce
