#include "tools/cmd_inspect.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "model/image/load.h"
#include "reports/inspect/inspect_text.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/inspect_access.h"

namespace quiesce {
namespace {

std::string VariantNames() {
  std::string names;
  for (const Variant& v : kNamedVariants) absl::StrAppendFormat(&names, " %s", v.name);
  return names + ", and newest";
}

int ShowImage(const LoadedImage& loaded, const Variant& variant, std::ostream& out) {
  const Platform platform;
  const AdoptDecision decision = DecideAdoption(loaded.image, variant, platform);
  out << "image " << loaded.name << ", " << loaded.regions.size() << " regions of memory\n\n"
      << "registers that are not 0\n"
      << RegistersText(loaded.image.registers) << "\nadoption\n"
      << AdoptionText(decision, variant) << "\nstreams: DMA without SubstreamID\n"
      << StreamsText(loaded.image, decision, variant, platform);
  return kExitExpected;
}

}  // namespace

int RunInspect(const InspectOptions& options, std::ostream& out, std::ostream& err) {
  const absl::StatusOr<LoadedImage> loaded = LoadImage(options.image, options.registers);
  if (!loaded.ok()) return InputError(err, loaded.status());
  if (options.expect) return CompareRows(loaded->image, *options.expect, options.quirks, out, err);
  if (!options.translate.empty()) {
    return ShowTranslations(loaded->image, options.translate, out, err);
  }
  const std::optional<Variant> variant = FindVariant(options.variant);
  if (!variant) {
    return InputError(
        err, absl::InvalidArgumentError(absl::StrFormat("--variant '%s' is not known; known are:%s",
                                                        options.variant, VariantNames())));
  }
  return ShowImage(*loaded, *variant, out);
}

void AddInspect(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<InspectOptions>();
  CLI::App* inspect = app.add_subcommand(
      "inspect", "What an image means: registers, adoption, each StreamID, single translations");
  inspect->add_option("image", options->image, "capture directory, .image file or ELF core")
      ->required();
  inspect->add_option("--registers", options->registers, "register file; an ELF core needs one");
  inspect->add_option("--variant", options->variant, "driver version to ask")
      ->capture_default_str();
  inspect
      ->add_option("--translate", options->translate,
                   "StreamID:address:R or :W, shown step by step; may be repeated")
      ->allow_extra_args(false);
  inspect->add_option("--expect", options->expect,
                      "rows 'StreamID address R|W result' to hold against the model");
  inspect->add_option("--quirk", options->quirks, "known deviation of whoever gave the rows")
      ->allow_extra_args(false);
  SetExamples(*inspect, {"quiesce inspect corpus/captures/linux-6.1-idle.image",
                         "quiesce inspect vmcore --registers regs.txt",
                         "quiesce inspect IMAGE --translate 0x8:0xffebba5c:W",
                         "quiesce inspect IMAGE --expect trace.tsv"});
  inspect->callback(
      [options, &exit_status] { exit_status = RunInspect(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
