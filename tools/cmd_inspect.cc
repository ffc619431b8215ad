#include "tools/cmd_inspect.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "model/image/load.h"
#include "model/image/text_input.h"
#include "reports/inspect/hazards.h"
#include "reports/inspect/inspect_html.h"
#include "reports/inspect/inspect_json.h"
#include "reports/inspect/inspect_text.h"
#include "reports/inspect/take_over_fates.h"
#include "reports/record/atomic_file.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/inspect_access.h"
#include "tools/named_variant.h"

namespace quiesce {
namespace {

/// "0x90000000+0x4000000".
absl::StatusOr<std::optional<PhysicalRange>> ParseRange(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t plus = text.find('+');
  const auto first = ParseNumber(text.substr(0, plus));
  const auto bytes = plus == std::string::npos ? std::nullopt : ParseNumber(text.substr(plus + 1));
  if (!first || !bytes || *bytes == 0 || *first + (*bytes - 1) < *first) {
    return absl::InvalidArgumentError(
        absl::StrFormat("--next-kernel '%s': say BASE+SIZE, such as 0x90000000+0x4000000", text));
  }
  return PhysicalRange{*first, *bytes};
}

/// The next kernel's own tables lie in its memory, if that is known.
Platform PlatformWith(const std::optional<PhysicalRange>& next_kernel) {
  Platform platform;
  if (next_kernel) platform.l2_pool = *next_kernel;
  return platform;
}

int ShowImage(const LoadedImage& loaded, const Variant& variant,
              const std::optional<PhysicalRange>& next_kernel, const InspectOptions& options,
              std::ostream& out, std::ostream& err) {
  const Platform platform = PlatformWith(next_kernel);
  if (!options.html.empty()) {
    const absl::Status written =
        WriteFileAtomically(options.html, InspectHtml(loaded, variant, platform, next_kernel));
    if (!written.ok()) return InputError(err, written);
  }
  if (options.json) {
    out << InspectJson(loaded, variant, platform, next_kernel);
    return kExitExpected;
  }
  const AdoptDecision decision = DecideAdoption(loaded.image, variant, platform);
  out << "image " << loaded.name << ", " << loaded.regions.size() << " regions of memory\n\n"
      << "registers that are not 0\n"
      << RegistersText(loaded.image.registers) << "\nadoption\n"
      << AdoptionText(decision, variant) << "\nhazards, the worst first"
      << (next_kernel ? "" : "; --next-kernel BASE+SIZE also looks for tables in its memory")
      << "\n"
      << HazardsText(FindHazards(loaded.image, next_kernel))
      << "\ntake-over: what becomes of the DMA that the SMMU lets through now\n"
      << FatesText(FatesOf(loaded.image, platform)) << "\nstreams: DMA without SubstreamID\n"
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
  absl::StatusOr<Variant> variant = VariantNamed(options.variant);
  if (!variant.ok()) return InputError(err, variant.status());
  if (!FindVariant(options.variant)) variant->name = options.variant;
  const auto next_kernel = ParseRange(options.next_kernel);
  if (!next_kernel.ok()) return InputError(err, next_kernel.status());
  return ShowImage(*loaded, *variant, *next_kernel, options, out, err);
}

void AddInspect(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<InspectOptions>();
  CLI::App* inspect = app.add_subcommand(
      "inspect", "What an image means: registers, hazards, each StreamID, who may take it over");
  inspect->add_option("image", options->image, "capture directory, .image file or ELF core")
      ->required();
  inspect->add_option("--registers", options->registers, "register file; an ELF core needs one");
  inspect->add_option("--variant", options->variant, "driver version to ask")
      ->capture_default_str();
  inspect->add_option("--next-kernel", options->next_kernel,
                      "BASE+SIZE of the next kernel's memory, to find tables that lie in it");
  inspect->add_flag("--json", options->json, "registers, adoption, hazards and streams as JSON");
  inspect->add_option("--html", options->html, "file that gets a page with the same, too");
  inspect
      ->add_option("--translate", options->translate,
                   "StreamID:address:R or :W, shown step by step; may be repeated")
      ->allow_extra_args(false);
  inspect->add_option("--expect", options->expect,
                      "rows 'StreamID address R|W result' to hold against the model");
  inspect->add_option("--quirk", options->quirks, "known deviation of whoever gave the rows")
      ->allow_extra_args(false);
  SetExamples(*inspect,
              {"quiesce inspect corpus/captures/linux-6.1-idle.image",
               "quiesce inspect vmcore --registers regs.txt",
               "quiesce inspect IMAGE --next-kernel 0x90000000+0x4000000 --html image.html",
               "quiesce inspect IMAGE --translate 0x8:0xffebba5c:W",
               "quiesce inspect IMAGE --expect trace.tsv"});
  inspect->callback(
      [options, &exit_status] { exit_status = RunInspect(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
