// What one translation costs, without caches and with warm ones: `translate_bench`.
#include <benchmark/benchmark.h>

#include "model/smmu/cache/warm.h"
#include "model/smmu/fixed_choices.h"
#include "model/smmu/testing/table_builder.h"
#include "model/smmu/translate.h"

namespace quiesce {
namespace {

using testing::TableBuilder;
using C = Concrete;

constexpr testing::Tables kStage1Tables{testing::kStage1Root};
constexpr testing::Tables kStage2Tables{testing::kStage2Root};
constexpr unsigned kPages = 512;
constexpr std::uint64_t kFirstVa = 0x7F00'0000'0000;

/// A 2-level stream table, SPLIT 8, with this STE for StreamID 0x105.
void PutTwoLevel(TableBuilder& b, const Ste<C>& ste) {
  constexpr std::uint64_t kLevel2 = 0x1010'0000;
  auto cfg = With<"FMT">(With<"SPLIT">(RegisterRecord<C, Reg::STRTAB_BASE_CFG>(), 8), 1);
  b.registers().Put<Reg::STRTAB_BASE_CFG>(With<"LOG2SIZE">(cfg, 16));
  const auto l1std = WithAddr<"L2Ptr">(With<"Span">(L1Std<C>(), 9), Bits<C, 64>(kLevel2));
  b.PutRecord(testing::kStreamTable + 8, l1std);
  b.PutRecord(kLevel2 + 5 * 64, ste);
}

void MapPages(TableBuilder& b) {
  b.PutCd(testing::kCdTable, testing::DefaultCd());
  for (unsigned i = 0; i < kPages; ++i) {
    b.Map(kStage1Tables, {.input = kFirstVa + i * 0x1000,
                          .output = 0x4000'0000 + i * 0x1000,
                          .attributes = testing::kStage1Page});
  }
}

void RunTranslations(benchmark::State& state, const Image& image) {
  const SmmuView smmu = View(image);
  FixedChoices choices;
  NoObserver observer;
  Transaction t{.stream_id = 0x105};
  std::uint64_t completed = 0;
  unsigned page = 0;
  for (auto _ : state) {
    t.address = kFirstVa + (page++ % kPages) * 0x1000;
    const Outcome outcome = Translate(smmu, t, choices, observer);
    completed += outcome.verdict == Verdict::kComplete;
    benchmark::DoNotOptimize(completed);
  }
  if (completed != static_cast<std::uint64_t>(state.iterations()))
    state.SkipWithError("a translation did not complete");
}

/// L1STD, STE and its rules, CD and its rules, four levels of stage 1.
void UncachedStage1(benchmark::State& state) {
  TableBuilder b;
  PutTwoLevel(b, testing::Stage1Ste());
  MapPages(b);
  RunTranslations(state, b.image());
}
BENCHMARK(UncachedStage1);

/// The same under four levels of stage 2: 29 descriptors.
void UncachedNested(benchmark::State& state) {
  TableBuilder b;
  PutTwoLevel(b, testing::NestedSte());
  MapPages(b);
  b.MapIdentity(kStage2Tables, testing::kCdTable, 0x1000);
  b.MapIdentity(kStage2Tables, testing::kStage1Root, 0x1000);
  b.MapIdentity(kStage2Tables, 0x1800'0000, 0x20'0000);
  b.MapIdentity(kStage2Tables, 0x4000'0000, kPages * 0x1000);
  RunTranslations(state, b.image());
}
BENCHMARK(UncachedNested);

/// The tables of UncachedStage1, each page read once before.
void WarmTlbHit(benchmark::State& state) {
  TableBuilder b;
  PutTwoLevel(b, testing::Stage1Ste());
  MapPages(b);
  Caches caches({.tlb = kPages});
  WarmSmmu smmu(View(b.image()), caches);
  FixedChoices choices;
  Transaction t{.stream_id = 0x105};
  std::uint64_t completed = 0;
  unsigned page = 0;
  const auto translate = [&] {
    t.address = kFirstVa + (page++ % kPages) * 0x1000;
    Outcome outcome = smmu.Translate(t, choices);
    completed += outcome.verdict == Verdict::kComplete;
    benchmark::DoNotOptimize(outcome);
  };
  for (unsigned i = 0; i < kPages; ++i) translate();
  completed = 0;
  for (auto _ : state) translate();
  if (completed != static_cast<std::uint64_t>(state.iterations()))
    state.SkipWithError("a translation did not complete");
}
BENCHMARK(WarmTlbHit);

void SteLegality(benchmark::State& state) {
  const Image image = TableBuilder().image();
  const SmmuView smmu = View(image);
  FixedChoices choices;
  NoObserver observer;
  const Transaction t;
  Context<NoObserver> ctx{smmu, t, choices, observer, Incoming(t)};
  Ste<C> ste = testing::NestedSte();
  for (auto _ : state) {
    benchmark::DoNotOptimize(ste);
    benchmark::DoNotOptimize(CheckSteRules(ctx, ste).has_value());
  }
}
BENCHMARK(SteLegality);

void TwoLevelLookup(benchmark::State& state) {
  TableBuilder b;
  PutTwoLevel(b, testing::Stage1Ste());
  const SmmuView smmu = View(b.image());
  FixedChoices choices;
  NoObserver observer;
  const Transaction t{.stream_id = 0x105};
  Context<NoObserver> ctx{smmu, t, choices, observer, Incoming(t)};
  for (auto _ : state) benchmark::DoNotOptimize(FetchSte(ctx));
}
BENCHMARK(TwoLevelLookup);

}  // namespace
}  // namespace quiesce

BENCHMARK_MAIN();
