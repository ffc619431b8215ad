// Why a StreamID reaches no STE (C_BAD_STREAMID). IHI 0070 G.b 3.3.1, 5.1, 6.3.25, 7.3.3.
#pragma once

#include <array>
#include <optional>

#include "spec/rules/rule.h"
#include "spec/stream_table.h"

namespace quiesce {

enum class StreamTableRule : std::uint8_t {
  kSidRange,
  kSpanZero,
  kSpanReserved,
  kSpanBeyondSplit,
  kSidBeyondSpan,
};
inline constexpr std::size_t kStreamTableRuleCount = 5;

inline constexpr std::array<RuleSpec, kStreamTableRuleCount> kStreamTableRules = {{
    {"SID-RANGE", "IHI 0070 G.b 6.3.25", "the StreamID is beyond min(LOG2SIZE, SIDSIZE) bits"},
    {"L1STD-SPAN-ZERO", "IHI 0070 G.b 5.1", "the level 1 descriptor has no level 2 array"},
    {"L1STD-SPAN-RESERVED", "IHI 0070 G.b 5.1", "Span is 12 or more, which acts as 0"},
    {"L1STD-SPAN-SPLIT", "IHI 0070 G.b 5.1.1, 6.3.25", "Span is greater than SPLIT + 1"},
    {"L1STD-SID-SPAN", "IHI 0070 G.b 5.1.1", "the StreamID is beyond the level 2 array"},
}};

constexpr const RuleSpec& SpecOf(StreamTableRule r) {
  return kStreamTableRules[static_cast<std::size_t>(r)];
}

/// The rule that precedes any fetch.
template <class D, class Sink>
void StreamIdRules(const StrtabConfig<D>& t, const Bits<D, 32>& sid, Sink& sink) {
  sink(StreamTableRule::kSidRange, !SidInRange(t, sid));
}

/// The rules of a fetched level 1 descriptor, for a StreamID in range.
template <class D, class Sink>
void L1StdRules(const StrtabConfig<D>& t, const L1Std<D>& l1std, const Bits<D, 32>& sid,
                Sink& sink) {
  const Bits<D, 5> span = Get<"Span">(l1std);
  const Bool<D> usable = SpanUsable(t, l1std);
  sink(StreamTableRule::kSpanZero, span == 0);
  sink(StreamTableRule::kSpanReserved, span >= 12);
  sink(StreamTableRule::kSpanBeyondSplit, !usable && span != 0 && span < 12);
  sink(StreamTableRule::kSidBeyondSpan, usable && !SidInSpan(t, l1std, sid));
}

/// Why a concrete StreamID is refused before any fetch, or nothing.
inline std::optional<StreamTableRule> FirstStreamIdViolation(const StrtabConfig<Concrete>& t,
                                                             Bits<Concrete, 32> sid) {
  FirstHit<StreamTableRule> sink;
  StreamIdRules(t, sid, sink);
  return sink.hit();
}

/// Why a concrete StreamID is refused at its level 1 descriptor, or nothing.
inline std::optional<StreamTableRule> FirstL1StdViolation(const StrtabConfig<Concrete>& t,
                                                          const L1Std<Concrete>& l1std,
                                                          Bits<Concrete, 32> sid) {
  FirstHit<StreamTableRule> sink;
  L1StdRules(t, l1std, sid, sink);
  return sink.hit();
}

}  // namespace quiesce
