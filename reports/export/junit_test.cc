#include "reports/export/junit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/record/record_fixture.h"
#include "reports/testing/golden.h"

namespace quiesce {
namespace {

TEST(JUnit, Golden) { ExpectGolden("record.junit.xml", ToJUnit(FullRecord(), FullEnvironment())); }

TEST(JUnit, AnUnexpectedViolationIsAFailure) {
  RunRecord r;
  r.properties = FullProperties();
  r.properties[1].expected = Result::kPassed;
  const std::string xml = ToJUnit(r, {{}, {}, {}, {{"same, driver v7", 2.25}}});
  EXPECT_THAT(xml, testing::HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""));
  EXPECT_THAT(
      xml,
      testing::HasSubstr(
          "    <testcase classname=\"quiesce.QZ-02.v7\" name=\"same, driver v7\" time=\"2.250\">\n"
          "      <failure type=\"Violated\" message=\"StreamID 0x100 &lt;b&gt;&amp;\">"
          "An adopted table translates as before.\nexpected Passed, got Violated\n"
          "reproduce: quiesce check --seed 1</failure>\n    </testcase>\n"));
}

TEST(JUnit, EmptyRecord) {
  EXPECT_EQ(ToJUnit(RunRecord(), Environment()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"quiesce \" tests=\"0\" "
            "failures=\"0\" errors=\"0\" skipped=\"0\">\n</testsuites>\n");
}

}  // namespace
}  // namespace quiesce
