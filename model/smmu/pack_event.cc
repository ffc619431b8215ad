#include "model/smmu/pack_event.h"

#include <string_view>

#include "spec/events.h"

namespace quiesce {
namespace {

class Packer {
 public:
  explicit Packer(const FormatSpec& format) : format_(format) {}

  /// Address fields take the bits of `value` that they hold.
  void Set(std::string_view name, std::uint64_t value) {
    const FieldSpec* f = FindField(format_, name);
    if (f == nullptr) return;
    const unsigned lo = f->lsb % 64;
    const std::uint64_t mask = MaxValue(f->width) << lo;
    words_[f->lsb / 64] |= f->kind == FieldKind::kAddress ? value & mask : value << lo & mask;
  }
  const std::array<std::uint64_t, 4>& words() const { return words_; }

 private:
  const FormatSpec& format_;
  std::array<std::uint64_t, 4> words_{};
};

/// F_BAD_ATS_TREQ has names of its own for what was asked. 7.3.6.
void SetRequest(Packer& p, const Event& e) {
  p.Set("R", 1);
  p.Set("W", !e.rnw);
  p.Set("X", e.ind);
  p.Set("Priv", e.pnu);
  p.Set("Span", 1);
}

}  // namespace

std::array<std::uint64_t, 4> PackEvent(const Event& e) {
  const EventSpec& spec = SpecOf(e.type);
  Packer p(*spec.format);
  p.Set("Type", spec.code());
  p.Set("StreamID", e.stream_id);
  p.Set("SSV", e.ssv);
  p.Set("SubstreamID", e.substream_id);
  if (e.type == EventType::F_BAD_ATS_TREQ) SetRequest(p, e);
  p.Set("Stall", e.stall);
  p.Set("PnU", e.pnu);
  p.Set("InD", e.ind);
  p.Set("RnW", e.rnw);
  p.Set("S2", e.s2);
  p.Set("CLASS", static_cast<std::uint64_t>(e.event_class));
  p.Set("TTRnW", e.ttrnw && e.event_class == EventClass::kTt);
  p.Set("InputAddr", e.input_address);
  p.Set("IPA", e.ipa);
  p.Set("FetchAddr", e.fetch_address);
  return p.words();
}

}  // namespace quiesce
