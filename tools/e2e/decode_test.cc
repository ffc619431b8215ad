// `quiesce decode` as a user runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

TEST(Decode, EventOfAKernelLogAsItStands) {
  const CommandResult r =
      RunQuiesce("decode",
                 "[   13.022210] arm-smmu-v3 arm-smmu-v3.0.auto: event 0x02 received:\n"
                 "[   13.027935] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000010000000002\n"
                 "[   13.034006] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n"
                 "[   13.040077] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n"
                 "[   13.046148] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("C_BAD_STREAMID"));
  EXPECT_THAT(r.out, HasSubstr("StreamID 0x100"));
  EXPECT_THAT(r.out, HasSubstr("the StreamID is outside the stream table"));
}

TEST(Decode, TruncatedEventNamesWhatIsMissing) {
  const CommandResult r = RunQuiesce("decode", "event 0x02 received:\n\t0x0000010000000002\n");
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("4"));
}

}  // namespace
}  // namespace quiesce
