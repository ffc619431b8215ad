#include "reports/export/junit.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/record/checks.h"

namespace quiesce {
namespace {

enum class Fate : std::uint8_t { kPass, kFailure, kError, kSkipped };

struct TestCase {
  std::string class_name = {};
  std::string name = {};
  std::optional<double> seconds = std::nullopt;
  Fate fate = Fate::kPass;
  std::string type = {};     ///< of a failure or error
  std::string message = {};  ///< of any fate but a pass
  std::string text = {};     ///< likewise, several lines
};

struct Suite {
  std::string name;
  std::vector<TestCase> cases;
};

std::uint64_t CountOf(const Suite& suite, Fate fate) {
  return static_cast<std::uint64_t>(std::ranges::count(suite.cases, fate, &TestCase::fate));
}

std::optional<double> SecondsOf(const std::string& id, const Environment& environment) {
  const auto timing = std::ranges::find(environment.timings, id, &Timing::id);
  return timing == environment.timings.end() ? std::nullopt : std::optional(timing->seconds);
}

std::string TextOf(const Check& c) {
  std::string text =
      absl::StrFormat("%s\nexpected %s, got %s", c.statement, NameOf(c.expected), NameOf(c.result));
  if (!c.reproduce.empty()) absl::StrAppend(&text, "\nreproduce: ", c.reproduce);
  return text;
}

TestCase CaseOf(const Check& c, const Environment& environment) {
  const int status = ExitStatus(c.result, c.expected);
  TestCase t{.class_name = absl::StrCat("quiesce.", c.invariant.empty() ? "any" : c.invariant, ".",
                                        c.variant.empty() ? "any" : c.variant),
             .name = c.id,
             .seconds = SecondsOf(c.id, environment),
             .fate = status == 0   ? Fate::kPass
                     : status == 1 ? Fate::kFailure
                                   : Fate::kError};
  if (t.fate == Fate::kPass) return t;
  t.type = NameOf(c.result);
  t.message = c.reason.empty() ? absl::StrFormat("%s, not %s", NameOf(c.result), NameOf(c.expected))
                               : c.reason;
  t.text = TextOf(c);
  return t;
}

TestCase CaseOf(const Hunt& h) {
  TestCase t{.class_name = absl::StrCat("quiesce.hunt.", h.target),
             .name = absl::StrFormat("%s by %s, seed %u", h.target, h.invariant, h.seed)};
  if (h.found) return t;
  t.fate = Fate::kError;
  t.type = "NotFound";
  t.message = absl::StrFormat("not found in %u cases", h.cases);
  return t;
}

TestCase CaseOf(const NotRun& n) {
  return {.class_name = "quiesce.not-run",
          .name = n.what,
          .fate = Fate::kSkipped,
          .message = absl::StrCat("not run: ", n.why)};
}

std::vector<Suite> SuitesOf(const RunRecord& record, const Environment& environment) {
  std::vector<Suite> suites;
  for (std::size_t k = 0; k < kCheckKindCount; ++k) {
    suites.push_back({std::string(NameOf(static_cast<CheckKind>(k))), {}});
  }
  for (const Check& c : ChecksOf(record)) {
    suites[static_cast<std::size_t>(c.kind)].cases.push_back(CaseOf(c, environment));
  }
  Suite hunts{"hunt", {}};
  for (const Hunt& h : record.hunts) hunts.cases.push_back(CaseOf(h));
  Suite not_run{"not run", {}};
  for (const NotRun& n : record.not_run) not_run.cases.push_back(CaseOf(n));
  suites.push_back(std::move(hunts));
  suites.push_back(std::move(not_run));
  std::erase_if(suites, [](const Suite& s) { return s.cases.empty(); });
  return suites;
}

std::string Attribute(const char* name, std::string_view value) {
  return absl::StrCat(" ", name, "=\"", EscapeMarkup(value), "\"");
}

std::string ElementOf(const TestCase& t) {
  if (t.fate == Fate::kPass) return "";
  const char* const tag = t.fate == Fate::kFailure ? "failure"
                          : t.fate == Fate::kError ? "error"
                                                   : "skipped";
  std::string start = absl::StrCat("      <", tag);
  if (!t.type.empty()) absl::StrAppend(&start, Attribute("type", t.type));
  absl::StrAppend(&start, Attribute("message", t.message));
  if (t.text.empty()) return absl::StrCat(start, "/>\n");
  return absl::StrCat(start, ">", EscapeMarkup(t.text), "</", tag, ">\n");
}

std::string ElementOf(const TestCase& t, const std::string& inner) {
  std::string start = absl::StrCat("    <testcase", Attribute("classname", t.class_name),
                                   Attribute("name", t.name));
  if (t.seconds) absl::StrAppendFormat(&start, " time=\"%.3f\"", *t.seconds);
  if (inner.empty()) return absl::StrCat(start, "/>\n");
  return absl::StrCat(start, ">\n", inner, "    </testcase>\n");
}

std::string Counts(std::uint64_t tests, std::uint64_t failures, std::uint64_t errors,
                   std::uint64_t skipped) {
  return absl::StrFormat(" tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\"", tests,
                         failures, errors, skipped);
}

std::string ElementOf(const Suite& s) {
  std::string out = absl::StrCat("  <testsuite", Attribute("name", s.name),
                                 Counts(s.cases.size(), CountOf(s, Fate::kFailure),
                                        CountOf(s, Fate::kError), CountOf(s, Fate::kSkipped)),
                                 ">\n");
  for (const TestCase& t : s.cases) absl::StrAppend(&out, ElementOf(t, ElementOf(t)));
  return absl::StrCat(out, "  </testsuite>\n");
}

}  // namespace

std::string ToJUnit(const RunRecord& record, const Environment& environment) {
  const std::vector<Suite> suites = SuitesOf(record, environment);
  const auto sum = [&](auto of) {
    std::uint64_t n = 0;
    for (const Suite& s : suites) n += of(s);
    return n;
  };
  std::string out =
      absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites",
                   Attribute("name", absl::StrCat("quiesce ", record.image.name)),
                   Counts(sum([](const Suite& s) { return s.cases.size(); }),
                          sum([](const Suite& s) { return CountOf(s, Fate::kFailure); }),
                          sum([](const Suite& s) { return CountOf(s, Fate::kError); }),
                          sum([](const Suite& s) { return CountOf(s, Fate::kSkipped); })),
                   ">\n");
  for (const Suite& s : suites) absl::StrAppend(&out, ElementOf(s));
  return absl::StrCat(out, "</testsuites>\n");
}

}  // namespace quiesce
