// Where a translation may read: an observer that holds each read against the tables that the
// registers and the structures read so far describe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "model/smmu/observer.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"
#include "oracles/naive/levels.h"
#include "spec/stage1.h"

namespace quiesce {

/// Of one translation. Addresses are compared modulo the size of the address space, since an
/// address beyond it may be truncated (CU-16, CU-18, CU-19).
class FetchBounds : public NoObserver {
 public:
  FetchBounds(const SmmuView& smmu, const Transaction& t) : smmu_(smmu), transaction_(t) {}

  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>& r);
  void FetchSte(std::uint64_t pa, const Ste<Concrete>& r);
  void FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>& r);
  void FetchCd(std::uint64_t pa, const Cd<Concrete>& r);
  void Walked(const WalkStep& step);
  void Translated(Stage stage, std::uint64_t input, std::uint64_t output);

  /// The first read outside, in one line; empty if there is none.
  const std::string& violation() const { return violation_; }
  unsigned reads() const { return reads_; }

 private:
  /// [first, first + bytes), in the space that the stage reads from.
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t bytes = 0;
  };
  /// Where the walk of one stage is.
  struct Tables {
    Range next;
    /// The last read, if that was a leaf of a contiguous group: its table and both its addresses.
    Range last;
    std::uint64_t last_address = 0;
    std::uint64_t last_pa = 0;
    bool below_start = false;
  };

  void Check(const char* what, std::uint64_t address, const Range& range, unsigned space_bits);
  /// The address as the structure's pointer gave it: an IPA if stage 2 translated it.
  std::uint64_t Unmapped(std::uint64_t pa) const;
  unsigned PointerBits() const;
  /// The half of the CD that the transaction's address selects.
  CdHalf<Concrete> Half() const;
  std::optional<Range> StartOfStage1() const;
  std::optional<Range> StartOfStage2() const;
  void Follow(Tables& tables, const WalkStep& step, std::uint64_t address, unsigned granule_bits);

  const SmmuView& smmu_;
  const Transaction& transaction_;
  std::optional<L1Std<Concrete>> l1std_;
  std::optional<Ste<Concrete>> ste_;
  std::optional<L1Cd<Concrete>> l1cd_;
  std::optional<Cd<Concrete>> cd_;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> stage2_;  ///< its last input and output
  Tables stage1_tables_;
  Tables stage2_tables_;
  std::string violation_;
  unsigned reads_ = 0;
};

}  // namespace quiesce
