// Where Render() has put what: the addresses that corruptions aim at.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "model/world/scenario.h"

namespace quiesce {

class ImageLayout {
 public:
  ImageLayout(const StreamTable& table, std::uint64_t base) : table_(table), base_(base) {}

  std::uint64_t base() const { return base_; }
  bool two_level() const { return table_.format == TableFormat::kTwoLevel; }
  bool InRange(std::uint32_t sid) const { return std::uint64_t{sid} >> table_.log2size == 0; }
  std::uint64_t L2Stes() const { return std::uint64_t{1} << table_.split; }
  std::uint64_t L1Index(std::uint32_t sid) const { return std::uint64_t{sid} >> table_.split; }

  void AddL2(std::uint64_t l1_index, std::uint64_t pa) { l2_[l1_index] = pa; }
  void AddCd(std::uint32_t sid, std::uint32_t ssid, std::uint64_t pa) { cds_[{sid, ssid}] = pa; }

  bool HasL2(std::uint32_t sid) const { return l2_.contains(L1Index(sid)); }

  /// The address of the L1STD that covers a StreamID; nothing for a linear table.
  std::optional<std::uint64_t> L1Std(std::uint32_t sid) const {
    if (!two_level() || !InRange(sid)) return std::nullopt;
    return base_ + 8 * L1Index(sid);
  }

  std::optional<std::uint64_t> SteAddress(std::uint32_t sid) const {
    if (!InRange(sid)) return std::nullopt;
    if (!two_level()) return base_ + std::uint64_t{64} * sid;
    const auto l2 = l2_.find(L1Index(sid));
    if (l2 == l2_.end()) return std::nullopt;
    return l2->second + 64 * (sid & MaxValue(table_.split));
  }

  std::optional<std::uint64_t> CdAddress(std::uint32_t sid, std::uint32_t ssid) const {
    const auto cd = cds_.find({sid, ssid});
    if (cd == cds_.end()) return std::nullopt;
    return cd->second;
  }

 private:
  StreamTable table_;
  std::uint64_t base_;
  std::map<std::uint64_t, std::uint64_t> l2_;  ///< L1 index -> address of the L2 table
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> cds_;
};

}  // namespace quiesce
