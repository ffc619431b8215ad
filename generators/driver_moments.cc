#include "generators/driver_moments.h"

#include <algorithm>

#include "model/smmu/fixed_choices.h"
#include "model/world/hand_over_run.h"
#include "spec/registers.h"

namespace quiesce {

class DriverMoments::Noter final : public HandOverObserver {
 public:
  explicit Noter(DriverMoments& to) : to_(to) {}
  void Ended(Bench&) override { over_ = true; }
  void Took(Moment next, const Step& step) override {
    if (over_) return;
    if (const auto* word = std::get_if<MemoryAccess>(&step); word != nullptr && !word->write) {
      to_.reads_.push_back({word->address, next});
    }
    if (const auto* access = std::get_if<RegisterAccess>(&step)) {
      auto& all = access->write ? to_.register_writes_ : to_.register_reads_;
      all.push_back({access->offset, next});
    }
  }

 private:
  DriverMoments& to_;
  bool over_ = false;
};

DriverMoments::DriverMoments(const HandOver& h) {
  FixedChoices choices;
  Noter noter(*this);
  Run(h, choices, &noter);
}

std::optional<Moment> DriverMoments::DrawOf(Prng& p, const std::vector<Access>& all,
                                            std::uint64_t where) {
  const auto count = std::ranges::count(all, where, &Access::where);
  if (count == 0) return std::nullopt;
  std::uint64_t left = p.Below(static_cast<std::uint64_t>(count));
  for (const Access& a : all) {
    if (a.where == where && left-- == 0) return a.next;
  }
  return std::nullopt;
}

std::optional<Moment> DriverMoments::DrawAfterRead(Prng& p, std::uint64_t pa) const {
  return DrawOf(p, reads_, pa & ~std::uint64_t{7});
}

std::optional<Moment> DriverMoments::DrawAfterRead(Prng& p, Reg reg) const {
  return DrawOf(p, register_reads_, SpecOf(reg).offset);
}

std::optional<Moment> DriverMoments::DrawAfterWrite(Prng& p) const {
  constexpr std::uint64_t kLast = 4;  // or the very last
  if (register_writes_.empty()) return std::nullopt;
  std::uint64_t end = register_writes_.size();
  std::uint64_t first = 0;
  if (p.OneIn(2)) {
    // The last ones of the call that some write belongs to.
    const unsigned call = register_writes_[p.Below(end)].next.call;
    while (register_writes_[end - 1].next.call != call) --end;
    first = end - std::min(end, p.OneIn(2) ? 1 : kLast);
  }
  Moment when = register_writes_[first + p.Below(end - first)].next;
  when.step += p.Between(0, 3);
  return when;
}

}  // namespace quiesce
