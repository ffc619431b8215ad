// Caches that forget something when a command is obeyed: what the cache properties must find out.
#pragma once

#include "model/smmu/cache/caches.h"
#include "model/smmu/cache/must_drop.h"

namespace quiesce {

/// Obeys each command but for the entries that Keeps()(entry's key or scope, command) says.
template <class Keeps>
class ForgetfulSink : public InvalidationSink {
 public:
  explicit ForgetfulSink(Caches& caches) : caches_(caches) {}

  void Start(const Invalidation& command) override {
    Caches before = caches_;
    caches_.Invalidate(command);
    const auto by_key = [](const auto& e) { return e.key; };
    const auto by_scope = [](const auto& e) { return e.scope; };
    Restore(before.Of<L1StdKey>(), caches_.Of<L1StdKey>(), command, by_key);
    Restore(before.Of<SteKey>(), caches_.Of<SteKey>(), command, by_key);
    Restore(before.Of<L1CdKey>(), caches_.Of<L1CdKey>(), command, by_key);
    Restore(before.Of<CdKey>(), caches_.Of<CdKey>(), command, by_key);
    Restore(before.tlb(), caches_.tlb(), command, by_scope);
    Restore(before.tables(), caches_.tables(), command, by_scope);
  }
  void Complete() override {}

 private:
  template <class Entry, class Name>
  static void Restore(const CacheArray<Entry>& before, CacheArray<Entry>& after,
                      const Invalidation& command, Name&& name) {
    const auto forgotten = [&](const Entry& e) {
      return MustDrop(name(e), command) && Keeps()(name(e), command);
    };
    for (std::size_t n = 0; const Entry* e = before.Find(n, forgotten); ++n) after.Insert(*e);
  }

  Caches& caches_;
};

/// What a broken cache forgets; everything that is not said goes as it should.
struct KeepsNothing {
  template <class Name>
  bool operator()(const Name&, const Invalidation&) const {
    return false;
  }
};

template <class Key>
struct KeepsStructures : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const Key&, const Invalidation&) const { return true; }
};
template <TlbKind kKind>
struct KeepsKind : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const TlbScope& e, const Invalidation&) const { return e.kind == kKind; }
};

/// CFGI_STE_RANGE takes the StreamID for a single one.
struct ForgetsTheRange : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const SteKey& e, const Invalidation& c) const {
    return e.stream_id != c.stream_id;
  }
};
/// CFGI_CD_ALL is taken for CFGI_CD of CD 0.
struct ForgetsOtherCds : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const CdKey& e, const Invalidation&) const { return e.index != 0; }
};
/// Only the low 8 bits of the ASID are kept with an entry.
struct ForgetsAsidHigh : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const TlbScope& e, const Invalidation&) const { return e.tag.asid > 0xFF; }
};
struct ForgetsVmidHigh : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const TlbScope& e, const Invalidation&) const { return e.tag.vmid > 0xFF; }
};
/// The address has to be that of the entry's first byte.
struct ForgetsTheSize : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const TlbScope& e, const Invalidation& c) const {
    return c.address && !IsTable(e.kind) && e.first != c.address->first;
  }
};
struct ForgetsGlobal : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const TlbScope& e, const Invalidation&) const { return e.tag.global; }
};
/// Leaf is always taken for 1.
struct ForgetsTables : KeepsNothing {
  using KeepsNothing::operator();
  bool operator()(const TlbScope& e, const Invalidation&) const { return IsTable(e.kind); }
};
/// A command that does not match, taken for nothing at all.
struct ForgetsAll {
  template <class Name>
  bool operator()(const Name&, const Invalidation&) const {
    return true;
  }
};

}  // namespace quiesce
