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
std::vector<GuardedAction<D>> AllActions(const Setting& s, const Protocol<D>& p,
                                         const ActionInputs<D>& in) {
  GuardedActions<D> to;
  ProbeActions(s, p, in, to);
  ResetActions(s, p, in, to);
  StopActions(s, p, in, to);
  DeviceActions(s, p, to);
  WorldActions(s, p, in, to);
  return to.all();
}

}  // namespace quiesce
