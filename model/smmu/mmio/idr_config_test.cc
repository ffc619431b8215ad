#include "model/smmu/mmio/idr_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/smmu/mmio/testing/smmu_options.h"

namespace quiesce {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <Reg R, FieldName Field>
RegisterImage Changed(RegisterImage image, std::uint64_t value) {
  auto record = image.Get<R>();
  using Value = decltype(Get<Field>(record));
  image.Put<R>(With<Field>(record, Value(value)));
  return image;
}

TEST(IdrConfig, AcceptsTheUsualSmmuOfEachVersion) {
  for (const unsigned minor : {0u, 1u, 2u}) {
    EXPECT_THAT(IdrProblems(UsualSmmu(minor)), IsEmpty()) << minor;
    EXPECT_TRUE(ValidateIdr(UsualSmmu(minor)).ok());
  }
}

TEST(IdrConfig, NamesTheFieldTheSourceAndTheRule) {
  const absl::Status status = ValidateIdr(Changed<Reg::IDR0, "TTF">(UsualSmmu(2), 0));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "IDR0.TTF is 0b00, which is reserved (IHI 0070 G.b 6.3.1, IDR-TTF)");
}

TEST(IdrConfig, RejectsReservedEncodings) {
  const RegisterImage v2 = UsualSmmu(2);
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR0, "STALL_MODEL">(v2, 3)),
              Contains(IdrRule::kStallModelReserved));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR0, "ST_LEVEL">(v2, 2)),
              ElementsAre(IdrRule::kStLevelReserved));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR0, "TTENDIAN">(v2, 1)),
              ElementsAre(IdrRule::kTtendianReserved));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR5, "OAS">(v2, 7)), ElementsAre(IdrRule::kOasReserved));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR5, "VAX">(v2, 2)), ElementsAre(IdrRule::kVaxReserved));
}

TEST(IdrConfig, RejectsSizesOutOfRange) {
  const RegisterImage v2 = UsualSmmu(2);
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "SIDSIZE">(v2, 33)),
              ElementsAre(IdrRule::kSidsizeRange));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "SIDSIZE">(v2, 32)), IsEmpty());
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "SSIDSIZE">(v2, 21)),
              ElementsAre(IdrRule::kSsidsizeRange));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "CMDQS">(v2, 20)), ElementsAre(IdrRule::kCmdqsRange));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "EVENTQS">(v2, 20)),
              ElementsAre(IdrRule::kEventqsRange));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "PRIQS">(v2, 20)), ElementsAre(IdrRule::kPriqsRange));
}

TEST(IdrConfig, LargeStreamIdsNeedATwoLevelTable) {
  const RegisterImage linear = Changed<Reg::IDR0, "ST_LEVEL">(UsualSmmu(2), 0);
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "SIDSIZE">(linear, 7)),
              ElementsAre(IdrRule::kStLevelSidsize));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR1, "SIDSIZE">(linear, 6)), IsEmpty());
}

TEST(IdrConfig, MandatoryFeaturesOfEachVersion) {
  const RegisterImage v2 = UsualSmmu(2);
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR3, "RIL">(v2, 0)), ElementsAre(IdrRule::kRilMandatory));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR3, "BBML">(v2, 0)), ElementsAre(IdrRule::kBbmlMandatory));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR3, "FWB">(v2, 0)), ElementsAre(IdrRule::kFwbMandatory));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR0, "Hyp">(v2, 0)), ElementsAre(IdrRule::kHypMandatory));
  const RegisterImage v1 = UsualSmmu(1);
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR3, "HAD">(v1, 0)), ElementsAre(IdrRule::kHadMandatory));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR3, "XNX">(v1, 0)), ElementsAre(IdrRule::kXnxMandatory));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR0, "Hyp">(v1, 0)), IsEmpty());
}

TEST(IdrConfig, FeaturesOfTheNextVersionOnly) {
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR3, "RIL">(UsualSmmu(1), 1)), IsEmpty());
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR3, "RIL">(UsualSmmu(0), 1)),
              ElementsAre(IdrRule::kV3p2Feature));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR0, "ATSRECERR">(UsualSmmu(2), 1)), IsEmpty());
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR0, "ATSRECERR">(UsualSmmu(1), 1)),
              ElementsAre(IdrRule::kAtsrecerrVersion));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR5, "DS">(UsualSmmu(2), 1)),
              ElementsAre(IdrRule::kV3p4Feature));
}

TEST(IdrConfig, LargeAddressesNeedSmmuV3p1AndLargeGranules) {
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR5, "OAS">(UsualSmmu(0), 6)),
              ElementsAre(IdrRule::kOasV3p0));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR5, "OAS">(UsualSmmu(1), 6)), IsEmpty());
  const RegisterImage small = Changed<Reg::IDR5, "GRAN64K">(UsualSmmu(1), 0);
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR5, "OAS">(small, 6)), ElementsAre(IdrRule::kOasGranule));
  EXPECT_THAT(IdrProblems(Changed<Reg::IDR5, "VAX">(small, 1)), ElementsAre(IdrRule::kVaxGranule));
}

TEST(IdrConfig, OptionsThatNeedOthers) {
  const RegisterImage no_ats = Changed<Reg::IDR0, "ATS">(UsualSmmu(2), 0);
  EXPECT_THAT(IdrProblems(no_ats), ElementsAre(IdrRule::kPriAts));
  const RegisterImage no_s2 = Changed<Reg::IDR0, "S2P">(UsualSmmu(2), 0);
  EXPECT_THAT(IdrProblems(no_s2), ElementsAre(IdrRule::kHypStages));
  const RegisterImage none = Changed<Reg::IDR0, "S1P">(no_s2, 0);
  EXPECT_THAT(IdrProblems(none), Contains(IdrRule::kNoStage));
}

}  // namespace
}  // namespace quiesce
