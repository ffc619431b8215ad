#include "tools/shard.h"

#include <gtest/gtest.h>

#include <cstring>

namespace quiesce {
namespace {

TEST(Shard, HasEveryTaskOnceAndSharesAddUp) {
  for (std::uint64_t task = 0; task < 100; ++task) {
    unsigned owners = 0;
    for (unsigned i = 0; i < 7; ++i) owners += Shard{i, 7}.Has(task);
    EXPECT_EQ(owners, 1u);
  }
  std::uint64_t sum = 0;
  for (unsigned i = 0; i < 7; ++i) sum += Shard{i, 7}.ShareOf(1000);
  EXPECT_EQ(sum, 1000u);
}

TEST(Shard, IsIndexOfCount) {
  EXPECT_EQ(*ParseShard("2/8"), (Shard{2, 8}));
  for (const char* wrong : {"", "2", "8/8", "-1/8", "a/b", "1/2/3", "0/0"}) {
    EXPECT_FALSE(ParseShard(wrong).ok()) << wrong;
  }
}

bool Is(const char* a, const char* b) { return std::strcmp(a, b) == 0; }

TEST(Shard, FollowsTheJobArray) {
  const auto nothing = ShardOfArray([](const char*) -> const char* { return nullptr; });
  EXPECT_EQ(*nothing, Shard());
  const auto slurm = ShardOfArray([](const char* name) -> const char* {
    if (Is(name, "SLURM_ARRAY_TASK_ID")) return "3";
    if (Is(name, "SLURM_ARRAY_TASK_MIN")) return "1";
    return Is(name, "SLURM_ARRAY_TASK_COUNT") ? "4" : nullptr;
  });
  EXPECT_EQ(*slurm, (Shard{2, 4}));
  const auto indexed = ShardOfArray([](const char* name) -> const char* {
    if (Is(name, "JOB_COMPLETION_INDEX")) return "0";
    return Is(name, "JOB_COMPLETIONS") ? "2" : nullptr;
  });
  EXPECT_EQ(*indexed, (Shard{0, 2}));
  const auto alone = ShardOfArray([](const char* name) -> const char* {
    return Is(name, "JOB_COMPLETION_INDEX") ? "0" : nullptr;
  });
  EXPECT_FALSE(alone.ok()) << "an index without a count";
}

}  // namespace
}  // namespace quiesce
