#include "properties/sampled/stream_census.h"

#include <algorithm>

#include "spec/stream_table.h"

namespace quiesce {
namespace {

constexpr unsigned kMaxSidBits = 25;

class Counter {
 public:
  explicit Counter(const Image& image)
      : memory_(image.memory),
        caps_(CapsOf(image.registers)),
        table_(DecodeStrtab<Concrete>(image.registers.Get<Reg::STRTAB_BASE>(),
                                      image.registers.Get<Reg::STRTAB_BASE_CFG>(), caps_)),
        sid_bits_(std::min<unsigned>(static_cast<unsigned>(table_.sid_bits.raw()), kMaxSidBits)) {}

  StreamCensus Run() {
    const std::uint64_t streams = std::uint64_t{1} << sid_bits_;
    if (!table_.two_level) {
      CountStes(table_.base.raw(), 0, streams);
    } else {
      const std::uint64_t step = std::uint64_t{1} << table_.split.raw();
      for (std::uint64_t sid = 0; sid < streams; sid += step) CountL1(sid, streams);
    }
    census_.without_ste =
        streams - census_.translate - census_.bypass - census_.abort - census_.invalid;
    return std::move(census_);
  }

 private:
  void CountL1(std::uint64_t first_sid, std::uint64_t streams) {
    const Bits<Concrete, 32> sid(first_sid);
    const L1Std<Concrete> l1std(
        Bits<Concrete, 64>(memory_.Read64(L1StdAddress(table_, sid).raw()).value));
    if (!SpanUsable(table_, l1std)) return;
    const std::uint64_t stes = std::uint64_t{1} << (Get<"Span">(l1std).raw() - 1);
    CountStes(L2Base(l1std, caps_).raw(), first_sid, std::min(stes, streams - first_sid));
  }

  void CountStes(std::uint64_t base, std::uint64_t first_sid, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      if (const std::uint64_t* words = memory_.Line(base + 64 * i)) Count(words, first_sid + i);
    }
  }

  void Count(const std::uint64_t* words, std::uint64_t sid) {
    Ste<Concrete> ste;
    ste.word(0) = Bits<Concrete, 64>(words[0]);
    const std::uint64_t config = Get<"Config">(ste).raw();
    if (!Is<"V">(ste)) {
      ++census_.invalid;
    } else if (config < 4) {
      ++census_.abort;
    } else {
      ++(config == 4 ? census_.bypass : census_.translate);
      census_.active.push_back(static_cast<std::uint32_t>(sid));
    }
  }

  const SparseMemory& memory_;
  Caps<Concrete> caps_;
  StrtabConfig<Concrete> table_;
  unsigned sid_bits_;
  StreamCensus census_;
};

}  // namespace

StreamCensus CountStreams(const Image& image) { return Counter(image).Run(); }

}  // namespace quiesce
