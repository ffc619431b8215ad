#include "generators/system.h"

namespace quiesce {

HandOver InMachine(const Scenario& scenario) {
  HandOver h;
  h.crashed = scenario;
  h.map.Add(Owner::kCrashedKernel, kCrashedRam);
  h.map.Add(Owner::kNextKernel, kNextRam);
  h.map.Add(Owner::kSmmu, kSmmuRegisters);
  h.pool = kPool;
  h.config.max_queue_log2 = 8;
  h.config.platform.system_ram = {kNextRam};
  return h;
}

}  // namespace quiesce
