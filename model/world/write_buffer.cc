#include "model/world/write_buffer.h"

#include <algorithm>

namespace quiesce {

void WriteBuffer::Drain(Machine& machine) {
  for (const Store& s : stores_) machine.WriteWord(s.pa, s.value);
  stores_.clear();
}

/// The first `count` stores to a word.
void WriteBuffer::See(std::uint64_t pa, unsigned count, Machine& machine) {
  std::erase_if(stores_, [&](const Store& s) {
    if (s.pa != pa || count == 0) return false;
    --count;
    machine.WriteWord(s.pa, s.value);
    return true;
  });
}

/// The same where no word has two stores.
void WriteBuffer::SeeSomeOfEach(Machine& machine, Choices& choices) {
  std::erase_if(stores_, [&](const Store& s) {
    const bool seen = choices.Pick(ChoicePoint::kTornFetch, 2) == 0;
    if (seen) machine.WriteWord(s.pa, s.value);
    return seen;
  });
}

void WriteBuffer::SeeSome(Machine& machine, Choices& choices) {
  if (stores_.size() == 1) return SeeSomeOfEach(machine, choices);
  words_.clear();
  for (const Store& s : stores_) {
    if (std::ranges::find(words_, s.pa) == words_.end()) words_.push_back(s.pa);
  }
  if (words_.size() == stores_.size()) return SeeSomeOfEach(machine, choices);
  for (const std::uint64_t pa : words_) {
    const auto n = static_cast<unsigned>(std::ranges::count(stores_, pa, &Store::pa));
    See(pa, n - choices.Pick(ChoicePoint::kTornFetch, n + 1), machine);
  }
}

}  // namespace quiesce
