// Every action of the protocol, evaluated at one state.
#pragma once

#include "model/protocol/device_actions.h"
#include "model/protocol/probe_actions.h"
#include "model/protocol/reset_actions.h"
#include "model/protocol/stop_actions.h"
#include "model/protocol/world_actions.h"

namespace quiesce {

/// The same names in the same order for every state of a setting. `in` is free in each step.
template <class D>
void TellActions(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                 ActionSink<D>& to) {
  if (to.Wants(Party::kDriver)) {
    ProbeActions(s, p, in, to);
    ResetActions(s, p, in, to);
    StopActions(s, p, in, to);
    DeviceActions(s, p, in, to);
  }
  if (to.Wants(Party::kWorld)) WorldActions(s, p, in, to);
}

/// The same, kept.
template <class D>
std::vector<GuardedAction<D>> AllActions(const Setting& s, const Protocol<D>& p,
                                         const ActionInputs<D>& in) {
  GuardedActions<D> to;
  TellActions(s, p, in, to);
  return to.Take();
}

}  // namespace quiesce
