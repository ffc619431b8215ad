// What a run of a case changes in registers and structures.
#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "reports/case/hand_over_case.h"
#include "reports/finding/finding_steps.h"
#include "reports/inspect/fields_text.h"
#include "spec/registers.h"

namespace quiesce {
namespace {

/// The last value of every register and word that the driver wrote.
class LastValues final : public HandOverObserver {
 public:
  void Ended(Bench&) override { ended_ = true; }
  void Took(Moment, const Step& step) override {
    if (ended_) return;
    if (const auto* access = std::get_if<RegisterAccess>(&step); access && access->write) {
      const auto half = RegisterAt(access->offset);
      if (half && !half->high) registers[half->reg] = access->value;
    }
    if (const auto* access = std::get_if<MemoryAccess>(&step); access && access->write) {
      words[access->address] = access->value;
    }
  }

  std::map<Reg, std::uint64_t> registers;
  std::map<std::uint64_t, std::uint64_t> words;

 private:
  bool ended_ = false;
};

void AppendRegister(const Case& c, Reg reg, std::uint64_t after, std::vector<Change>& changes) {
  const std::uint64_t before = c.registers.Read(reg);
  if (before == after) return;
  const FormatSpec& format = *SpecOf(reg).format;
  changes.push_back({std::string(format.name), FieldsText(format, std::span(&before, 1)),
                     FieldsText(format, std::span(&after, 1))});
}

/// Each of the item's structures that was stored into.
void AppendStructures(const MemoryItem& item, const LastValues& last,
                      std::vector<Change>& changes) {
  const std::uint64_t bytes = 8 * item.words.size();
  const std::uint64_t end = item.address + bytes * item.count;
  for (auto w = last.words.lower_bound(item.address); w != last.words.end() && w->first < end;) {
    const std::uint64_t start = item.address + (w->first - item.address) / bytes * bytes;
    std::vector<std::uint64_t> after = item.words;
    for (; w != last.words.end() && w->first < start + bytes; ++w) {
      after[(w->first - start) / 8] = w->second;
    }
    if (after == item.words) continue;
    changes.push_back({absl::StrFormat("%s @0x%x", item.format->name, start),
                       FieldsText(*item.format, item.words), FieldsText(*item.format, after)});
  }
}

}  // namespace

std::vector<Change> ChangesOfCase(const Case& c) {
  std::vector<Change> changes;
  if (!c.hand_over) return changes;
  LastValues last;
  RunHandOver(c, &last);
  for (const auto& [reg, value] : last.registers) AppendRegister(c, reg, value, changes);
  for (const MemoryItem& item : c.memory) {
    if (item.format != nullptr) AppendStructures(item, last, changes);
  }
  return changes;
}

}  // namespace quiesce
