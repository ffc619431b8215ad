// All judges of a run, each told what it has a method for.
#pragma once

#include <tuple>

#include "model/world/judge/accepts_judge.h"
#include "model/world/judge/balance_judge.h"
#include "model/world/judge/decided_judge.h"
#include "model/world/judge/dma_judges.h"
#include "model/world/judge/ends_judge.h"
#include "model/world/judge/fresh_ids_judge.h"
#include "model/world/judge/hitless_judge.h"
#include "model/world/judge/insert_judge.h"
#include "model/world/judge/live_cds_judge.h"
#include "model/world/judge/live_structures_judge.h"
#include "model/world/judge/next_kernel_judge.h"
#include "model/world/judge/others_judge.h"
#include "model/world/judge/register_judges.h"
#include "model/world/judge/ste_judge.h"
#include "model/world/judge/toss_judge.h"

namespace quiesce {

class Panel {
 public:
  /// Calls `tell` on each judge that it accepts.
  template <class Tell>
  void Each(Tell&& tell) {
    std::apply([&](auto&... judge) { (TellOne(judge, tell), ...); }, judges_);
  }

 private:
  template <class Judge, class Tell>
  static void TellOne(Judge& judge, Tell& tell) {
    if constexpr (requires { tell(judge); }) tell(judge);
  }
  std::tuple<NotAbortedJudge, SamePlaceJudge, NotBypassedJudge, NextKernelJudge, OthersJudge,
             GuardJudge, UpdateProtocolJudge, LiveStructuresJudge, LiveCdsJudge, HitlessJudge,
             SameSteJudge, BalanceJudge, TossJudge, DecidedJudge, FreshIdsJudge, AcceptsJudge,
             EndsJudge, InsertJudge>
      judges_;
};

}  // namespace quiesce
