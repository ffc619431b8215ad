// Transactions that are stalled, from the fault until the SMMU retries or terminates them. IHI 0070
// G.b 3.12.2, 4.7.1, 4.7.2.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/smmu/queue/invalidation.h"
#include "spec/choices.h"

namespace quiesce {

enum class StallAnswer : std::uint8_t { kRetry, kAbort, kRazWi };

struct Stall {
  std::uint32_t stream_id;
  std::uint16_t stag;     ///< unique among the outstanding ones
  bool recorded = false;  ///< its event is visible in the queue
  /// Whose record stands for this one too (3.12.2.1).
  std::optional<std::uint16_t> duplicate_of = std::nullopt;

  friend bool operator==(const Stall&, const Stall&) = default;
};

/// A stall whose STAG is free again: the transaction is retried or terminated in finite time.
struct AnsweredStall {
  Stall stall;
  StallAnswer answer;

  friend bool operator==(const AnsweredStall&, const AnsweredStall&) = default;
};

class StallTable {
 public:
  /// `stall_max` is IDR5.STALL_MAX: so many stalls may be outstanding with a record of their own.
  explicit StallTable(unsigned stall_max) : stall_max_(stall_max) {}

  /// A stalled transaction with a fresh STAG, the lowest that is free; nothing when STALL_MAX are
  /// outstanding: it has to wait outside.
  std::optional<std::uint16_t> Add(std::uint32_t stream_id);

  /// A stalled transaction whose record is suppressed as a duplicate of that of the outstanding
  /// stall `original`.
  std::uint16_t AddDuplicate(std::uint32_t stream_id, std::uint16_t original);

  /// The stall's event has become visible.
  void MarkRecorded(std::uint16_t stag);

  /// CMD_RESUME. No effect unless STAG and StreamID name one stalled transaction; CU-28 where that
  /// has no visible record, or was answered before and has not ended yet. Duplicates of it are
  /// retried.
  void Apply(const Resume& resume, Choices& choices);

  /// CMD_STALL_TERM: everything that the stream has stalled is to be aborted.
  void Apply(const StallTerm& term);

  /// The SMMU retries an outstanding stall by itself (3.12.2, 7.2.1).
  void Retry(std::uint16_t stag);

  /// SMMUEN was Updated to 0: everything is to be aborted. IHI 0070 G.b 6.3.9.6.
  void TerminateAll();

  const std::vector<Stall>& outstanding() const { return outstanding_; }
  const std::vector<AnsweredStall>& answered() const { return answered_; }
  bool Holds(std::uint16_t stag) const;
  bool IsRecorded(std::uint16_t stag) const;

  /// Whether another stall can have a record of its own.
  bool HasRoom() const;

  /// The earliest of the answered transactions leaves the table.
  std::optional<AnsweredStall> TakeFirstAnswered();
  /// Hands over the answered transactions, the earliest first: they leave the table.
  std::vector<AnsweredStall> TakeAnswered();

 private:
  std::uint16_t FreeStag() const;
  void Answer(std::size_t index, StallAnswer answer);
  void RetryDuplicatesOf(std::uint16_t stag);
  void ReconsiderAnswered(const Resume& resume, StallAnswer answer, Choices& choices);

  unsigned stall_max_;
  std::vector<Stall> outstanding_;
  std::vector<AnsweredStall> answered_;
};

}  // namespace quiesce
