// Collects probes: each StreamID once, each address with a read and a write.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "properties/sampled/probes.h"

namespace quiesce {

class ProbeBuilder {
 public:
  /// A master, and one read by it.
  void AddStream(std::uint32_t sid) { AddAccess(sid, std::nullopt, 0x1000, AccessKind::kRead); }

  void AddNeighbours(std::uint32_t sid, unsigned l2_bits) {
    const std::uint32_t l2 = static_cast<std::uint32_t>(MaxValue(l2_bits));
    for (const std::uint32_t near : {sid ^ 1, sid & ~l2, sid | l2, sid ^ (l2 + 1)}) {
      AddStream(near);
    }
  }

  void AddAddress(std::uint32_t sid, std::optional<std::uint32_t> ssid, std::uint64_t address) {
    AddAccess(sid, ssid, address, AccessKind::kRead);
    AddAccess(sid, ssid, address, AccessKind::kWrite);
  }

  /// First and last byte of [address, address + 2^shift), and one byte beyond either end.
  void AddLeaf(std::uint32_t sid, std::optional<std::uint32_t> ssid, std::uint64_t address,
               unsigned shift) {
    const std::uint64_t first = address & ~MaxValue(shift);
    const std::uint64_t last = address | MaxValue(shift);
    AddAddress(sid, ssid, first);
    AddAddress(sid, ssid, last);
    AddAccess(sid, ssid, first - 1, AccessKind::kRead);
    AddAccess(sid, ssid, last + 1, AccessKind::kRead);
  }

  void AddAts(std::uint32_t sid, std::uint64_t address) {
    for (const AtsKind kind : {AtsKind::kTranslationRequest, AtsKind::kTranslated}) {
      Transaction t;
      t.stream_id = sid;
      t.address = address;
      t.ats = kind;
      transactions_.push_back(t);
    }
  }

  Probes Take() {
    std::sort(sids_.begin(), sids_.end());
    sids_.erase(std::unique(sids_.begin(), sids_.end()), sids_.end());
    return {std::move(sids_), std::move(transactions_)};
  }

 private:
  void AddAccess(std::uint32_t sid, std::optional<std::uint32_t> ssid, std::uint64_t address,
                 AccessKind access) {
    if (sids_.empty() || sids_.back() != sid) sids_.push_back(sid);
    Transaction t;
    t.stream_id = sid;
    t.ssv = ssid.has_value();
    t.substream_id = ssid.value_or(0);
    t.address = address;
    t.access = access;
    transactions_.push_back(t);
  }

  std::vector<std::uint32_t> sids_;
  std::vector<Transaction> transactions_;
};

}  // namespace quiesce
