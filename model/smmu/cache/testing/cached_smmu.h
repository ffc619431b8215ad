// A rig that keeps everything it reads, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "model/smmu/cache/cached_translate.h"
#include "model/smmu/testing/rig.h"

namespace quiesce::testing {

class CachedSmmu : public ::testing::Test {
 protected:
  std::string Run(const Transaction& t) {
    NoObserver none;
    const SmmuView smmu = View(rig.image());
    return testing::Summary(TranslateCached(caches, policy, smmu, t, rig.choices, none));
  }
  std::string Read() { return Run(testing::Read()); }

  void Command(const Invalidation& command) { caches.Invalidate(command); }
  void CfgiSte() { Command({.opcode = Opcode::CFGI_STE, .stream_id = kSid, .leaf = true}); }
  void CfgiCd() { Command({.opcode = Opcode::CFGI_CD, .stream_id = kSid, .leaf = true}); }

  /// The stage 1 leaf of kVa, nG set, now points elsewhere.
  void Remap() { PutLeaf(rig.stage1_leaf, kOtherPa | kStage1Page | kNotGlobal); }
  void PutLeaf(std::uint64_t at, std::uint64_t descriptor) { rig.memory().Write64(at, descriptor); }

  static constexpr std::uint64_t kNotGlobal = 1 << 11;
  static constexpr std::uint64_t kOtherPa = 0x5678'9000;
  static constexpr const char* kFirst = "complete 0x45678000";
  static constexpr const char* kSecond = "complete 0x56789000";
  Rig rig;
  Caches caches;
  AlwaysHitAndFill policy;
};

}  // namespace quiesce::testing
