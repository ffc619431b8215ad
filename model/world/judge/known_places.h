// Where STEs and CDs were found, for as long as nothing has changed on the way there: judges ask at
// every change, and nearly all changes are elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "model/smmu/transaction.h"
#include "model/world/fetched_lines.h"
#include "model/world/machine.h"

namespace quiesce {

/// Where a CD is; `illegal` is set if it is valid and breaks a rule.
struct CdNow {
  std::optional<std::uint64_t> address = std::nullopt;  ///< nothing: none is fetched, or unknown
  bool illegal = false;
};

/// Sees that something which translations have read is not what it was.
class FetchWatch {
 public:
  /// True if a register that translations depend on, or a word of `fetched`, has changed since the
  /// last call, or another run has begun.
  bool Moved(const Machine& machine, const FetchedLines& fetched) {
    const std::size_t changes = machine.memory().changes();
    bool moved = machine.smmu().view_changes() != view_ || changes < seen_;
    for (std::size_t n = seen_; n < changes && !moved; ++n) {
      moved = fetched.MayHold(machine.memory().ChangedAt(n));
    }
    seen_ = changes;
    view_ = machine.smmu().view_changes();
    return moved;
  }

 private:
  std::size_t seen_ = 0;  ///< changes of memory
  std::uint64_t view_ = 0;
};

/// Keeps only what was found, never that nothing was.
class KnownPlaces {
 public:
  /// Forgets everything if something on the way has changed. To be called before each question.
  void Refresh(const Machine& machine, const FetchedLines& fetched) {
    if (!watch_.Moved(machine, fetched)) return;
    ++moves_;
    cds_.clear();
    stes_.clear();
  }
  /// How often everything was forgotten: as long as it stays, what was found holds what it held.
  std::uint64_t moves() const { return moves_; }

  const CdNow* FindCd(const Transaction& user) const { return Find(cds_, user); }
  const std::uint64_t* FindSte(std::uint32_t sid) const { return Find(stes_, sid); }
  void AddCd(const Transaction& user, const CdNow& cd) { cds_.emplace_back(user, cd); }
  void AddSte(std::uint32_t sid, std::uint64_t address) { stes_.emplace_back(sid, address); }

 private:
  template <class Key, class Value>
  static const Value* Find(const std::vector<std::pair<Key, Value>>& known, const Key& key) {
    for (const auto& [k, value] : known) {
      if (k == key) return &value;
    }
    return nullptr;
  }

  FetchWatch watch_;
  std::uint64_t moves_ = 0;
  std::vector<std::pair<Transaction, CdNow>> cds_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> stes_;
};

}  // namespace quiesce
