// Hand-written tables for the oracle's tests: a few words at a few addresses, abort elsewhere.
#pragma once

#include <map>

#include "oracles/naive/translate.h"

namespace quiesce::naive {

class FakeTables {
 public:
  FakeTables& Put(std::uint64_t pa, std::uint64_t word) {
    words_[pa] = word;
    return *this;
  }
  ReadMemory Reader() const {
    return [this](std::uint64_t pa) -> std::optional<std::uint64_t> {
      const auto it = words_.find(pa);
      return it == words_.end() ? std::nullopt : std::optional(it->second);
    };
  }

 private:
  std::map<std::uint64_t, std::uint64_t> words_;
};

// AF, AP[1] or S2AP, and everything executable.
inline constexpr std::uint64_t kUserLeaf = 0x440;  ///< stage 1: AF, AP = 0b01
inline constexpr std::uint64_t kS2Leaf = 0x4FC;    ///< stage 2: AF, S2AP = RW, Normal WB
inline constexpr std::uint64_t kPage = 3;
inline constexpr std::uint64_t kBlock = 1;
inline constexpr std::uint64_t kTable = 3;

}  // namespace quiesce::naive
