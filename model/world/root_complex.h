// The PCIe side of the SMMU: what it is told of ATS and PRI.
#pragma once

#include <vector>

#include "model/smmu/queue/invalidation.h"

namespace quiesce {

/// Endpoints answer every invalidation before the next CMD_SYNC, or, once told to fail, none in
/// time. What an endpoint's ATC holds is for the endpoint to know.
class RootComplex : public AtsPort {
 public:
  void Invalidate(const AtcInvalidation& invalidation) override {
    invalidations_.push_back(invalidation);
    ++outstanding_;
  }
  bool AwaitInvalidations() override {
    const bool answered = outstanding_ == 0 || !endpoints_fail_;
    outstanding_ = 0;
    return answered;
  }
  void Respond(const PrgResponse& response) override { responses_.push_back(response); }

  void FailEndpoints(bool fail) { endpoints_fail_ = fail; }
  void Forget() {
    invalidations_.clear();
    responses_.clear();
    outstanding_ = 0;
    endpoints_fail_ = false;
  }

  const std::vector<AtcInvalidation>& invalidations() const { return invalidations_; }
  const std::vector<PrgResponse>& responses() const { return responses_; }

 private:
  std::vector<AtcInvalidation> invalidations_;  ///< all that were asked for, in order
  std::vector<PrgResponse> responses_;          ///< by CMD_PRI_RESP and automatic ones
  unsigned outstanding_ = 0;
  bool endpoints_fail_ = false;
};

}  // namespace quiesce
