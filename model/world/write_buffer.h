// Stores of a CPU that memory has not seen yet.
#pragma once

#include <cstdint>
#include <vector>

#include "model/world/machine.h"

namespace quiesce {

/// Stores to one word are seen in program order, each one whole; stores to different words in any
/// order until Drain().
class WriteBuffer {
 public:
  void Add(std::uint64_t pa, std::uint64_t value) { stores_.push_back({pa, value}); }
  bool empty() const { return stores_.empty(); }
  void Clear() { stores_.clear(); }

  /// What the storing CPU itself reads there; nothing if no store is under way.
  const std::uint64_t* Newest(std::uint64_t pa) const {
    for (std::size_t n = stores_.size(); n != 0; --n) {
      if (stores_[n - 1].pa == pa) return &stores_[n - 1].value;
    }
    return nullptr;
  }

  /// Some stores are seen now: of each word, in the order of its first store, CU-51 says which.
  void SeeSome(Machine& machine, Choices& choices);
  /// All of them, in program order.
  void Drain(Machine& machine);

 private:
  struct Store {
    std::uint64_t pa;  ///< of an aligned word
    std::uint64_t value;
  };
  void See(std::uint64_t pa, unsigned count, Machine& machine);
  void SeeSomeOfEach(Machine& machine, Choices& choices);

  std::vector<Store> stores_;
  std::vector<std::uint64_t> words_;  ///< of SeeSome(), kept for its allocation
};

}  // namespace quiesce
