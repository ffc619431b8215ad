// Runs a RapidCheck property inside a GoogleTest case: with its own number of cases, with a seed
// that depends on the test's name, and with both in the failure text. RC_PARAMS works as usual
// (seed, max_success, noshrink, reproduce), but without a seed in it the seed is 1, not random: a
// test gives the same answer each time.
#pragma once

// GoogleTest must come first: rapidcheck/gtest.h does not include it.
#include <gtest/gtest.h>
// clang-format off
#include <rapidcheck/gtest.h>
// clang-format on

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "generators/prng.h"

namespace quiesce {

struct PropertyRun {
  int cases = 5000;  ///< at least; a larger max_success in RC_PARAMS wins
};

inline std::uint64_t RunSeed() {
  const char* params = std::getenv("RC_PARAMS");
  const bool given =
      params != nullptr && std::string_view(params).find("seed=") != std::string::npos;
  return given ? rc::detail::configuration().testParams.seed : 1;
}

template <class Property>
void CheckProperty(const PropertyRun& run, Property&& property) {
  const testing::TestInfo& info = *testing::UnitTest::GetInstance()->current_test_info();
  rc::detail::TestMetadata metadata;
  metadata.id = std::string(info.test_suite_name()) + "/" + info.name();
  metadata.description = info.name();
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = std::max(params.maxSuccess, run.cases);
  const std::uint64_t run_seed = RunSeed();
  params.seed = CaseSeed(run_seed, metadata.id, 0);
  const rc::detail::TestResult result =
      rc::detail::checkTestable(std::forward<Property>(property), metadata, params);
  testing::Test::RecordProperty("seed", std::to_string(run_seed));
  if (result.is<rc::detail::SuccessResult>()) return;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  FAIL() << text.str() << "\nRun it again: RC_PARAMS=seed=" << run_seed << " ctest --preset dev -R "
         << info.name();
}

}  // namespace quiesce
