#include "reports/decode/encode.h"

#include <absl/strings/str_format.h>
#include <gtest/gtest.h>

#include <random>

#include "reports/decode/decode.h"
#include "reports/decode/kinds.h"
#include "spec/registers.h"
#include "spec/stream_formats.h"

namespace quiesce {
namespace {

using Words = std::vector<std::uint64_t>;

std::string ErrorOf(const FormatSpec& format, std::vector<std::string> assignments) {
  return std::string(EncodeFields(format, assignments).status().message());
}

TEST(Encode, NumbersNamesAndAddresses) {
  const std::vector<std::string> ste = {"v=1", "CONFIG = stage 1", "S1ContextPtr=0x12345640",
                                        "S1CDMax=0b101", "EATS=2"};
  const auto words = EncodeFields(kSteFormat, ste);
  ASSERT_TRUE(words.ok()) << words.status();
  EXPECT_EQ(*words, (Words{0x2800'0000'1234'564B, 0x2000'0000, 0, 0, 0, 0, 0, 0}));
}

TEST(Encode, NamesOfValuesAsPeopleTypeThem) {
  for (const char* config : {"config=s1", "Config=stage1", "CONFIG=Stage 1", "config=5"}) {
    const auto words = EncodeFields(kSteFormat, std::vector<std::string>{config});
    ASSERT_TRUE(words.ok()) << words.status();
    EXPECT_EQ((*words)[0], 5u << 1) << config;
  }
  const auto both = EncodeFields(kSteFormat, std::vector<std::string>{"config=s1+s2"});
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ((*both)[0], 7u << 1);
}

TEST(Encode, ErrorsNameTheField) {
  EXPECT_EQ(ErrorOf(kCR2, {"E2E=1"}),
            "CR2.E2E: no such field; it has E2H, RECINVSID, PTM, REC_CFG_ATS");
  EXPECT_EQ(ErrorOf(kSteFormat, {"Config=8"}), "STE.Config: 8 does not fit 3 bits");
  EXPECT_EQ(ErrorOf(kSteFormat, {"S1DSS=substream"}),
            "STE.S1DSS: 'substream' is neither a number nor a name of a value; they are 0 "
            "'terminate', 1 'bypass stage 1', 2 'use CD 0', 3 'reserved, as terminate'");
  EXPECT_EQ(ErrorOf(kSteFormat, {"S1ContextPtr=0x1020"}),
            "STE.S1ContextPtr: 0x1020 has bits outside address bits [51:6]");
  EXPECT_EQ(ErrorOf(kSteFormat, {"V=1", "v=0"}), "STE.V: given twice");
  EXPECT_EQ(ErrorOf(kSteFormat, {"V"}), "STE.V: no value; write it as Field=value");
  EXPECT_EQ(ErrorOf(kSteFormat, {"V="}),
            "STE.V: '' is neither a number nor a name of a value; they are 0 'invalid', 1 'valid'");
}

/// The assignments that give back what was decoded.
std::vector<std::string> Assignments(const Decoded& decoded) {
  std::vector<std::string> assignments;
  for (const DecodedField& f : decoded.fields) {
    assignments.push_back(absl::StrFormat("%s=0x%x", f.spec.name, f.value));
  }
  return assignments;
}

Words WithoutReserved(Words words, const Decoded& decoded) {
  for (const ReservedBits& r : decoded.reserved) {
    for (unsigned bit = r.lsb; bit <= r.msb; ++bit) words[bit / 64] &= ~(1ull << (bit % 64));
  }
  return words;
}

TEST(Encode, GivesBackWhatWasDecodedInEveryFormat) {
  std::mt19937_64 random(7);
  for (const FormatSpec* format : AllFormats()) {
    for (int i = 0; i < 50; ++i) {
      Words words(WordCount(*format));
      for (std::uint64_t& w : words) w = format->bits == 32 ? random() >> 32 : random();
      const Decoded decoded = Decode(*format, words);
      const auto again = EncodeFields(*format, Assignments(decoded));
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_EQ(*again, WithoutReserved(words, decoded)) << format->name;
    }
  }
}

TEST(Encode, EveryNameOfAValueMeansTheFirstValueOfThatName) {
  for (const FormatSpec* format : AllFormats()) {
    for (const FieldSpec& f : format->fields) {
      for (const ValueSpec& v : f.values) {
        const std::vector<std::string> one = {absl::StrFormat("%s=%s", f.name, v.name)};
        const auto words = EncodeFields(*format, one);
        ASSERT_TRUE(words.ok()) << words.status();
        const Decoded decoded = Decode(*format, *words);
        const auto it = std::find_if(decoded.fields.begin(), decoded.fields.end(),
                                     [&](const DecodedField& d) { return d.spec.name == f.name; });
        EXPECT_EQ(it->meaning.substr(0, v.name.size()), v.name) << format->name << "." << f.name;
      }
    }
  }
}

}  // namespace
}  // namespace quiesce
