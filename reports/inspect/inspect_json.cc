#include "reports/inspect/inspect_json.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"
#include "model/driver/adopt.h"
#include "model/smmu/fixed_choices.h"
#include "reports/inspect/fields_text.h"
#include "reports/inspect/hazards.h"
#include "reports/inspect/stream_summary.h"
#include "reports/inspect/take_over_fates.h"

namespace quiesce {
namespace {

using Json = nlohmann::ordered_json;

Json Registers(const RegisterImage& registers) {
  Json list = Json::array();
  for (const RegisterSpec& spec : kRegisters) {
    const std::uint64_t value = registers.Read(*RegisterNamed(spec.name()));
    list.push_back({{"name", spec.name()},
                    {"value", absl::StrFormat("0x%x", value)},
                    {"fields", FieldsText(*spec.format, {&value, 1})}});
  }
  return list;
}

Json Hazards(const std::vector<Hazard>& hazards) {
  Json list = Json::array();
  for (const Hazard& h : hazards) {
    const HazardSpec& spec = SpecOf(h.kind);
    list.push_back({{"id", spec.id},
                    {"rank", NameOf(spec.rank)},
                    {"text", spec.text},
                    {"source", spec.source},
                    {"where", h.where}});
  }
  return list;
}

Json Streams(const Image& image) {
  Json list = Json::array();
  FixedChoices choices;
  for (const StreamRun& run : SummarizeStreams(View(image), choices)) {
    list.push_back({{"first", run.first}, {"last", run.last}, {"text", run.summary.text}});
  }
  return list;
}

Json FateRuns(const Fates& fates) {
  Json list = Json::array();
  for (const FateRun& run : fates) {
    list.push_back(
        {{"first", run.first}, {"last", run.last}, {"fate", NameOf(run.fate)}, {"text", run.text}});
  }
  return list;
}

Json TakeOvers(const std::vector<TakeOverFates>& fates) {
  Json list = Json::array();
  for (const TakeOverFates& f : fates) {
    list.push_back({{"kind", f.kind},
                    {"name", f.name},
                    {"outcome", f.outcome},
                    {"after_reset", FateRuns(f.reset)},
                    {"devices_probed", FateRuns(f.probed)}});
  }
  return list;
}

}  // namespace

std::string InspectJson(const LoadedImage& loaded, const Variant& variant, const Platform& platform,
                        const std::optional<PhysicalRange>& next_kernel) {
  const AdoptDecision decision = DecideAdoption(loaded.image, variant, platform);
  const Json json = {{"image", loaded.name},
                     {"registers", Registers(loaded.image.registers)},
                     {"adoption",
                      {{"variant", variant.name},
                       {"adopted", decision.kind == AdoptKind::kAdopted},
                       {"decision", Describe(decision)}}},
                     {"hazards", Hazards(FindHazards(loaded.image, next_kernel))},
                     {"streams", Streams(loaded.image)},
                     {"take_overs", TakeOvers(FatesOf(loaded.image, platform))}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace quiesce
