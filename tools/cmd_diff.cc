#include "tools/cmd_diff.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/strings/str_format.h"
#include "model/driver/variant_fields.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/named_variant.h"

namespace quiesce {
namespace {

struct DiffArguments {
  std::string a, b;
};

}  // namespace

absl::StatusOr<std::string> DiffText(std::string_view a, std::string_view b) {
  const auto first = VariantNamed(a);
  if (!first.ok()) return first.status();
  const auto second = VariantNamed(b);
  if (!second.ok()) return second.status();
  const auto differences = Diff(*first, *second);
  if (differences.empty()) return absl::StrFormat("%s and %s decide alike\n", a, b);
  std::string text = absl::StrFormat("%-36s %-22s %s\n", "", a, b);
  for (const FieldDifference& d : differences) {
    absl::StrAppendFormat(&text, "%-36s %-22s %s\n", d.field, d.a, d.b);
  }
  return text;
}

void AddDiff(CLI::App& app, int& exit_status) {
  CLI::App* diff = app.add_subcommand("diff", "How two versions of the driver differ");
  const auto arguments = std::make_shared<DiffArguments>();
  diff->add_option("A", arguments->a, "a variant or bug, as 'quiesce list variants'")->required();
  diff->add_option("B", arguments->b, "another")->required();
  SetExamples(*diff, {"quiesce diff v6 v7", "quiesce diff bug-14 newest"});
  diff->callback([arguments, &exit_status] {
    const auto text = DiffText(arguments->a, arguments->b);
    if (!text.ok()) {
      std::cerr << "quiesce diff: " << text.status().message() << "\n";
      exit_status = kExitUndecided;
      return;
    }
    std::cout << *text;
    exit_status = kExitExpected;
  });
}

}  // namespace quiesce
