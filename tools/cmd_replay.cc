#include "tools/cmd_replay.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/driver/variant_fields.h"
#include "model/image/text_input.h"
#include "reports/case/case_names.h"
#include "reports/case/case_text.h"
#include "reports/case/case_to_test.h"
#include "reports/case/lemma_case.h"
#include "reports/case/replay.h"
#include "reports/case/replay_json.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/highlight.h"
#include "tools/named_variant.h"

namespace quiesce {
namespace {

int ExitStatusOf(ReplayVerdict verdict) {
  switch (verdict) {
    case ReplayVerdict::kAsExpected:
    case ReplayVerdict::kHeld:
      return kExitExpected;
    case ReplayVerdict::kDiverged:
    case ReplayVerdict::kViolated:
      return kExitViolation;
    case ReplayVerdict::kUndecided:
    case ReplayVerdict::kMismatch:
      break;
  }
  return kExitUndecided;
}

/// A divergence outweighs what could not be decided.
int Worse(int a, int b) {
  if (a == kExitViolation || b == kExitViolation) return kExitViolation;
  return a > b ? a : b;
}

bool AsksWhatIf(const ReplayArguments& a) {
  return a.stop_at || !a.variant.empty() || !a.choices.empty();
}

absl::Status StopAt(unsigned step, Case& c) {
  if (step == 0 || step > c.StepCount()) {
    return absl::OutOfRangeError(
        absl::StrFormat("--stop-at %d: the case has steps 1 to %d", step, c.StepCount()));
  }
  if (c.hand_over) c.hand_over->plan.calls.resize(step);
  if (!c.hand_over) c.steps.resize(step);
  return absl::OkStatus();
}

absl::Status UseVariant(std::string_view name, Case& c) {
  const absl::StatusOr<Variant> variant = VariantNamed(name);
  if (!variant.ok()) return variant.status();
  c.variant = kNewestVariant.name;
  c.changes.clear();
  for (const FieldDifference& d : Diff(kNewestVariant, *variant)) {
    c.changes.push_back({std::string(d.field), std::string(d.b)});
  }
  return absl::OkStatus();
}

/// Every answer at the point, those that the case picks one by one too.
absl::Status UseChoice(std::string_view text, Case& c) {
  const std::size_t equals = text.find('=');
  const auto point = ChoiceNamed(text.substr(0, equals));
  const auto pick =
      equals == std::string_view::npos ? std::nullopt : ParseNumber(text.substr(equals + 1));
  if (!point || !pick || *pick >= AlternativesOf(*point)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "--choice %s: expected ID=ALTERNATIVE, as 'quiesce list choices' has them", text));
  }
  if (c.lemma && std::ranges::count(LemmaChoices(), *point) == 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("--choice %s: no lemma asks %s", text, NameOf(*point)));
  }
  std::erase_if(c.choices, [&](const CaseChoice& choice) { return choice.point == *point; });
  c.choices.push_back({*point, static_cast<unsigned>(*pick)});
  if (c.hand_over) {
    std::erase_if(c.hand_over->picks, [&](const CasePick& p) { return p.point == *point; });
  }
  if (c.lemma) {
    std::erase_if(c.lemma->cd_choices, [&](const CaseChoice& p) { return p.point == *point; });
  }
  return absl::OkStatus();
}

absl::Status Apply(const ReplayArguments& a, Case& c) {
  absl::Status status = a.stop_at ? StopAt(*a.stop_at, c) : absl::OkStatus();
  if (status.ok() && !a.variant.empty()) status = UseVariant(a.variant, c);
  for (const std::string& choice : a.choices) {
    if (status.ok()) status = UseChoice(choice, c);
  }
  return status;
}

absl::StatusOr<Case> LoadFor(const ReplayArguments& a, const std::string& path) {
  absl::StatusOr<Case> c = LoadCase(path);
  if (!c.ok() || a.gtest) return c;
  if (const absl::Status applied = Apply(a, *c); !applied.ok()) return applied;
  return c;
}

}  // namespace

int RunReplay(const ReplayArguments& arguments, std::ostream& out, std::ostream& err) {
  int status = kExitExpected;
  std::vector<Replayed> replays;
  for (const std::string& path : arguments.paths) {
    absl::StatusOr<Case> c = LoadFor(arguments, path);
    if (!c.ok()) {
      status = Worse(status, InputError(err, c.status()));
      continue;
    }
    if (arguments.gtest) {
      out << TestOf(*c, path);
      continue;
    }
    ReplayReport report = ReplayCase(*c, {arguments.all, !AsksWhatIf(arguments)});
    status = Worse(status, ExitStatusOf(report.verdict));
    if (arguments.json) {
      replays.push_back({path, *std::move(c), std::move(report)});
    } else {
      out << path << ": " << Highlight(FormatReplay(*c, report), arguments.colour);
    }
  }
  if (arguments.json) out << ReplaysJson(replays);
  return status;
}

void AddReplay(CLI::App& app, int& exit_status) {
  const auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* replay = app.add_subcommand(
      "replay", "Run cases once, step by step, and compare with what they expect");
  replay->add_option("case", arguments->paths, ".case files")->required();
  replay->add_flag("--all", arguments->all,
                   "also list what the driver reads, and how it queues commands");
  replay->add_option("--stop-at", arguments->stop_at, "leave out the steps after this one");
  replay->add_option(
      "--variant", arguments->variant,
      "another driver: NAME,FIELD=VALUE,... of 'quiesce list variants' and 'list fields'");
  replay
      ->add_option("--choice", arguments->choices,
                   "another answer of the SMMU, such as CU-16=1; may be repeated")
      ->take_all()
      ->allow_extra_args(false);
  CLI::Option* const json = replay->add_flag("--json", arguments->json, "as JSON");
  replay
      ->add_flag("--gtest", arguments->gtest,
                 "print a GoogleTest test that pins the case, and run nothing")
      ->excludes(json);
  SetExamples(*replay, {"quiesce replay corpus/cases/v7-l2ptr-null.case",
                        "quiesce replay corpus/cases/bug-14.case --stop-at 2",
                        "quiesce replay corpus/cases/bug-14.case --variant newest"});
  replay->callback([arguments, &exit_status] {
    arguments->colour = ColourFor(STDOUT_FILENO);
    exit_status = RunReplay(*arguments, std::cout, std::cerr);
  });
}

}  // namespace quiesce
