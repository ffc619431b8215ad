#include "model/smmu/mmio/idr_config.h"

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

IdRegisters<Concrete> IdRegistersOf(const RegisterImage& r) {
  return {r.Get<Reg::IDR0>(), r.Get<Reg::IDR1>(), r.Get<Reg::IDR3>(), r.Get<Reg::IDR5>(),
          r.Get<Reg::AIDR>()};
}

}  // namespace

std::vector<IdrRule> IdrProblems(const RegisterImage& registers) {
  std::vector<IdrRule> broken;
  auto sink = [&](IdrRule rule, Bool<Concrete> hit) {
    if (hit) broken.push_back(rule);
  };
  CheckIdr(IdRegistersOf(registers), sink);
  return broken;
}

absl::Status ValidateIdr(const RegisterImage& registers) {
  FirstHit<IdrRule> first;
  CheckIdr(IdRegistersOf(registers), first);
  if (!first.hit()) return absl::OkStatus();
  const RuleSpec& rule = SpecOf(*first.hit());
  return absl::InvalidArgumentError(
      absl::StrFormat("%s (%s, %s)", rule.text, rule.source, rule.id));
}

}  // namespace quiesce
