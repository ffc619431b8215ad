// One SMMU in its system: memory, devices that do DMA, and the CPU that looks. Every method is one
// step, told to the observer once it is done.
//
// Memory: what the image has is there, and so are the RAM and the devices of the address map, which
// read as zero until written. Everything else is as the image says: an external abort, or unknown.
// The same memory answers the CPU, the SMMU's own accesses and DMA.
//
// Not modelled: DMA to the SMMU's own registers, and what a device does when its registers are
// written; CPU and SMMU caches of memory (the SMMU's accesses are coherent); accesses by a device
// of anything but one aligned 64-bit word.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "model/image/frame_trail.h"
#include "model/image/image.h"
#include "model/smmu/smmu.h"
#include "model/world/address_map.h"
#include "model/world/fetched_lines.h"
#include "model/world/root_complex.h"
#include "model/world/step.h"

namespace quiesce {

class Machine {
 public:
  explicit Machine(const Image& image, const AddressMap& map = {}, const CacheSizes& caches = {});
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  /// Another image; whatever happened before is forgotten. `image` and `map` are copied.
  void Load(const Image& image, const AddressMap& map);
  /// The same without a copy: `image` gets the memory of the image before, for its frames.
  void Load(Image&& image, const AddressMap& map);
  /// Back to what was loaded. Costs what was written since.
  void Reset();

  /// Null: nobody looks. Must outlive its use.
  void Observe(StepObserver* observer) {
    observer_ = observer;
    tells_reads_ = observer != nullptr && observer->WantsReads();
  }

  // --- the CPU ---

  ReadResult ReadRegister(std::uint32_t offset, unsigned bytes, Choices& choices);
  AccessStatus WriteRegister(std::uint32_t offset, unsigned bytes, std::uint64_t value,
                             Choices& choices);
  /// The aligned 64-bit word that holds `pa`.
  WordRead ReadWord(std::uint64_t pa) {
    const WordRead r = cpu_trail_.Read64(memory_, pa, 0);
    if (tells_reads_) Tell(MemoryAccess{false, pa & ~std::uint64_t{7}, r.value, r.status});
    return r;
  }
  BusStatus WriteWord(std::uint64_t pa, std::uint64_t value);

  // --- devices ---

  /// One access of the aligned 64-bit word that holds the translated address, or an ATS translation
  /// request, which accesses nothing. A write stores `data`; an atomic access swaps.
  DmaTaken Dma(const Transaction& transaction, std::uint64_t data, Choices& choices);
  /// The same; `noter` is told what was read for it.
  DmaTaken Dma(const Transaction& transaction, std::uint64_t data, Choices& choices,
               FetchNoter& noter);
  PageRequestOutcome RequestPage(const PageRequest<Concrete>& request, Choices& choices);

  // --- time in the SMMU; see Smmu. False or nothing if nothing happened ---

  std::optional<UpdateStep> StepUpdate(Choices& choices);
  void CompletePending(Choices& choices);
  CommandStatus ConsumeCommand(Choices& choices);
  void RecordHeldEvents(Choices& choices) { smmu_.RecordHeldEvents(choices); }
  /// A retried transaction accesses memory as it would have at first.
  std::optional<DmaTaken> FinishStall(Choices& choices);
  std::optional<DmaTaken> RetryEarly(std::size_t n, Choices& choices);

  // --- faults ---

  bool Evict(Choices& choices);
  /// Puts another value into a word, where there is memory.
  BusStatus Corrupt(std::uint64_t pa, std::uint64_t value);
  void FailService();

  Smmu& smmu() { return smmu_; }
  const Smmu& smmu() const { return smmu_; }
  const SparseMemory& memory() const { return memory_; }
  const AddressMap& map() const { return map_; }
  RootComplex& root_complex() { return root_complex_; }

 private:
  void Start(const RegisterImage& registers, const AddressMap& map);
  template <class Taken>
  void Tell(const Taken& taken) {
    if (observer_ != nullptr) observer_->Took(Step(taken));
  }
  void TellUpdate(const UpdateStep& step);
  DmaTaken Land(const Transaction& transaction, const DmaResult& result, std::uint64_t data);
  void Access(DmaTaken& taken, std::uint64_t data);
  BusStatus Store(std::uint64_t pa, std::uint64_t value);
  std::optional<DmaTaken> Finish(const std::optional<FinishedStall>& finished);
  std::uint64_t DataOf(const Transaction& transaction);

  struct StalledData {
    Transaction transaction;
    std::uint64_t data;
  };

  RegisterImage registers_;  ///< as loaded
  SparseMemory base_;        ///< as loaded
  AddressMap map_;
  SparseMemory memory_;
  RootComplex root_complex_;
  Smmu smmu_;
  std::vector<StalledData> stalled_;  ///< what stalled transactions carry
  StepObserver* observer_ = nullptr;
  bool tells_reads_ = false;
  FrameTrail cpu_trail_;  ///< of the CPU's reads, which are mostly one after the other
};

}  // namespace quiesce
