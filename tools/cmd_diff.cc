#include "tools/cmd_diff.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

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
  bool json = false;
};

absl::StatusOr<std::vector<FieldDifference>> Differences(std::string_view a, std::string_view b) {
  const auto first = VariantNamed(a);
  if (!first.ok()) return first.status();
  const auto second = VariantNamed(b);
  if (!second.ok()) return second.status();
  return Diff(*first, *second);
}

}  // namespace

absl::StatusOr<std::string> DiffText(std::string_view a, std::string_view b) {
  const auto differences = Differences(a, b);
  if (!differences.ok()) return differences.status();
  if (differences->empty()) return absl::StrFormat("%s and %s decide alike\n", a, b);
  std::string text = absl::StrFormat("%-36s %-22s %s\n", "", a, b);
  for (const FieldDifference& d : *differences) {
    absl::StrAppendFormat(&text, "%-36s %-22s %s\n", d.field, d.a, d.b);
  }
  return text;
}

absl::StatusOr<std::string> DiffJson(std::string_view a, std::string_view b) {
  const auto differences = Differences(a, b);
  if (!differences.ok()) return differences.status();
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const FieldDifference& d : *differences) {
    list.push_back({{"field", d.field}, {"a", d.a}, {"b", d.b}});
  }
  const nlohmann::ordered_json json = {{"a", a}, {"b", b}, {"differences", std::move(list)}};
  return json.dump(2) + "\n";
}

void AddDiff(CLI::App& app, int& exit_status) {
  CLI::App* diff = app.add_subcommand("diff", "How two versions of the driver differ");
  const auto arguments = std::make_shared<DiffArguments>();
  diff->add_option("A", arguments->a,
                   "a variant or bug of 'quiesce list variants'; ,FIELD=VALUE changes it")
      ->required();
  diff->add_option("B", arguments->b, "another")->required();
  diff->add_flag("--json", arguments->json, "as JSON");
  SetExamples(*diff, {"quiesce diff v6 v7", "quiesce diff bug-14 newest --json"});
  diff->callback([arguments, &exit_status] {
    const auto text = (arguments->json ? DiffJson : DiffText)(arguments->a, arguments->b);
    if (!text.ok()) {
      exit_status = InputError(std::cerr, text.status());
      return;
    }
    std::cout << *text;
    exit_status = kExitExpected;
  });
}

}  // namespace quiesce
