// The Non-secure programming interface as data: every register with its offset, fields, access,
// guard and reset. IHI 0070 G.b chapter 6.3; guards and the Update protocols from the register
// texts and 6.1.
//
// Left out: the VATOS page and the command queue control pages, which have no fixed offset, and the
// registers of SMMUv3.4 (S2PII, DPT_*). The ATOS, MPAM and ECMDQ registers are here so that a dump
// can be read; the model has none of these options, so their offsets are RES0 in it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/format.h"
#include "spec/record.h"
#include "spec/register_formats.h"

namespace quiesce {

/// A 64-bit register is one entry, at the offset of its low half.
enum class Reg : std::uint8_t {
  IDR0,
  IDR1,
  IDR2,
  IDR3,
  IDR4,
  IDR5,
  IIDR,
  AIDR,
  CR0,
  CR0ACK,
  CR1,
  CR2,
  STATUSR,
  GBPA,
  AGBPA,
  IRQ_CTRL,
  IRQ_CTRLACK,
  GERROR,
  GERRORN,
  GERROR_IRQ_CFG0,
  GERROR_IRQ_CFG1,
  GERROR_IRQ_CFG2,
  STRTAB_BASE,
  STRTAB_BASE_CFG,
  CMDQ_BASE,
  CMDQ_PROD,
  CMDQ_CONS,
  EVENTQ_BASE,
  EVENTQ_PROD,
  EVENTQ_CONS,
  EVENTQ_IRQ_CFG0,
  EVENTQ_IRQ_CFG1,
  EVENTQ_IRQ_CFG2,
  PRIQ_BASE,
  PRIQ_PROD,
  PRIQ_CONS,
  PRIQ_IRQ_CFG0,
  PRIQ_IRQ_CFG1,
  PRIQ_IRQ_CFG2,
  GATOS_CTRL,
  GATOS_SID,
  GATOS_ADDR,
  GATOS_PAR,
  MPAMIDR,
  GMPAM,
  GBPMPAM,
  VATOS_SEL,
  IDR6,
};
inline constexpr std::size_t kRegCount = static_cast<std::size_t>(Reg::IDR6) + 1;

enum class Access : std::uint8_t { kReadOnly, kReadWrite };

/// When software may write the register (or, kPerField, each of its fields). "Off" means the enable
/// bit in CR0 or IRQ_CTRL and its copy in the ACK register are both 0. Names are the enable bits of
/// the architecture.
enum class Guard : std::uint8_t {
  kNone,
  kUpdateProtocol,  ///< CR0, IRQ_CTRL: acknowledged field by field; GBPA, G*MPAM: own Update bit
  kSmmuOff,         ///< CR0.SMMUEN
  kCmdqOff,         ///< CR0.CMDQEN
  kEventqOff,       ///< CR0.EVENTQEN
  kPriqOff,         ///< CR0.PRIQEN, the raw field
  kPerField,        ///< CR1: TABLE_* by SMMUEN, QUEUE_* by all three queue enables
  kGerrorIrqOff,    ///< IRQ_CTRL.GERROR_IRQEN
  kEventqIrqOff,    ///< IRQ_CTRL.EVENTQ_IRQEN
  kPriqIrqOff,      ///< IRQ_CTRL.PRIQ_IRQEN
  kAtosIdle,        ///< GATOS_CTRL.RUN, for VATOS_SEL VATOS_CTRL.RUN
};

/// Of the register's fields but these: GBPA.Update and PRIQ_PROD.OVFLG reset to 0. A preset
/// register (below) resets to its fixed value.
enum class Reset : std::uint8_t { kZero, kUnknown, kImplementationDefined, kConstant };

/// The option that makes the register exist; without it the offset is RES0. Of PRIQ_IRQ_CFG2, 6.3.1
/// says that LO does not depend on MSI while 6.3.36 says that the whole register does.
enum class Exists : std::uint8_t { kAlways, kMsi, kPri, kPriMsi, kAtos, kVatos, kMpam, kEcmdq };

/// The option that fixes the contents: the register is then read-only, whatever its guard.
enum class Preset : std::uint8_t { kNever, kTables, kQueues };

struct RegisterSpec {
  const FormatSpec* format;  ///< name, width and fields
  std::uint32_t offset;      ///< from the base of page 0; page 1 starts at 0x10000
  Access access;
  Guard guard;
  Reset reset;
  Exists exists;
  Preset preset = Preset::kNever;  ///< IDR1.TABLES_PRESET or IDR1.QUEUES_PRESET

