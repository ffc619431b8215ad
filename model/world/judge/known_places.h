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

/// What was found, by key, each with the lines that were read on the way.
template <class Key, class Value>
class FoundBy {
 public:
  void Clear() { found_.clear(); }
  /// Forgets what a change of this line may have moved.
  void Changed(std::uint64_t pa) {
    std::erase_if(found_, [&](const Found& f) { return f.lines.MayHold(pa); });
  }
  /// Soonest if asked in the same order again and again.
  const Value* Find(const Key& key) const {
    for (std::size_t n = 0; n < found_.size(); ++n) {
      if (next_ >= found_.size()) next_ = 0;
      const Found& f = found_[next_++];
      if (f.key == key) return &f.value;
    }
    return nullptr;
  }
  void Add(const Key& key, const Value& value, const LineList& lines) {
    found_.push_back({key, value, lines});
  }

 private:
  struct Found {
    Key key;
    Value value;
    LineList lines;
  };
  std::vector<Found> found_;
  mutable std::size_t next_ = 0;
};

/// Where memory is not, there is never any: nobody can write there.
class KnownPlaces {
 public:
  /// Forgets what has something changed on its way. To be called before each question.
  void Refresh(const Machine& machine, const FetchedLines& fetched) {
    const std::size_t changes = machine.memory().changes();
    if (machine.smmu().view_changes() != view_ || changes < seen_) {
      view_ = machine.smmu().view_changes();
      seen_ = changes;
      ++moves_;
      cds_.Clear();
      stes_.Clear();
    }
    bool moved = false;
    for (; seen_ < changes; ++seen_) {
      const std::uint64_t pa = machine.memory().ChangedAt(seen_);
      if (!fetched.MayHold(pa)) continue;
      if (moved && pa >> 6 == last_ >> 6) continue;
      moved = true;
      last_ = pa;
      cds_.Changed(pa);
      stes_.Changed(pa);
    }
    if (moved) ++moves_;
  }
  /// How often something was changed that translations have read.
  std::uint64_t moves() const { return moves_; }

  const CdNow* FindCd(const Transaction& user) const { return cds_.Find(user); }
  const std::uint64_t* FindSte(std::uint32_t sid) const { return stes_.Find(sid); }
  /// `lines` were read to find it.
  void AddCd(const Transaction& user, const CdNow& cd, const LineList& lines) {
    cds_.Add(user, cd, lines);
  }
  void AddSte(std::uint32_t sid, std::uint64_t address, const LineList& lines) {
    stes_.Add(sid, address, lines);
  }

 private:
  std::size_t seen_ = 0;  ///< changes of memory
  std::uint64_t view_ = 0;
  std::uint64_t last_ = 0;  ///< changed line
  std::uint64_t moves_ = 0;
  FoundBy<Transaction, CdNow> cds_;
  FoundBy<std::uint32_t, std::uint64_t> stes_;
};

}  // namespace quiesce
