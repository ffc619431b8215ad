// A table builder with an SMMU that looks at it: runs transactions and sums up what came of them.
#pragma once

#include <string>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/outcome.h"
#include "model/smmu/testing/table_builder.h"
#include "model/smmu/trace.h"
#include "model/smmu/transaction.h"

namespace quiesce::testing {

inline constexpr std::uint64_t kVa = 0x1234'5678'9000;
inline constexpr std::uint64_t kPa = 0x4567'8000;
inline constexpr std::uint32_t kSid = 5;

/// A read of kVa by kSid.
inline Transaction Read() { return {.stream_id = kSid, .address = kVa}; }
inline Transaction Write() {
  return {.stream_id = kSid, .address = kVa, .access = AccessKind::kWrite};
}
inline Transaction Request() {
  return {.stream_id = kSid, .address = kVa, .ats = AtsKind::kTranslationRequest};
}
inline Transaction Translated() {
  return {.stream_id = kSid, .address = kVa, .ats = AtsKind::kTranslated};
}

class Rig : public TableBuilder {
 public:
  FixedChoices choices;
  TraceObserver trace;

  /// Translates with the registers and memory as they are now; the trace is of this run alone.
  Outcome Run(const Transaction& t);
  std::string Summary(const Transaction& t);

  /// Sets one field of one register.
  template <Reg R, FieldName Name>
  void Set(std::uint64_t value) {
    auto r = registers().Get<R>();
    constexpr unsigned kWidth = kFieldWidth<decltype(r), Name>;
    registers().Put<R>(With<Name>(r, Bits<Concrete, kWidth>(value)));
  }

  /// A stage 1 stream whose CD maps kVa to kPa as `page` says.
  void MapStage1(std::uint64_t page = kStage1Page, const Cd<Concrete>& cd = DefaultCd(),
                 const Ste<Concrete>& ste = Stage1Ste());
  /// A stage 2 stream that maps kVa to kPa as `page` says.
  void MapStage2(std::uint64_t page = kStage2Page, const Ste<Concrete>& ste = Stage2Ste());
  /// A nested stream: kVa to kIpa, kIpa to kPa. Stage 2 maps the CD table and the stage 1 tables to
  /// themselves.
  void MapNested(const Ste<Concrete>& ste = NestedSte(), const Cd<Concrete>& cd = DefaultCd(),
                 std::uint64_t stage1_page = kStage1Page, std::uint64_t stage2_page = kStage2Page);

  static constexpr std::uint64_t kIpa = 0x2'0000'7000;
  static constexpr Tables kStage1Tables{kStage1Root};
  static constexpr Tables kStage2Tables{kStage2Root};
  /// The level 3 table and the descriptor of kVa in stage 1, where MapNested put them.
  std::uint64_t stage1_leaf = 0;
  std::uint64_t stage2_leaf = 0;
};

/// One line: the verdict with its address or permissions, then the event with its fields.
///   "complete 0x45678000", "abort F_TRANSLATION r S1 IN", "stall F_ACCESS w S2 TT ipa=0x1000",
///   "success rw- 0x45678000", "UR F_BAD_ATS_TREQ"
std::string Summary(const Outcome& outcome);

}  // namespace quiesce::testing