  constexpr std::string_view name() const { return format->name; }
  constexpr unsigned bytes() const { return format->bits / 8; }
};

inline constexpr std::array<RegisterSpec, kRegCount> kRegisters = {{
    {&kIDR0, 0x000, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kIDR1, 0x004, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kIDR2, 0x008, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kIDR3, 0x00C, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kIDR4, 0x010, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kIDR5, 0x014, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kIIDR, 0x018, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kAIDR, 0x01C, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kAlways},
    {&kCR0, 0x020, Access::kReadWrite, Guard::kUpdateProtocol, Reset::kZero, Exists::kAlways},
    {&kCR0ACK, 0x024, Access::kReadOnly, Guard::kNone, Reset::kZero, Exists::kAlways},
    {&kCR1, 0x028, Access::kReadWrite, Guard::kPerField, Reset::kUnknown, Exists::kAlways},
    {&kCR2, 0x02C, Access::kReadWrite, Guard::kSmmuOff, Reset::kUnknown, Exists::kAlways},
    {&kSTATUSR, 0x040, Access::kReadOnly, Guard::kNone, Reset::kZero, Exists::kAlways},
    {&kGBPA, 0x044, Access::kReadWrite, Guard::kUpdateProtocol, Reset::kImplementationDefined,
     Exists::kAlways},
    {&kAGBPA, 0x048, Access::kReadWrite, Guard::kNone, Reset::kImplementationDefined,
     Exists::kAlways},
    {&kIRQ_CTRL, 0x050, Access::kReadWrite, Guard::kUpdateProtocol, Reset::kZero, Exists::kAlways},
    {&kIRQ_CTRLACK, 0x054, Access::kReadOnly, Guard::kNone, Reset::kZero, Exists::kAlways},
    {&kGERROR, 0x060, Access::kReadOnly, Guard::kNone, Reset::kZero, Exists::kAlways},
    {&kGERRORN, 0x064, Access::kReadWrite, Guard::kNone, Reset::kZero, Exists::kAlways},
    {&kGERROR_IRQ_CFG0, 0x068, Access::kReadWrite, Guard::kGerrorIrqOff, Reset::kUnknown,
     Exists::kMsi},
    {&kGERROR_IRQ_CFG1, 0x070, Access::kReadWrite, Guard::kGerrorIrqOff, Reset::kUnknown,
     Exists::kMsi},
    {&kGERROR_IRQ_CFG2, 0x074, Access::kReadWrite, Guard::kGerrorIrqOff, Reset::kUnknown,
     Exists::kMsi},
    {&kSTRTAB_BASE, 0x080, Access::kReadWrite, Guard::kSmmuOff, Reset::kUnknown, Exists::kAlways,
     Preset::kTables},
    {&kSTRTAB_BASE_CFG, 0x088, Access::kReadWrite, Guard::kSmmuOff, Reset::kUnknown,
     Exists::kAlways, Preset::kTables},
    {&kCMDQ_BASE, 0x090, Access::kReadWrite, Guard::kCmdqOff, Reset::kUnknown, Exists::kAlways,
     Preset::kQueues},
    {&kCMDQ_PROD, 0x098, Access::kReadWrite, Guard::kNone, Reset::kUnknown, Exists::kAlways},
    {&kCMDQ_CONS, 0x09C, Access::kReadWrite, Guard::kCmdqOff, Reset::kUnknown, Exists::kAlways},
    {&kEVENTQ_BASE, 0x0A0, Access::kReadWrite, Guard::kEventqOff, Reset::kUnknown, Exists::kAlways,
     Preset::kQueues},
    {&kEVENTQ_PROD, 0x100A8, Access::kReadWrite, Guard::kEventqOff, Reset::kUnknown,
     Exists::kAlways},
    {&kEVENTQ_CONS, 0x100AC, Access::kReadWrite, Guard::kNone, Reset::kUnknown, Exists::kAlways},
    {&kEVENTQ_IRQ_CFG0, 0x0B0, Access::kReadWrite, Guard::kEventqIrqOff, Reset::kUnknown,
     Exists::kMsi},
    {&kEVENTQ_IRQ_CFG1, 0x0B8, Access::kReadWrite, Guard::kEventqIrqOff, Reset::kUnknown,
     Exists::kMsi},
    {&kEVENTQ_IRQ_CFG2, 0x0BC, Access::kReadWrite, Guard::kEventqIrqOff, Reset::kUnknown,
     Exists::kMsi},
    {&kPRIQ_BASE, 0x0C0, Access::kReadWrite, Guard::kPriqOff, Reset::kUnknown, Exists::kPri,
     Preset::kQueues},
    {&kPRIQ_PROD, 0x100C8, Access::kReadWrite, Guard::kPriqOff, Reset::kUnknown, Exists::kPri},
    {&kPRIQ_CONS, 0x100CC, Access::kReadWrite, Guard::kNone, Reset::kUnknown, Exists::kPri},
    {&kPRIQ_IRQ_CFG0, 0x0D0, Access::kReadWrite, Guard::kPriqIrqOff, Reset::kUnknown,
     Exists::kPriMsi},
    {&kPRIQ_IRQ_CFG1, 0x0D8, Access::kReadWrite, Guard::kPriqIrqOff, Reset::kUnknown,
     Exists::kPriMsi},
    {&kPRIQ_IRQ_CFG2, 0x0DC, Access::kReadWrite, Guard::kPriqIrqOff, Reset::kUnknown,
     Exists::kPriMsi},
    {&kGATOS_CTRL, 0x100, Access::kReadWrite, Guard::kAtosIdle, Reset::kZero, Exists::kAtos},
    {&kGATOS_SID, 0x108, Access::kReadWrite, Guard::kAtosIdle, Reset::kUnknown, Exists::kAtos},
    {&kGATOS_ADDR, 0x110, Access::kReadWrite, Guard::kAtosIdle, Reset::kUnknown, Exists::kAtos},
    {&kGATOS_PAR, 0x118, Access::kReadOnly, Guard::kNone, Reset::kUnknown, Exists::kAtos},
    {&kMPAMIDR, 0x130, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kMpam},
    {&kGMPAM, 0x138, Access::kReadWrite, Guard::kUpdateProtocol, Reset::kZero, Exists::kMpam},
    {&kGBPMPAM, 0x13C, Access::kReadWrite, Guard::kUpdateProtocol, Reset::kZero, Exists::kMpam},
    {&kVATOS_SEL, 0x180, Access::kReadWrite, Guard::kAtosIdle, Reset::kUnknown, Exists::kVatos},
    {&kIDR6, 0x190, Access::kReadOnly, Guard::kNone, Reset::kConstant, Exists::kEcmdq},
}};

/// Every format is well formed, and no two registers share a name or a byte.
consteval bool RegistersAreConsistent() {
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const RegisterSpec& a = kRegisters[i];
    if (!WellFormed(*a.format) || a.offset % a.bytes() != 0) return false;
    for (std::size_t j = 0; j < i; ++j) {
      const RegisterSpec& b = kRegisters[j];
      if (a.name() == b.name()) return false;
      if (a.offset < b.offset + b.bytes() && b.offset < a.offset + a.bytes()) return false;
    }
  }
  return true;
}
static_assert(RegistersAreConsistent());
static_assert(WellFormed(kGATOS_PARFault));

constexpr const RegisterSpec& SpecOf(Reg r) { return kRegisters[static_cast<std::size_t>(r)]; }

/// The typed words of one register in either domain.
template <class D, Reg R>
using RegisterRecord = Record<D, *SpecOf(R).format>;

/// A register's name as the architecture writes it, without the SMMU_ prefix; nothing for an
/// unknown name.
constexpr std::optional<Reg> RegisterNamed(std::string_view name) {
  for (std::size_t i = 0; i < kRegCount; ++i) {
    if (kRegisters[i].name() == name) return static_cast<Reg>(i);
  }
  return std::nullopt;
}

/// Which register a 32-bit access at this offset reaches, and whether its high half.
struct RegisterHalf {
  Reg reg;
  bool high;
};
constexpr std::optional<RegisterHalf> RegisterAt(std::uint32_t offset) {
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const RegisterSpec& s = kRegisters[i];
    if (offset == s.offset) return RegisterHalf{static_cast<Reg>(i), false};
    if (s.bytes() == 8 && offset == s.offset + 4) return RegisterHalf{static_cast<Reg>(i), true};
  }
  return std::nullopt;
}

}  // namespace quiesce
