#include "tools/cmd_prove.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "properties/proved/run_lemma.h"
#include "reports/case/case_text.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/prove_protocol.h"

namespace quiesce {
namespace {

/// One lemma about one variant, with what it should give.
struct Row {
  AdoptLemma lemma;
  Variant variant;
  LemmaOutcome expected;
  LemmaRun run;
  std::string case_path;  ///< where the counterexample was written, if anywhere

  bool AsExpected() const { return run.outcome == expected; }
};

bool Selects(const ProveOptions& options, std::string_view variant) {
  if (options.variant.empty()) {
    return variant == kNewestVariant.name || variant == "v7" || variant == "v1";
  }
  const std::optional<Variant> wanted = FindVariant(options.variant);
  return wanted && wanted->name == variant;
}

bool Selects(const ProveOptions& options, AdoptLemma lemma) {
  return options.lemma.empty() || options.lemma == SpecOf(lemma).id;
}

/// Newest first.
std::vector<Row> SelectRows(const ProveOptions& options) {
  std::vector<Row> rows;
  const auto all = LemmaExpectations();
  for (auto e = all.rbegin(); e != all.rend(); ++e) {
    if (!Selects(options, e->variant)) continue;
    for (std::size_t i = 0; i < kAdoptLemmaCount; ++i) {
      const auto lemma = static_cast<AdoptLemma>(i);
      if (!Selects(options, lemma)) continue;
      rows.push_back({lemma, *FindVariant(e->variant), e->outcomes[i], {}, {}});
    }
  }
  return rows;
}

absl::Status WriteCounterexample(const std::string& folder, Row& row) {
  if (!row.run.counterexample) return absl::OkStatus();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  row.case_path = absl::StrFormat("%s/%s-%s.case", folder, row.variant.name, SpecOf(row.lemma).id);
  return WriteWholeFile(row.case_path, FormatCase(*row.run.counterexample));
}

std::string ToText(const Row& row) {
  std::string text = absl::StrFormat(
      "%-18s %-28s %-10s %s %5.2f s  %s\n", SpecOf(row.lemma).id, row.variant.name,
      NameOf(row.run.outcome), row.AsExpected() ? "as expected" : "UNEXPECTED ", row.run.seconds,
      row.run.outcome == LemmaOutcome::kProved ? SpecOf(row.lemma).statement : row.run.reason);
  for (const std::string& used : row.run.used) absl::StrAppendFormat(&text, "    %s\n", used);
  if (!row.case_path.empty()) absl::StrAppendFormat(&text, "    written to %s\n", row.case_path);
  return text;
}

nlohmann::ordered_json ToJson(const Row& row) {
  return {{"lemma", SpecOf(row.lemma).id},    {"statement", SpecOf(row.lemma).statement},
          {"variant", row.variant.name},      {"result", NameOf(row.run.outcome)},
          {"expected", NameOf(row.expected)}, {"used", row.run.used},
          {"reason", row.run.reason},         {"case", row.case_path},
          {"seconds", row.run.seconds}};
}

/// A wrong answer outweighs one that was not found.
class ProveStatus {
 public:
  void Count(bool as_expected, bool decided) {
    if (as_expected) return;
    if (decided) status_ = kExitViolation;
    if (!decided && status_ == kExitExpected) status_ = kExitUndecided;
  }
  int status() const { return status_; }

 private:
  int status_ = kExitExpected;
};

bool Decided(LemmaOutcome o) { return o == LemmaOutcome::kProved || o == LemmaOutcome::kRefuted; }
bool Decided(ProtocolOutcome o) {
  return o == ProtocolOutcome::kProved || o == ProtocolOutcome::kRefuted;
}

int Fail(std::ostream& err, std::string_view what) {
  err << "quiesce: " << what << "\n";
  return kExitUndecided;
}

std::string NothingSelected(const ProveOptions& options) {
  std::string text = "nothing is selected; invariants are";
  for (const ProtocolClaim& claim : ProvedClaims()) {
    absl::StrAppendFormat(&text, " %s", SpecOf(claim.question.invariant).id);
  }
  text += ", lemmas are";
  for (const LemmaSpec& lemma : kAdoptLemmas) absl::StrAppendFormat(&text, " %s", lemma.id);
  text += "; variants are newest";
  for (const LemmaExpectation& e : LemmaExpectations()) {
    absl::StrAppendFormat(&text, " %s", e.variant);
  }
  return absl::StrFormat("--invariant '%s' --variant '%s': %s", options.lemma, options.variant,
                         text);
}

}  // namespace

int RunProve(const ProveOptions& options, std::ostream& out, std::ostream& err) {
  std::vector<Row> lemmas = SelectRows(options);
  std::vector<ProtocolRow> claims = SelectProtocolRows(options);
  if (lemmas.empty() && claims.empty()) return Fail(err, NothingSelected(options));
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  ProveStatus exit;
  const auto show = [&](const auto& row) {
    if (options.json) {
      json.push_back(ToJson(row));
    } else {
      out << ToText(row);
      out.flush();
    }
  };
  for (Row& row : lemmas) {
    row.run = RunLemma(row.lemma, row.variant);
    const absl::Status written =
        options.cases ? WriteCounterexample(*options.cases, row) : absl::OkStatus();
    if (!written.ok()) return Fail(err, std::string(written.message()));
    exit.Count(row.AsExpected(), Decided(row.run.outcome));
    show(row);
  }
  for (ProtocolRow& row : claims) {
    const absl::Status ran = RunProtocolRow(options, row);
    if (!ran.ok()) return Fail(err, std::string(ran.message()));
    exit.Count(row.AsExpected(), Decided(row.evidence.run.outcome));
    show(row);
  }
  if (options.json) out << json.dump(2) << "\n";
  return exit.status();
}

void AddProve(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ProveOptions>();
  CLI::App* prove = app.add_subcommand(
      "prove",
      "Prove or refute, for all register values, what acceptance by the driver guarantees, and for "
      "any number of steps which invariants hold in a hand-over");
  prove->add_option("--invariant", options->lemma, "one invariant or lemma by its id");
  prove->add_option("--variant", options->variant,
                    "one driver version; else the newest, and older or broken ones, which must be "
                    "refuted");
  prove->add_flag("--assumptions", options->assumptions,
                  "leave out each assumption of a proof about hand-overs: which does it need?");
  prove->add_flag("--second-solver", options->second_solver,
                  "ask cvc5, too, of each proof about hand-overs");
  prove->add_option("--cases", options->cases, "folder to write each counterexample to");
  prove->add_flag("--json", options->json, "one JSON array");
  SetExamples(*prove,
              {"quiesce prove", "quiesce prove --invariant QZ-01 --variant newest --assumptions"});
  prove->callback(
      [options, &exit_status] { exit_status = RunProve(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
