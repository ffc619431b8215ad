// What happens to one transaction: a closed result.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/smmu/attributes.h"
#include "model/smmu/event.h"
#include "spec/rules/rule.h"

namespace quiesce {

enum class Verdict : std::uint8_t {
  kComplete,               ///< goes to memory at Outcome::address
  kAbort,                  ///< terminated with an abort
  kRazWi,                  ///< terminated: reads return 0, writes are ignored
  kStall,                  ///< waits for CMD_RESUME or CMD_STALL_TERM
  kAtsUnsupportedRequest,  ///< translation request: UR
  kAtsCompleterAbort,      ///< translation request: CA
  kAtsSuccess,             ///< translation request: Success, with Outcome::permissions
  kNotCaptured,            ///< no answer: memory at Outcome::address is not in the image
  kUnsupported,            ///< no answer: Outcome::reason is outside the model
};

/// The part of the translation that decided.
enum class DecidedBy : std::uint8_t {
  kTranslation,         ///< no check failed
  kTransactionType,     ///< F_UUT, or a speculative write
  kServiceFailureMode,  ///< GERROR.SFM_ERR
  kGlobalBypass,        ///< SMMUEN == 0
  kAts,                 ///< ATSCHK, EATS
  kStreamTable,
  kSte,
  kSubstream,
  kCdTable,
  kCd,
  kStage1,
  kStage2,
};

struct Decision {
  DecidedBy by = DecidedBy::kTranslation;
  const RuleSpec* rule = nullptr;  ///< the numbered rule that was broken, if it was one
};

/// What a translation permits.
class Permissions {
 public:
  constexpr Permissions() = default;  ///< nothing
  constexpr Permissions(bool read, bool write, bool execute)
      : bits_(static_cast<std::uint8_t>((read ? 1 : 0) | (write ? 2 : 0) | (execute ? 4 : 0))) {}

  constexpr bool read() const { return (bits_ & 1) != 0; }
  constexpr bool write() const { return (bits_ & 2) != 0; }
  constexpr bool execute() const { return (bits_ & 4) != 0; }

  constexpr Permissions WithoutWrite() const { return {read(), false, execute()}; }
  friend constexpr Permissions operator&(Permissions a, Permissions b) {
    return {a.read() && b.read(), a.write() && b.write(), a.execute() && b.execute()};
  }
  friend constexpr bool operator==(const Permissions&, const Permissions&) = default;

 private:
  std::uint8_t bits_ = 0;
};

struct Outcome {
  Outcome() {}  // NOLINT(modernize-use-equals-default): or its unused event would be zeroed

  Verdict verdict = Verdict::kAbort;
  /// The PA of a completed access, the address in a translation completion (an IPA with split-stage
  /// ATS), or the missing address.
  std::uint64_t address = 0;
  MemoryAttributes attributes;  ///< of a completed access
  bool privileged = false;      ///< PRIV after overrides, of a completed access
  bool instruction = false;     ///< INST after overrides, of a completed access
  Permissions permissions;      ///< of a translation completion
  std::optional<Event> event;   ///< what the SMMU attempts to record
  Decision decision;
  std::string_view reason;  ///< of kUnsupported
};

}  // namespace quiesce
