#include "model/smmu/mmio/programming_interface.h"

#include <array>

#include "model/smmu/mmio/register_bits.h"
#include "model/smmu/queue/queue_registers.h"
#include "spec/choice_specs.h"

namespace quiesce {
namespace {

constexpr std::uint32_t kPageBytes = 0x10000;
constexpr std::uint32_t kEnd = 2 * kPageBytes;

/// CU-4: the page 0 offsets of the registers that page 1 holds.
bool IsPage0QueueIndex(std::uint32_t offset, const RegisterImage& ids) {
  if (offset >= kPageBytes) return false;
  const std::optional<RegisterHalf> page1 = RegisterAt(offset + kPageBytes);
  return page1 && RegisterExists(page1->reg, ids);
}

/// RegisterAt() of what most accesses are to: the beginning of page 0.
constexpr std::uint32_t kFrequentBytes = 0x100;
constexpr auto kFrequent = [] {
  std::array<std::optional<RegisterHalf>, kFrequentBytes / 4> table;
  for (std::uint32_t i = 0; i < table.size(); ++i) table[i] = RegisterAt(4 * i);
  return table;
}();

std::optional<RegisterHalf> ExistingAt(std::uint32_t offset, const RegisterImage& ids) {
  const bool frequent = offset < kFrequentBytes && offset % 4 == 0;
  const std::optional<RegisterHalf> half = frequent ? kFrequent[offset / 4] : RegisterAt(offset);
  return half && RegisterExists(half->reg, ids) ? half : std::nullopt;
}

/// Which register a 32-bit access reaches, after the aliases that an implementation may have.
std::optional<RegisterHalf> Reached(std::uint32_t offset, const RegisterImage& ids,
                                    Choices& choices) {
  if (const auto half = ExistingAt(offset, ids)) return half;
  if (IsPage0QueueIndex(offset, ids)) {
    const bool alias = choices.Pick(ChoicePoint::kPage0QueueIndex, 2) == 1;
    return alias ? ExistingAt(offset + kPageBytes, ids) : std::nullopt;
  }
  if (offset < kPageBytes || !ExistingAt(offset - kPageBytes, ids)) return std::nullopt;
  const bool alias = choices.Pick(ChoicePoint::kPage1Undefined, 2) == 1;
  return alias ? ExistingAt(offset - kPageBytes, ids) : std::nullopt;
}

/// Of an index register that the SMMU owns, bits above the wrap flag read as zero.
std::uint64_t ReadableBits(Reg reg, const RegisterImage& registers) {
  for (const QueueId id : {QueueId::kCommand, QueueId::kEvent, QueueId::kPri}) {
    if (SpecOf(id).owned_by_hardware() != reg) continue;
    const auto qs = static_cast<unsigned>(EffectiveLog2Size(id, registers).raw());
    return ~(MaxValue(20) & ~MaxValue(qs + 1));
  }
  return ~std::uint64_t{0};
}

bool IsLegal(std::uint32_t offset, unsigned bytes) {
  return (bytes == 4 || bytes == 8) && offset % bytes == 0;
}

/// A 64-bit access that reaches a 32-bit register.
bool IsPair(std::uint32_t offset, const RegisterImage& ids) {
  const auto low = ExistingAt(offset, ids);
  const auto high = ExistingAt(offset + 4, ids);
  return (low && SpecOf(low->reg).bytes() == 4) || (high && SpecOf(high->reg).bytes() == 4);
}

/// CU-2: what happens to each of the two registers, and in which order.
struct PairAccess {
  bool low, high, high_first, aborted;
};
PairAccess PickPairAccess(Choices& choices) {
  switch (choices.Pick(ChoicePoint::kRegisterPairAccess, 6)) {
    case 0:
      return {false, false, false, false};
    case 1:
      return {true, true, false, false};
    case 2:
      return {true, true, true, false};
    case 3:
      return {true, false, false, false};
    case 4:
      return {false, true, false, false};
    default:
      return {false, false, false, true};
  }
}

}  // namespace

std::uint64_t ProgrammingInterface::ReadWord(std::uint32_t offset, Choices& choices) const {
  const auto half = Reached(offset, visible_, choices);
  if (!half) return 0;
  const std::uint64_t value = visible_.Read(half->reg) & ReadableBits(half->reg, visible_);
  return half->high ? value >> 32 : value & MaxValue(32);
}

void ProgrammingInterface::WriteWord(std::uint32_t offset, std::uint32_t value, Choices& choices) {
  const auto half = Reached(offset, visible_, choices);
  if (!half || SpecOf(half->reg).access == Access::kReadOnly) return;
  const std::uint64_t old = visible_.Read(half->reg);
  const std::uint64_t merged = half->high ? std::uint64_t{value} << 32 | (old & MaxValue(32))
                                          : (old & ~MaxValue(32)) | value;
  WriteRegister(half->reg, merged, choices);
}

ReadResult ProgrammingInterface::Read(std::uint32_t offset, unsigned bytes, Choices& choices) {
  if (offset >= kEnd) return {0, AccessStatus::kAborted};
  if (!IsLegal(offset, bytes)) return ReadIllegal(bytes, choices);
  if (bytes == 4) return {ReadWord(offset, choices), AccessStatus::kOk};
  PairAccess access{true, true, false, false};
  if (IsPair(offset, visible_)) access = PickPairAccess(choices);
  if (access.aborted) return {0, AccessStatus::kAborted};
  const std::uint64_t low = access.low ? ReadWord(offset, choices) : 0;
  const std::uint64_t high = access.high ? ReadWord(offset + 4, choices) : 0;
  return {high << 32 | low, AccessStatus::kOk};
}

AccessStatus ProgrammingInterface::Write(std::uint32_t offset, unsigned bytes, std::uint64_t value,
                                         Choices& choices) {
  if (offset >= kEnd) return AccessStatus::kAborted;
  if (!IsLegal(offset, bytes)) return WriteIllegal(offset, bytes, choices);
  const auto low = static_cast<std::uint32_t>(value);
  const auto high = static_cast<std::uint32_t>(value >> 32);
  if (bytes == 4) {
    WriteWord(offset, low, choices);
    return AccessStatus::kOk;
  }
  PairAccess access{true, true, false, false};
  if (IsPair(offset, visible_)) {
    access = PickPairAccess(choices);
  } else if (const auto whole = ExistingAt(offset, visible_)) {
    if (SpecOf(whole->reg).access == Access::kReadWrite) WriteRegister(whole->reg, value, choices);
    return AccessStatus::kOk;
  }
  if (access.aborted) return AccessStatus::kAborted;
  if (access.high && access.high_first) WriteWord(offset + 4, high, choices);
  if (access.low) WriteWord(offset, low, choices);
  if (access.high && !access.high_first) WriteWord(offset + 4, high, choices);
  return AccessStatus::kOk;
}

ReadResult ProgrammingInterface::ReadIllegal(unsigned bytes, Choices& choices) {
  switch (choices.Pick(ChoicePoint::kIllegalAccess, 3)) {
    case 0:
      return {0, AccessStatus::kOk};
    case 1:
      return {choices.Unknown(ChoicePoint::kIllegalAccess, bytes >= 8 ? 64 : bytes * 8),
              AccessStatus::kOk};
    default:
      return {0, AccessStatus::kAborted};
  }
}

AccessStatus ProgrammingInterface::WriteIllegal(std::uint32_t offset, unsigned bytes,
                                                Choices& choices) {
  const unsigned alternative = choices.Pick(ChoicePoint::kIllegalAccess, 3);
  if (alternative == 2) return AccessStatus::kAborted;
  if (alternative == 0) return AccessStatus::kOk;
  for (std::uint32_t word = offset & ~3u; word < offset + bytes && word < kEnd; word += 4) {
    const std::uint64_t any = choices.Unknown(ChoicePoint::kIllegalAccess, 32);
    WriteWord(word, static_cast<std::uint32_t>(any), choices);
  }
  return AccessStatus::kOk;
}

void ProgrammingInterface::SetByHardware(Reg reg, std::uint64_t value) { Store(reg, value); }

}  // namespace quiesce
