#include "model/smmu/queue/stall_table.h"

#include <algorithm>
#include <utility>

namespace quiesce {
namespace {

StallAnswer AnswerOf(const Resume& r) {
  if (r.retry) return StallAnswer::kRetry;
  return r.abort ? StallAnswer::kAbort : StallAnswer::kRazWi;
}

}  // namespace

bool StallTable::Holds(std::uint16_t stag) const {
  return std::ranges::any_of(outstanding_, [&](const Stall& s) { return s.stag == stag; });
}

bool StallTable::IsRecorded(std::uint16_t stag) const {
  return std::ranges::any_of(outstanding_,
                             [&](const Stall& s) { return s.stag == stag && s.recorded; });
}

std::uint16_t StallTable::FreeStag() const {
  std::uint16_t stag = 0;
  while (Holds(stag)) ++stag;
  return stag;
}

bool StallTable::HasRoom() const {
  const auto records =
      std::ranges::count_if(outstanding_, [](const Stall& s) { return !s.duplicate_of; });
  return records < static_cast<std::ptrdiff_t>(stall_max_);
}

std::optional<std::uint16_t> StallTable::Add(std::uint32_t stream_id) {
  if (!HasRoom()) return std::nullopt;
  const std::uint16_t stag = FreeStag();
  outstanding_.push_back({stream_id, stag, false, std::nullopt});
  return stag;
}

std::uint16_t StallTable::AddDuplicate(std::uint32_t stream_id, std::uint16_t original) {
  const std::uint16_t stag = FreeStag();
  outstanding_.push_back({stream_id, stag, false, original});
  return stag;
}

void StallTable::MarkRecorded(std::uint16_t stag) {
  for (Stall& s : outstanding_) {
    if (s.stag == stag) s.recorded = true;
  }
}

void StallTable::Apply(const Resume& resume, Choices& choices) {
  const auto it = std::ranges::find_if(outstanding_, [&](const Stall& s) {
    return s.stag == resume.stag && s.stream_id == resume.stream_id;
  });
  if (it == outstanding_.end()) return ReconsiderAnswered(resume, AnswerOf(resume), choices);
  if (!it->recorded && choices.Pick(ChoicePoint::kResumeUnmatched, 2) == 0) return;
  Answer(static_cast<std::size_t>(it - outstanding_.begin()), AnswerOf(resume));
  RetryDuplicatesOf(resume.stag);
}

/// CU-28: a transaction that was answered before and is still in the SMMU.
void StallTable::ReconsiderAnswered(const Resume& resume, StallAnswer answer, Choices& choices) {
  for (AnsweredStall& a : answered_) {
    if (a.stall.stag != resume.stag || a.stall.stream_id != resume.stream_id) continue;
    if (choices.Pick(ChoicePoint::kResumeUnmatched, 2) == 1) a.answer = answer;
    return;
  }
}

void StallTable::Answer(std::size_t index, StallAnswer answer) {
  answered_.push_back({outstanding_[index], answer});
  outstanding_.erase(outstanding_.begin() + static_cast<std::ptrdiff_t>(index));
}

void StallTable::RetryDuplicatesOf(std::uint16_t stag) {
  for (std::size_t i = 0; i < outstanding_.size();) {
    if (outstanding_[i].duplicate_of == stag) {
      Answer(i, StallAnswer::kRetry);
    } else {
      ++i;
    }
  }
}

void StallTable::Apply(const StallTerm& term) {
  for (std::size_t i = 0; i < outstanding_.size();) {
    if (outstanding_[i].stream_id == term.stream_id) {
      Answer(i, StallAnswer::kAbort);
    } else {
      ++i;
    }
  }
  for (AnsweredStall& a : answered_) {
    if (a.stall.stream_id == term.stream_id) a.answer = StallAnswer::kAbort;
  }
}

void StallTable::Retry(std::uint16_t stag) {
  const auto it = std::ranges::find(outstanding_, stag, &Stall::stag);
  if (it == outstanding_.end()) return;
  Answer(static_cast<std::size_t>(it - outstanding_.begin()), StallAnswer::kRetry);
  RetryDuplicatesOf(stag);
}

void StallTable::TerminateAll() {
  while (!outstanding_.empty()) Answer(0, StallAnswer::kAbort);
  for (AnsweredStall& a : answered_) a.answer = StallAnswer::kAbort;
}

std::optional<AnsweredStall> StallTable::TakeFirstAnswered() {
  if (answered_.empty()) return std::nullopt;
  const AnsweredStall first = answered_.front();
  answered_.erase(answered_.begin());
  return first;
}

std::vector<AnsweredStall> StallTable::TakeAnswered() { return std::exchange(answered_, {}); }

}  // namespace quiesce
