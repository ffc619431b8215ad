// StreamIDs and L1STDs written by hand for the stream table rules: for each a change that breaks it
// and no other.
#pragma once

#include "spec/rules/legal_examples.h"
#include "spec/rules/rule_examples.h"
#include "spec/rules/stream_table_rules.h"

namespace quiesce {

/// A 2-level table for 16-bit StreamIDs, SPLIT 8; an L1STD with all 256 STEs. To be changed.
struct StreamTableExample {
  StrtabConfig<Concrete> table{Bool<Concrete>(true), Bits<Concrete, 6>(8), Bits<Concrete, 6>(16),
                               Bits<Concrete, 64>(0x8000'0000)};
  std::uint32_t sid = 0x123;
  unsigned span = 9;
};

template <class Sink>
void StreamRules(const StreamTableExample& e, Sink& sink) {
  const Bits<Concrete, 32> sid(e.sid);
  L1Std<Concrete> l1std;
  Set<"Span">(l1std, e.span);
  StreamIdRules(e.table, sid, sink);
  L1StdRules(e.table, l1std, sid, sink);
}

inline constexpr RuleAlone<StreamTableRule, StreamTableExample> kStreamTableRuleAlone[] = {
    {StreamTableRule::kSidRange, [](StreamTableExample& e) { e.sid = 0x1'0000; }},
    {StreamTableRule::kSpanZero, [](StreamTableExample& e) { e.span = 0; }},
    {StreamTableRule::kSpanReserved, [](StreamTableExample& e) { e.span = 12; }},
    {StreamTableRule::kSpanBeyondSplit, [](StreamTableExample& e) { e.span = 10; }},
    {StreamTableRule::kSidBeyondSpan, [](StreamTableExample& e) { e.span = 6; }},
};

inline constexpr RuleEdge<StreamTableRule, StreamTableExample> kStreamTableRuleEdges[] = {
    {"the last StreamID in range", {}, [](StreamTableExample& e) { e.sid = 0xFFFF; }},
    {"Span of one STE", {}, [](StreamTableExample& e) { e.span = 1, e.sid = 0x100; }},
    {"Span 11 with SPLIT 10",
     {},
     [](StreamTableExample& e) {
       e.table.split = Bits<Concrete, 6>(10);
       e.span = 11;
     }},
    {"Span 11 with SPLIT 8", StreamTableRule::kSpanBeyondSplit,
     [](StreamTableExample& e) { e.span = 11; }},
    {"Span 31", StreamTableRule::kSpanReserved, [](StreamTableExample& e) { e.span = 31; }},
    {"the last STE of a short array", {}, [](StreamTableExample& e) { e.span = 6, e.sid = 0x11F; }},
    {"the first StreamID beyond a short array", StreamTableRule::kSidBeyondSpan,
     [](StreamTableExample& e) { e.span = 6, e.sid = 0x120; }},
};

}  // namespace quiesce
