// The model's Translate() and the naive oracle agree on every drawn walk: outcome, output address,
// and every architected field of the event. Where the architecture permits several orders of
// faults, the model gives one of the permitted outcomes. For a completed access they also agree on
// the descriptors that hardware has to update; for a faulting one that is mostly up to the
// implementation, and not compared.
#include <gtest/gtest.h>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/translate.h"
#include "properties/sampled/naive_compare.h"
#include "properties/sampled/naive_encoding.h"

namespace quiesce {
namespace {

constexpr unsigned kShards = 4;
constexpr unsigned kWalksPerShard = 250'000;
constexpr unsigned kWalksPerTables = 64;

struct Updates : NoObserver {
  void Updated(const DescriptorUpdate& u) { sum.Add(u); }
  UpdateSum sum;
};

class NaiveAgreement : public testing::TestWithParam<unsigned> {
 protected:
  // Draws until the structures fit in beside the tables.
  RegisterImage Draw() {
    for (;;) {
      naive::DrawTables(++seed_, tables_);
      naive::SplitMix random(~seed_);
      if (const std::optional<RegisterImage> r = PlaceStructures(tables_, random)) return *r;
    }
  }

  void CompareWalks(const RegisterImage& registers) {
    const SmmuView smmu = View(registers, tables_.memory);
    FixedChoices choices{{ChoicePoint::kRes64kDescriptorHigh,
                          tables_.drawn.config.smmu.res0_15_12_faults ? 1u : 0u}};
    naive::SplitMix random(seed_ ^ 0x5555'5555'5555'5555);
    for (unsigned i = 0; i < kWalksPerTables && !HasFailure(); ++i) {
      const naive::Access access = DrawAccess(tables_, random);
      updates_.sum.Clear();
      const Outcome model = Translate(smmu, TransactionOf(access), choices, updates_);
      Compare(model, Permitted(tables_, access), access);
    }
  }

  void Compare(const Outcome& model, const naive::Outcomes& permitted,
               const naive::Access& access) {
    completed_ += permitted.front().ok;
    if (AgreesWithOne(model, updates_.sum, permitted, access, tables_.drawn.v3_0)) return;
    ADD_FAILURE() << "seed " << seed_ << "\nmodel  " << DescribeWithEvent(model)
                  << updates_.sum.ToText() << "\noracle " << Describe(permitted, access);
  }

  naive::RandomTables tables_;
  Updates updates_;
  std::uint64_t seed_ = 0;
  unsigned completed_ = 0;
};

TEST_P(NaiveAgreement, OnDrawnWalks) {
  seed_ = std::uint64_t{GetParam()} << 32;
  for (unsigned walks = 0; walks < kWalksPerShard && !HasFailure(); walks += kWalksPerTables) {
    CompareWalks(Draw());
  }
  EXPECT_GT(completed_, kWalksPerShard / 5) << "the tables are not worth comparing";
}

INSTANTIATE_TEST_SUITE_P(Shards, NaiveAgreement, testing::Range(0u, kShards));

}  // namespace
}  // namespace quiesce
