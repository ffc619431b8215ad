#include "reports/case/live_structure.h"

#include <variant>
#include <vector>

#include "absl/strings/str_format.h"
#include "model/smmu/fixed_choices.h"
#include "model/smmu/translate.h"

namespace quiesce {
namespace {

constexpr unsigned kWord = 8;  ///< bytes

struct Place {
  std::string_view name;
  std::uint64_t address;
  unsigned bytes;
};

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// What the step read from memory; nothing of a step that read nothing.
std::optional<Place> PlaceOf(const TraceStep& step) {
  return std::visit(
      Overloaded{
          [](const Fetched<L1Std<Concrete>>& f) {
            return std::optional<Place>({"L1STD", f.address, kWord});
          },
          [](const Fetched<Ste<Concrete>>& f) {
            return std::optional<Place>({"STE", f.address, 8 * kWord});
          },
          [](const Fetched<L1Cd<Concrete>>& f) {
            return std::optional<Place>({"L1CD", f.address, kWord});
          },
          [](const Fetched<Cd<Concrete>>& f) {
            return std::optional<Place>({"CD", f.address, 8 * kWord});
          },
          [](const WalkStep& w) {
            return std::optional<Place>(
                {w.stage == Stage::k1 ? "stage 1 table" : "stage 2 table", w.address, kWord});
          },
          [](const auto&) { return std::optional<Place>(); },
      },
      step);
}

std::string ReadBy(const Bench& bench, Transaction t, std::uint64_t pa) {
  t.ats = AtsKind::kUntranslated;
  TraceObserver trace;
  FixedChoices choices;
  Translate(bench.machine.smmu().view(), t, choices, trace);
  for (const TraceStep& step : trace.steps()) {
    const std::optional<Place> place = PlaceOf(step);
    if (!place || pa < place->address || pa >= place->address + place->bytes) continue;
    const std::string word =
        place->bytes == kWord ? "" : absl::StrFormat(" word %u", (pa - place->address) / kWord);
    return absl::StrFormat("the %s of 0x%x%s", place->name, t.stream_id, word);
  }
  return "";
}

}  // namespace

std::string LiveStructureAt(const Bench& bench, std::uint64_t pa) {
  std::vector<Transaction> transactions;
  for (const HandOverDevice& device : bench.hand_over.devices) {
    transactions.insert(transactions.end(), device.in_flight.begin(), device.in_flight.end());
  }
  for (const DeviceNow& device : bench.devices) {
    if (device.own) transactions.push_back(*device.own);
  }
  for (const Transaction& t : transactions) {
    std::string text = ReadBy(bench, t, pa);
    if (!text.empty()) return text;
  }
  return "";
}

}  // namespace quiesce
