// What is where in physical memory, and to whom it belongs.
#pragma once

#include <cstdint>
#include <vector>

#include "model/driver/platform.h"
#include "model/image/memory.h"

namespace quiesce {

enum class Owner : std::uint8_t {
  kNobody,         ///< a hole, or memory that only the image describes
  kCrashedKernel,  ///< RAM that the crashed kernel used
  kNextKernel,     ///< RAM set apart for the next kernel
  kDevice,         ///< a window of device registers, such as an MSI doorbell: behaves as RAM
  kSmmu,           ///< the SMMU's own registers
};

class AddressMap {
 public:
  struct Entry {
    Owner owner;
    PhysicalRange range;
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  /// A later range wins where two overlap. Ranges of RAM and devices are whole frames.
  void Add(Owner owner, const PhysicalRange& range) { entries_.push_back({owner, range}); }

  Owner OwnerOf(std::uint64_t pa) const;
  /// RAM or a device: it answers even where the image says nothing.
  bool Answers(std::uint64_t pa) const;
  /// The frames that answer: ascending, disjoint.
  std::vector<FrameRange> Frames() const;

  /// In the order of adding.
  const std::vector<Entry>& entries() const { return entries_; }

  friend bool operator==(const AddressMap&, const AddressMap&) = default;

 private:
  std::vector<Entry> entries_;
};

/// The frames of an image's memory, and zeros wherever else the map has RAM or a device.
class MappedMemory : public PageSource {
 public:
  /// Neither may change while this is in use.
  MappedMemory(const SparseMemory& base, const AddressMap& map) : base_(base), map_(map) {}

  std::uint64_t Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const override;
  std::vector<FrameRange> Frames() const override;

 private:
  const SparseMemory& base_;
  const AddressMap& map_;
};

}  // namespace quiesce
