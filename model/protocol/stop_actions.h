// How the driver lets go: a failed probe, removal, shutdown, and the error handler. Mirrors
// model/driver/smmu_driver.cc, poll.cc and gerror.cc.
#pragma once

#include "model/protocol/reset_actions.h"

namespace quiesce {

template <class D>
void StopActions(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                 ActionSink<D>& to) {
  if (!to.Opens(Within(p, Phase::kGbpaAsked, Phase::kStopped))) return;
  const bool aborts = s.variant.aborts_before_disable;
  Bool<D> resetting(false);
  for (auto i = static_cast<unsigned>(Phase::kGbpaAsked); i <= static_cast<unsigned>(Phase::kFinal);
       ++i) {
    resetting = resetting || In(p, static_cast<Phase>(i));
  }
  const Bool<D> running = In(p, Phase::kLive) || In(p, Phase::kStopped);
  const Clause<D> fails{"a step of the reset failed", resetting && Bool<D>(s.may.failures)};
  const Clause<D> stops{"stopped, or in service failure",
                        running && (Bool<D>(s.may.stops) || SfmActive(p))};
  const Clause<D> gbpa_free{"GBPA.Update is 0", !p.gbpa_update};
  const Clause<D> first{"GBPA comes first", Bool<D>(aborts)};

  to.Add("give up: GBPA.ABORT := 1", Party::kDriver, {fails, first, gbpa_free},
         At(WithGbpaAbort(p, true), Phase::kGbpaGivingUp));
  to.Add("stop: GBPA.ABORT := 1", Party::kDriver, {stops, first, gbpa_free},
         At(WithGbpaAbort(p, true), Phase::kGbpaStopping));

  const Bool<D> waited = !p.gbpa_update || Bool<D>(s.may.failures);
  const Bool<D> at_once = Bool<D>(!aborts) || (p.gbpa_update && Bool<D>(s.may.failures));
  const Protocol<D> off = WithCr0(in, p, Bits<D, kCr0Bits>(0));
  to.Add("give up: CR0 := 0", Party::kDriver,
         {{"due", (In(p, Phase::kGbpaGivingUp) && waited) || (fails.holds && at_once)}},
         At(off, Phase::kGivingUp));
  to.Add("stop: CR0 := 0", Party::kDriver,
         {{"due", (In(p, Phase::kGbpaStopping) && waited) || (stops.holds && at_once)}},
         At(off, Phase::kStopped));

  const Protocol<D> gone = Gone(s, p);
  to.Add("given up", Party::kDriver, {{"giving up", In(p, Phase::kGivingUp)}}, gone);
  to.Add("removed", Party::kDriver,
         {{"stopped", In(p, Phase::kStopped)}, {"for good", Bool<D>(s.may.stops)}}, gone);

  Protocol<D> handled = p;
  const Bits<D, kErrorBits> active = ActiveErrors(p);
  handled.gerrorn = Ite(active != 0, p.gerror, p.gerrorn);
  to.Add("handle errors", Party::kDriver, {{"running", running}}, handled);
}

}  // namespace quiesce
