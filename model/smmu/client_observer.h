// What an SMMU with memory and an event queue takes from a translation besides its outcome.
#pragma once

#include "model/image/memory.h"
#include "model/smmu/cache/remembering_observer.h"

namespace quiesce {

/// Stores hardware updates of descriptors to memory as they happen, and keeps STE.MEV; passes every
/// callback on. Lives for one transaction.
template <class Obs>
class ClientObserver : public PassingObserver<Obs> {
 public:
  ClientObserver(SparseMemory& memory, Obs& inner) : PassingObserver<Obs>(inner), memory_(memory) {}

  /// An update is atomic: nothing is stored over a descriptor that changed meanwhile. 3.13.
  void Updated(const DescriptorUpdate& u) {
    if (memory_.Read64(u.address).value == InMemory(u, u.before)) {
      memory_.Write64(u.address, InMemory(u, u.after));
    }
    PassingObserver<Obs>::Updated(u);
  }
  void UsedSte(const Ste<Concrete>& ste) {
    mev_ = Is<"MEV">(ste).raw();
    PassingObserver<Obs>::UsedSte(ste);
  }

  bool mev() const { return mev_; }

 private:
  static std::uint64_t InMemory(const DescriptorUpdate& u, std::uint64_t descriptor) {
    return u.big_endian ? __builtin_bswap64(descriptor) : descriptor;
  }

  SparseMemory& memory_;
  bool mev_ = false;
};

}  // namespace quiesce
